"""Reading dates: a day stays a day, a time gets its zone, and a spreadsheet's serial number is a date too."""

from __future__ import annotations

import re
from datetime import MINYEAR, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dashboard.domain.moments import Moment, moment_at

AHEAD = timedelta(minutes=10)
"""How far a source's clock may run ahead of ours."""
EXCEL_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 (spreadsheets know no zone)
SERIAL = re.compile(r"\d{5}(\.\d+)?")
"""Serial numbers of 1927–2173: five digits."""
ISO = re.compile(r"\d{4}-\d\d-\d\d")
WIDTHS = {"d": 2, "m": 2, "y": 2, "H": 2, "I": 2, "M": 2, "S": 2, "p": 2, "Y": 4}
CLOCK = frozenset("HIMSpfXcT")
MINUTES = "%M:%S"
LAST = timedelta(minutes=59, seconds=59)
GAPS = {f"{m:02}:{s:02}": timedelta(minutes=m, seconds=s) for m in range(60) for s in range(60)}
"""Minutes and seconds as text → time since the hour began."""


class DateReader:
    """Reads the dates of one source; raises ValueError for what is none.

    Args:
        formats: strptime formats in order of preference; ISO 8601 and serial numbers are always read.
        source: zone of the times in the file; a time with its own offset needs none.
        town: zone whose civil day counts.
        midnight_is_date: whether 00:00:00 is the way in which the source writes a date without a time.
    """

    def __init__(self, formats: tuple[str, ...], source: ZoneInfo, town: ZoneInfo, *, midnight_is_date: bool) -> None:
        self._formats = formats
        self._source, self._town, self._midnight = source, town, midnight_is_date
        self._days: dict[str, Moment] = {}
        self._hours: dict[str, tuple[date, datetime]] = {}
        self._cut, self._length = _cut_of(formats[0]) if formats else (0, -1)
        self._end = self._cut + len("00:00")
        # Where midnight means a date, the start of an hour may be one: then it is read in full.
        self._gaps = {clock: gap for clock, gap in GAPS.items() if gap or not midnight_is_date}

    def __call__(self, text: str) -> Moment:
        """Return the moment that the text names.

        A million times hold few hours: of a format of fixed width only the hour is read, and once.

        Raises:
            ValueError: it is no date that this source may write.
        """
        if len(text) == self._length:
            gap = self._gaps.get(text[self._cut:self._end])
            if gap is not None:
                start = self._hours.get(text[:self._cut] + text[self._end:])
                if start is not None:
                    # The named constructor costs as much as all the rest.
                    return tuple.__new__(Moment, (start[0], start[1] + gap))
        known = self._days.get(text)
        return known if known is not None else self._first_time(text)

    def _first_time(self, text: str) -> Moment:
        moment = self._read(text)
        if moment.on.year == MINYEAR:  # its first instant lies before all time in half of the zones
            raise ValueError(text)
        if moment.at is None:
            self._days[text] = moment
        elif len(text) == self._length and text[self._cut:self._end] in GAPS:
            self._learn_hour(text)
        return moment

    def _learn_hour(self, text: str) -> None:
        """Remember the start of the hour if it lies in one civil day of the town."""
        try:
            local = datetime.strptime(text, self._formats[0])  # noqa: DTZ007 (the zone is the source's)
        except ValueError:
            return
        local = local.replace(minute=0, second=0)
        start, end = self._zoned(local), self._zoned(local + LAST)
        if start.at is not None and end.at is not None and end.at - start.at == LAST and start.on == end.on:
            self._hours[text[:self._cut] + text[self._end:]] = start.on, start.at

    def _zoned(self, local: datetime) -> Moment:
        return moment_at(local.replace(tzinfo=self._source), self._town)

    def _read(self, text: str) -> Moment:
        for form in self._formats:
            try:
                local = datetime.strptime(text, form)  # noqa: DTZ007 (the zone is the source's)
            except ValueError:
                continue
            if local.tzinfo is not None:
                return moment_at(local, self._town)
            return self._local(local) if has_clock(form) else Moment(local.date())
        if ISO.match(text):
            return self._iso(text)
        if SERIAL.fullmatch(text):
            return self._serial(text)
        raise ValueError(text)

    def _iso(self, text: str) -> Moment:
        if len(text) == len("2026-01-06"):
            return Moment(date.fromisoformat(text))
        told = datetime.fromisoformat(text)
        return moment_at(told, self._town) if told.tzinfo is not None else self._local(told)

    def _serial(self, text: str) -> Moment:
        local = EXCEL_DAY_ZERO + timedelta(seconds=round(float(text) * 86400))
        return self._local(local) if "." in text else Moment(local.date())

    def _local(self, local: datetime) -> Moment:
        if self._midnight and local.time() == time():
            return Moment(local.date())
        return self._zoned(local)


def has_clock(form: str) -> bool:
    """Return whether a strptime format tells more than the day."""
    return any(letter in CLOCK for letter in re.findall(r"%(.)", form))


def _cut_of(form: str) -> tuple[int, int]:
    """Return where minutes and seconds stand and how long a text in a fixed-width format is, else (0, -1)."""
    if MINUTES not in form or set(re.findall(r"%(.)", form)) - WIDTHS.keys():
        return 0, -1
    before = form.index(MINUTES)
    return _width(form[:before]), _width(form)


def _width(form: str) -> int:
    letters = re.findall(r"%(.)", form)
    return len(form) - 2 * len(letters) + sum(WIDTHS[letter] for letter in letters)


def latest_allowed(now: datetime, zone: ZoneInfo) -> Moment:
    """Return the last moment at which something may have happened: later rows would count before their time.

    A source's clock may run ahead of ours by a few minutes; a day that has not begun in the town is the future.
    """
    return Moment(now.astimezone(zone).date(), now + AHEAD)
