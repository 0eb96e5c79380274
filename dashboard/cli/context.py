"""What every command works with; the house is opened only by commands that need it."""

from __future__ import annotations

import csv
import getpass
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson

from dashboard.cli.faults import fault
from dashboard.domain.formulas import harmless
from dashboard.domain.people import LOCAL, Actor, Viewer
from dashboard.errors import StoreError
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.town import load_town
from dashboard.words import Words


class Desk:
    """The administrator's desk: settings, clock, words, and the house on demand."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self.settings = settings
        self.now = now
        self.town = load_town(settings.home)
        self.words = Words.load(settings.language, self.town.tz)

    @cached_property
    def house(self) -> House:
        """Return the opened house.

        Raises:
            StoreError: its home cannot be used.
        """
        try:
            return House(self.settings, self.now)
        except OSError as broken:
            raise StoreError("The home {home} cannot be used: {why}", home=self.settings.home,
                             why=broken.strerror) from broken

    @cached_property
    def user(self) -> str:
        """Return the name of the system's user, for the log of acts."""
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return "unknown"

    @cached_property
    def room(self) -> Room:
        """Return the room as whoever has the shell sees it."""
        return Room(self.house, Viewer(self.user, LOCAL))

    @property
    def actor(self) -> Actor:
        """Return who acts here."""
        return Actor("cli", self.user)

    def say(self, text: str) -> None:
        """Tell the person a line; the answer itself goes to standard output."""
        sys.stderr.write(text + "\n")

    def give(self, text: str) -> None:
        """Write a line of the answer."""
        sys.stdout.write(text + "\n")

    def told(self, broken: Exception) -> str:
        """Return what went wrong, with its cure."""
        return fault(broken, self.words, self.settings.home).says

    def give_csv(self, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Write the answer as CSV in which no cell is a formula; nothing known is an empty cell."""
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([harmless(cell) for cell in row] for row in rows)

    def give_json(self, value: Any) -> None:
        """Write the answer as JSON."""
        self.give(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())
