"""Where it happened: coordinates that mean something, a street and a house, and how well they are known."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from dashboard.domain.appeals import Value
from dashboard.domain.applicants import Mask
from datasources.addresses import Address, AddressStyle, address_styles
from datasources.binding import Binding
from datasources.cells import Kit, Row
from datasources.profile import Profile
from datasources.spelling import clean

KNOWN = 1 << 17
"""Addresses remembered: a large city's houses."""
MARKS = re.compile(r"[-–,;\s]*\[[^\]]*\]")
"""What masking leaves, with what led to it."""
HALF_A_DIGIT = 0.00005
"""Half of the fourth decimal, about 5 m: exports round their default point."""
LAT_MAX, LON_MAX = 90.0, 180.0
EXACT, STREET, DEFAULT = "exact", "street", "default"


class PlaceReader:
    """Reads lat, lon, street, house and place of a row."""

    def __init__(self, profile: Profile, binding: Binding, kit: Kit) -> None:
        seats = binding.seats
        self._kit, self._defaults = kit, profile.default_points
        self._lat, self._lon = seats.get("lat", ()), seats.get("lon", ())
        self._street, self._house = seats.get("street", ()), seats.get("house", ())
        self._address = seats.get("address", ())
        style = address_styles()[profile.addresses] if profile.addresses else AddressStyle(())
        bare = partial(_bare, kit.mask)
        self._number = lru_cache(maxsize=KNOWN)(lambda text: bare(clean(text)))
        self._parse = lru_cache(maxsize=KNOWN)(lambda text: style.read(bare(text)))
        self._known = lru_cache(maxsize=KNOWN)(lambda text: _street_of(style, bare(text)))

    def point(self, row: Row, facts: dict[str, Value]) -> None:
        """Add lat, lon and what they say of the place; the source's default point means "no address"."""
        if self._lat and self._lon:
            facts["lat"], facts["lon"], facts["place"] = self._point(row)

    def street(self, row: Row, facts: dict[str, Value]) -> None:
        """Add street and house, and the place where no coordinates tell it."""
        if not (self._street or self._address):
            return
        street, house = self._where(row)
        facts["street"], facts["house"] = street, house
        if facts.get("place") is None:
            facts["place"] = STREET if street else None

    def _where(self, row: Row) -> Address:
        street = self._kit.first(self._street, row) if self._street else ""
        if street:
            told = self._known(street)
            number = self._number(self._kit.first(self._house, row)) if self._house else ""
            return Address(told.street, f"{told.street}, {number}") if number else told
        if not self._address:
            return Address()
        return self._parse(self._kit.first(self._address, row))

    def _point(self, row: Row) -> tuple[float | None, float | None, str | None]:
        """Return (lat, lon, place) in WGS84 degrees; zeros and what is beyond the globe are no place."""
        north, east = self._kit.first(self._lat, row), self._kit.first(self._lon, row)
        if not north or not east:
            return None, None, None
        try:
            lat, lon = float(north.replace(",", ".")), float(east.replace(",", "."))
        except ValueError:
            lat = lon = LON_MAX * 2
        for default_lat, default_lon in self._defaults:
            if abs(lat - default_lat) < HALF_A_DIGIT and abs(lon - default_lon) < HALF_A_DIGIT:
                return None, None, DEFAULT
        if not (abs(lat) <= LAT_MAX and abs(lon) <= LON_MAX):
            self._kit.unknown["lat", clean(f"{north} {east}")] += 1
            return None, None, None
        return (lat, lon, EXACT) if lat or lon else (None, None, None)


def _bare(mask: Mask, text: str) -> str:
    """Return an address without flats and whatever else is masked: streets and houses are facts that screens show."""
    masked = mask(text)
    return text if masked == text else MARKS.sub("", masked).strip(" ,")


def _street_of(style: AddressStyle, text: str) -> Address:
    """Return the parts of a street column, which may hold the house too; whatever else it says is a street."""
    parsed = style.read(text)
    return parsed if parsed.street else Address(clean(text))
