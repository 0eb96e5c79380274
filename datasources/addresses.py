"""From an address as people write it to a street and a house, or to neither."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from datasources.spelling import clean, fold

LONGEST = 300
"""Characters of an address that are looked at: a whole letter in the address column is no address."""
STYLES = Path(__file__).parent / "addresses.yaml"


class Address(NamedTuple):
    """A street and a house with its street in one spelling ("Mira St, 5"); None where the text tells none."""

    street: str | None = None
    house: str | None = None


class AddressStyle:
    """How a town writes addresses: patterns in order, and the one spelling of every kind of street."""

    def __init__(self, patterns: Sequence[str], types: Mapping[str, Sequence[str]] | None = None) -> None:
        self._patterns = [re.compile(p, re.IGNORECASE) for p in patterns]
        self._types = {fold(word): one for one, words in (types or {}).items() for word in words}

    def read(self, text: str) -> Address:
        """Return street and house; a vague text ("the region, the town") yields neither."""
        text = clean(text[:LONGEST])
        for pattern in self._patterns:
            found = pattern.search(text)
            if found:
                return self._address(found.groupdict())
        return Address()

    def _address(self, parts: Mapping[str, str | None]) -> Address:
        street = parts.get("street")
        if street is None:
            kind = parts.get("type") or ""
            street = f"{self._types.get(fold(kind), kind)} {parts.get('name') or ''}"
        street = street.strip()
        number = parts.get("number")
        return Address(street, f"{street}, {clean(number).lower()}" if number else None)


@cache
def address_styles() -> Mapping[str, AddressStyle]:
    """Return the shipped styles by name."""
    told: Mapping[str, Any] = yaml.safe_load(STYLES.read_text(encoding="utf-8"))
    return {name: AddressStyle(style["patterns"], style.get("types")) for name, style in told.items()}
