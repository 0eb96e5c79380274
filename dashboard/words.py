"""The room's words: translation, plurals, numbers and dates as people write them; passed along, never global."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dashboard.errors import RoomError

LOCALE = Path(__file__).parent.parent / "locale"
NBSP, THIN, COMMA = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", ","
MINUTE, HOUR, DAY = 60, 3600, 86400
HOURS = 24
FRACTION = 2
"""The number whose form a fraction takes in Russian."""


class Words:
    """Speaks one language in one time zone."""

    def __init__(self, language: str, zone: ZoneInfo, translations: NullTranslations) -> None:
        self.language = language
        self.zone = zone
        self._translations = translations

    @classmethod
    def load(cls, language: str, zone: ZoneInfo) -> Words:
        """Return the words of all catalogues of a language; without any, English as it stands in the code."""
        return cls(language, zone, _merged(LOCALE / language))

    def __call__(self, template: str, **values: Any) -> str:
        """Return the translation with its values in place."""
        said = self._translations.gettext(template) if template else ""
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, n: int) -> str:
        """Return the form that goes with `n`, the number itself in the place `{n}`."""
        return self._translations.ngettext(one, many, n).format(n=self.number(n))

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with decimal comma and narrow spaces between thousands."""
        rounded = round(value, digits) + 0.0  # adding nothing turns a minus nought into nought
        text = f"{rounded:,.{digits}f}".replace(",", THIN).replace("-", "\N{MINUS SIGN}")
        return text.replace(".", COMMA) if self.language == "ru" else text

    def percent(self, value: float, digits: int = 0) -> str:
        """Return percentage points with the sign of per cent."""
        return f"{self.number(value, digits)}{NBSP}%"

    def day(self, on: date) -> str:
        """Return DD.MM.YYYY."""
        return f"{on:%d.%m.%Y}"

    def short_day(self, on: date) -> str:
        """Return DD.MM."""
        return f"{on:%d.%m}"

    def month(self, on: date) -> str:
        """Return the month and its year: «November 2026»."""
        return format_date(on, "LLLL y", locale=self.language)

    def clock(self, at: datetime) -> str:
        """Return HH:MM in the town's zone."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def weekday(self, on: date) -> str:
        """Return the short name of the weekday."""
        return format_date(on, "EEEEEE", locale=self.language)

    def month_alone(self, on: date) -> str:
        """Return the name of the month, as a heading has it."""
        name = format_date(on, "LLLL", locale=self.language)
        return name[:1].upper() + name[1:]

    def week(self, since: date, until: date) -> str:
        """Return both ends of a period with their weekdays; a single day alone."""
        if since == until:
            return f"{self.weekday(since)}{NBSP}{self.short_day(since)}"
        ends = [f"{self.weekday(on)}{NBSP}{self.short_day(on)}" for on in (since, until)]
        return " – ".join(ends)

    def age(self, seconds: float) -> str:
        """Return an age in the largest fitting unit."""
        if seconds >= DAY:
            return self.plural("{n} day", "{n} days", int(seconds // DAY))
        for unit, size in (("{n} h", HOUR), ("{n} min", MINUTE)):
            if seconds >= size:
                return self(unit, n=int(seconds // size))
        return self("{n} s", n=max(0, int(seconds)))

    def days(self, value: float) -> str:
        """Return a duration in days with one digit after the comma if it is no whole number, under a day in hours."""
        if value * HOURS < 1:
            return self("less than an hour") if value else self("less than a day")
        if (hours := round(value * HOURS)) < HOURS:
            return self.plural("{n} hour", "{n} hours", hours)
        days = round(value, 1)
        if days == int(days):
            return self.plural("{n} day", "{n} days", int(days))
        return self._translations.ngettext("{n} day", "{n} days", FRACTION).format(n=self.number(days, 1))

    def error(self, wrong: RoomError) -> str:
        """Return what went wrong and its cure."""
        told = {name: self.error(value) if isinstance(value, RoomError) else value
                for name, value in wrong.values.items()}
        return self(wrong.template).format(**told)


@cache
def _merged(folder: Path) -> NullTranslations:
    merged: NullTranslations | None = None
    for path in sorted(folder.glob("*.po")):
        packed = io.BytesIO()
        with path.open("rb") as file:
            write_mo(packed, read_po(file))
        packed.seek(0)
        found = GNUTranslations(packed)
        if merged is None:
            merged = found
        else:
            merged.add_fallback(found)
    return merged or NullTranslations()
