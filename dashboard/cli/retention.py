"""`retention`: destroy what has been kept long enough, or print the protocol of a destruction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.domain.retention import Destruction, Way
from dashboard.errors import UsageError
from dashboard.store.destroying import protocols
from intake.retention import Retention

Trial = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be destroyed")]
Number = Annotated[int | None, typer.Option("--protocol", help="Print the protocol of this number", metavar="NUMBER")]
WAYS = {Way.KEY: "with the key of the year", Way.ROWS: "one by one"}


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the command."""
    def retention(dry_run: Trial = False, protocol: Number = None) -> None:
        if protocol is not None:
            for line in printed(desk, found(desk, protocol)):
                desk.give(line)
            return
        keeping = Retention(desk.house)
        told = keeping.trial(str(desk.actor)) if dry_run else keeping.apply(str(desk.actor))
        if told.empty:
            desk.give(desk.words("Nothing has been kept longer than its term"))
            return
        for line in printed(desk, told):
            desk.give(line)

    app.command("retention", cls=Command, help=desk.words("Destroy texts whose term of keeping is over"))(retention)


def found(desk: Desk, number: int) -> Destruction:
    """Return a protocol.

    Raises:
        UsageError: there is none with this number.
    """
    with desk.house.store.reading() as connection:
        for told in protocols(connection):
            if told.number == number:
                return told
    raise UsageError("There is no protocol {number}", number=number)


def printed(desk: Desk, told: Destruction) -> Iterator[str]:
    """Yield the lines of a protocol as it is printed and signed."""
    words, title = desk.words, desk.house.vocabularies().title
    at = told.told_at.astimezone(desk.town.tz)
    if told.number:
        yield words("PROTOCOL OF DESTRUCTION No. {number}", number=told.number)
    else:
        yield words("WOULD BE DESTROYED (a trial: nothing is touched)")
    yield words("{town}, {day}, {clock}", town=desk.town.official_name or desk.town.name, day=words.day(at),
                clock=words.clock(at))
    yield words("Done by: {actor}", actor=told.actor)
    yield words("Texts of citizens: {n}", n=words.number(told.texts))
    for line in told.lines:
        channel = title("channel", line.channel) if line.channel else words("no channel")
        yield "  " + words("{year}, {channel}: {n}, term {term}, {way}", year=line.year, channel=channel,
                           n=words.number(line.texts), term=line.term, way=words(WAYS[line.way]))
    yield from _rest(desk, told)


def _rest(desk: Desk, told: Destruction) -> Iterator[str]:
    words = desk.words
    yield words("Marks of applicants: {n}", n=words.number(told.marks))
    yield words("Cells of rows that were not taken: {n}", n=words.number(told.cells))
    yield words("Sealed files: {n}", n=words.number(told.files))
    yield words("Keys of years: {years}", years=", ".join(map(str, told.keys)) or "—")
    for term in told.terms:
        confirmed = words("confirmed") if term.confirmed else words("not confirmed")
        yield words("Term {key}: {years}; {source} ({confirmed})", key=term.key,
                    years=words.plural("{n} year", "{n} years", term.years), source=term.source, confirmed=confirmed)
    yield words("Counts have not changed: only texts were destroyed, no question.")
    if told.number:
        yield words("Signed: ____________________")
