"""From a row of a file to the facts of a question: a profile compiled for one header."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from functools import partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.appeals import Record, Value
from dashboard.domain.applicants import Mask
from dashboard.domain.fields import BY_KEY, MOMENTS, Kind
from dashboard.domain.moments import Moment
from datasources.binding import Binding, Seat
from datasources.cells import Kit, Reader, Refusal, Row, moment_reader
from datasources.closing import closing_steps
from datasources.dates import DateReader, latest_allowed
from datasources.places import PlaceReader
from datasources.profile import PRIVATE, Profile
from datasources.spelling import code_of, fold
from datasources.vocabulary import Vocabulary
from datasources.words import Meanings, Unknowns, WordReader

OWN_READERS = frozenset({"lat", "lon", "street", "house", "number", "question", *PRIVATE})
PAST = ("received", "registered", "first_response", "closed", "rated", "returned")
SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+\d+")
"""What a spreadsheet makes of a long number in a CSV: 1.01E+11, the same for all rows."""


class Town(NamedTuple):
    """What the reading needs to know of the town: its words, its civil zone, what time it is (aware), its masking."""

    words: Vocabulary
    zone: ZoneInfo
    now: datetime
    mask: Mask


class RowReader:
    """Reads the rows of one file; raises Refusal for a row that cannot be taken."""

    def __init__(self, profile: Profile, binding: Binding, town: Town, unknown: Unknowns) -> None:
        source = ZoneInfo(profile.zone) if profile.zone else town.zone
        dates = DateReader(profile.dates, source, town.zone, midnight_is_date=profile.midnight == "date")
        self.profile, self.seats, self.header = profile, binding.seats, binding.header
        self._kit = Kit(profile, dates, unknown, town.mask)
        self._last = latest_allowed(town.now, town.zone)
        self._place = PlaceReader(profile, binding, self._kit)
        fields = [f for f in self.seats if f not in OWN_READERS and not (f == "due" and profile.due == "rules")]
        self._readers = [(field, self._reader(field, self.seats[field], town.words, unknown)) for field in fields]
        self._private = [(field, self.seats[field]) for field in PRIVATE if field in self.seats]
        self._steps = closing_steps(profile, binding, town.words)
        self._past = [f for f in PAST if f in self.seats or f in profile.stand_ins]
        self._number, self._question = self.seats.get("number", ()), self.seats.get("question", ())
        self._stable = [self.seats[f] for f in profile.key_from if f in self.seats]
        self._width = len(self.header)

    def _reader(self, field: str, seats: tuple[Seat, ...], words: Vocabulary, unknown: Unknowns) -> Reader:
        if field in MOMENTS:
            return moment_reader(self._kit, seats, self.header)
        if BY_KEY[field].kind is Kind.FLAG:
            return partial(self._kit.flag, field, seats)
        if BY_KEY[field].kind is Kind.NUMBER:
            return partial(self._kit.number, field, seats)
        known = [(seat, Meanings(field, seat.column, self.profile, words, self._kit.mask)) for seat in seats]
        chain = [(place, meanings) for seat, meanings in known for place in seat.places]
        return WordReader(field, chain, unknown)

    def __call__(self, row: Row, number: int) -> Record:
        """Return the record of the row that stands `number`th in its file.

        Raises:
            Refusal: no number, no date of receipt, a date that cannot be read or lies in the future.
        """
        (external_id, question), facts = self.look(row)
        self._place.street(row, facts)
        private = {field: text for field, seats in self._private if (text := self._kit.joined(seats, row))}
        return Record(external_id, facts, private, question, None, number)

    def look(self, row: Row) -> tuple[tuple[str, str], dict[str, Value]]:
        """Return (number, question) and the facts that may be wrong: all but street, house and private texts.

        Raises:
            Refusal: as above.
        """
        if len(row) != self._width:
            row = self._squared(row)
        identity = self.identity(row)
        facts: dict[str, Value] = {field: read(row) for field, read in self._readers}
        self._place.point(row, facts)
        for step in self._steps:
            step(facts)
        self._refuse_untimely(facts)
        return identity, facts

    def _squared(self, row: Row) -> Row:
        """Return the row without empty cells beyond the header; a row that was cut off is no row."""
        width = self._width
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            raise Refusal("The row has {cells} cells, the header has {width}", cells=str(len(row)), width=str(width))
        return row[:width]

    def identity(self, row: Row) -> tuple[str, str]:
        """Return the appeal's number (one made of stable fields where it is missing) and the question's.

        Raises:
            Refusal: there is none, or a spreadsheet has spoilt it.
        """
        question = code_of(self._kit.first(self._question, row)) or "1" if self._question else "1"
        number = code_of(self._kit.first(self._number, row))
        if number:
            if "+" in number and SHORTENED.fullmatch(number):
                raise Refusal("A spreadsheet has shortened the number: {number}", number=number)
            return number, question
        stable = [fold(self._kit.first(seats, row)) for seats in self._stable]
        if not any(stable):
            raise Refusal("The row has no number")
        return "~" + hashlib.sha256("\x1f".join(stable).encode()).hexdigest()[:20], question

    def _refuse_untimely(self, facts: dict[str, Value]) -> None:
        if facts["received"] is None:
            raise Refusal("The row has no date of receipt")
        for field in self._past:
            moment = facts.get(field)
            if isinstance(moment, Moment) and moment.later_than(self._last):
                told = moment.on if moment.at is None else moment.at.replace(microsecond=0)
                raise Refusal("The date lies in the future: {value}", value=told.isoformat())
