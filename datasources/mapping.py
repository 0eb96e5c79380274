"""From the rows of a table to records: the profile is compiled once per file, then every row is only read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboard.domain.appeals import CLOSED_STATUSES, Record, Rejected, Unknown, Value
from dashboard.domain.fields import BY_KEY, Kind
from dashboard.domain.moments import Moment
from datasources.binding import Binding, bind
from datasources.cells import Kit, Reader, Refusal, Row, moment_reader
from datasources.dates import DateReader
from datasources.places import PlaceReader
from datasources.profile import PRIVATE, Profile
from datasources.spelling import clean, code_of, fold
from datasources.tables.sheet import Sheet, is_blank
from datasources.vocabulary import Vocabulary, root_of
from datasources.words import Meanings, Unknowns, WordReader

PLACES = frozenset({"lat", "lon", "street", "house"})
AHEAD = timedelta(days=1)
"""Clocks and zones differ a little; what lies further ahead is no fact."""
DATED = ("received", "registered", "first_response", "closed", "rated", "returned")


class Translation:
    """Reads one table by one profile; iterate it for records and rejected rows.

    Args:
        sheet: the decoded table.
        profile: how it is read.
        words: what words mean to this source.
        zone: the town's.
        now: facts later than a day after it are refused.

    Raises:
        SourceError: a column that the profile needs is missing.
    """

    def __init__(self, sheet: Sheet, profile: Profile, words: Vocabulary, zone: ZoneInfo,
                 now: datetime) -> None:  # noqa: PLR0913
        self.sheet, self.profile = sheet, profile
        self.binding: Binding = bind(sheet, profile)
        self._unknown: Unknowns = Counter()
        source = ZoneInfo(profile.zone) if profile.zone else zone
        dates = DateReader(profile.dates, source, zone, midnight_is_date=profile.midnight == "date")
        self._kit = Kit(profile, dates, self._unknown)
        self._limit = (now + AHEAD, (now + AHEAD).astimezone(zone).date())
        self._blocks = {m.key: root_of(m, words["topic"]) for m in words.get("topic", {}).values()}
        self._place = PlaceReader(profile, self.binding, self._kit)
        self._readers = {field: self._reader(field, words) for field in self._fields()}
        self._only_if_closed = [f for f, seats in self.binding.seats.items() if any(s.column.if_closed for s in seats)]
        self._private = {field: self.binding.seats[field] for field in PRIVATE if field in self.binding.seats}

    def __iter__(self) -> Iterator[Record | Rejected]:
        """Yield what every row says; of one number told twice the last row speaks, the others are reported."""
        last = self._last_rows()
        for number, row in self._rows():
            try:
                record = self._record(number, row)
            except Refusal as refused:
                yield Rejected(number, refused.template, refused.values, self._cells(row))
                continue
            if last.get((record.external_id, record.question), number) != number:
                yield Rejected(number, "The number {number} stands in the file again below; the last row counts",
                               {"number": record.external_id}, self._cells(row))
                continue
            yield record

    def unknown(self) -> list[Unknown]:
        """Return the words that nobody knows, after the rows were read."""
        return [Unknown(field, word, rows) for (field, word), rows in sorted(self._unknown.items())]

    def _fields(self) -> list[str]:
        seats = self.binding.seats
        told = [f for f in seats if f in BY_KEY and f not in PLACES]
        return [f for f in told if f != "due" or self.profile.due != "rules"]

    def _reader(self, field: str, words: Vocabulary) -> Reader:
        seats, kit = self.binding.seats[field], self._kit
        match BY_KEY[field].kind:
            case Kind.MOMENT:
                return moment_reader(kit, seats, self.binding.header)
            case Kind.FLAG:
                return lambda row: kit.flag(field, seats, row)
            case Kind.NUMBER:
                return lambda row: kit.number(field, seats, row)
        if field in words or field in self.profile.words or any(seat.column.words for seat in seats):
            chain = [(place, Meanings(field, seat.column, self.profile, words))
                     for seat in seats for place in seat.places]
            return WordReader(field, chain, self._unknown)
        return lambda row: kit.text(seats, row)

    def _rows(self) -> Iterator[tuple[int, Row]]:
        width = len(self.binding.header)
        for index, row in enumerate(self.sheet.lines()):
            if index > self.binding.at and not is_blank(row):
                if len(row) < width:
                    row = [*row, *[""] * (width - len(row))]  # noqa: PLW2901
                yield index + self.sheet.first, row

    def _last_rows(self) -> dict[tuple[str, str], int]:
        """Return (number, question) → row of its last telling, for numbers that are told more than once."""
        seen: dict[tuple[str, str], int] = {}
        twice: dict[tuple[str, str], int] = {}
        if "number" not in self.binding.seats:
            return twice
        for number, row in self._rows():
            key = (self._number(row), self._question(row))
            if key[0] and key in seen:
                twice[key] = number
            seen[key] = number
        return twice

    def _number(self, row: Row) -> str:
        seats = self.binding.seats.get("number", ())
        return code_of(self._kit.first(seats, row)) if seats else ""

    def _question(self, row: Row) -> str:
        seats = self.binding.seats.get("question", ())
        return (clean(self._kit.first(seats, row)) if seats else "") or "1"

    def _record(self, number: int, row: Row) -> Record:
        facts: dict[str, Value] = {field: read(row) for field, read in self._readers.items()}
        self._complete(facts, row)
        private = {field: text for field, seats in self._private.items() if (text := self._kit.joined(seats, row))}
        external_id = self._number(row) or self._made_up(facts, private)
        self._check(facts)
        return Record(external_id, facts, private, self._question(row), row=number)

    def _complete(self, facts: dict[str, Value], row: Row) -> None:
        """Add what follows: outcome of a status, place, block of a topic, defaults, stand-ins."""
        status = facts.get("status")
        if isinstance(status, str) and "/" in status:
            facts["status"], _, outcome = status.partition("/")
            facts["outcome"] = facts.get("outcome") or outcome
        self._place(row, facts)
        topic = facts.get("topic")
        if topic is not None and facts.get("block") is None and topic in self._blocks:
            facts["block"] = self._blocks[str(topic)]
        for field, value in self.profile.defaults.items():
            if facts.get(field) is None:
                facts[field] = value
        for field, other in self.profile.stand_ins.items():
            if facts.get(field) is None:
                facts[field] = facts.get(other)
        if facts.get("status") not in CLOSED_STATUSES:
            for field in self._only_if_closed:
                facts[field] = None

    def _made_up(self, facts: Mapping[str, Value], private: Mapping[str, str]) -> str:
        """Return a number made of stable fields, or refuse the row."""
        if not self.profile.key_from:
            raise Refusal("The row has no number")
        said = [str(facts.get(field) or private.get(field) or "") for field in self.profile.key_from]
        return "made-" + hashlib.blake2b("|".join(map(fold, said)).encode(), digest_size=8).hexdigest()

    def _check(self, facts: Mapping[str, Value]) -> None:
        if not isinstance(facts.get("received"), Moment):
            raise Refusal("The row has no date of receipt")
        for field in DATED:
            moment = facts.get(field)
            if isinstance(moment, Moment) and self._ahead(moment):
                raise Refusal("The date {field} lies in the future: {value}", field=field, value=moment.on.isoformat())

    def _ahead(self, moment: Moment) -> bool:
        return moment.at > self._limit[0] if moment.at else moment.on > self._limit[1]

    def _cells(self, row: Row) -> dict[str, str]:
        return {head.strip() or str(place): cell
                for place, (head, cell) in enumerate(zip(self.binding.header, row, strict=False))}


