"""`profile check`: how a file would be read; changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command, Group
from dashboard.cli.importing import Profile
from dashboard.cli.options import Json
from dashboard.domain.fields import MOMENTS
from dashboard.errors import SourceError
from dashboard.words import Words
from intake.check import Checked
from intake.check import check as check_file

CODES = {"fast": "fast track", "ordinary": "usual order", "59-fz": "the law 59-FZ", "pos": "message of POS"}
"""What profiles call laws and lanes → how people call them."""
File = Annotated[Path, typer.Argument(help="The file to look at", metavar="FILE")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the group of commands."""
    group = typer.Typer(cls=Group, help=desk.words("Mapping profiles"), rich_markup_mode=None)

    @group.callback()
    def root() -> None:
        """Keep `check` a command of its own."""

    @group.command("check", cls=Command, help=desk.words("Show how a file would be read; changes nothing"))
    def check(file: File, profile: Profile = None, json: Json = False) -> None:
        readable_file(file)
        show(desk, check_file(desk.house, file, profile), json=json)

    app.add_typer(group, name="profile", help=desk.words("Mapping profiles"))


def readable_file(file: Path) -> None:
    """Let a file pass that can be opened.

    Raises:
        SourceError: it cannot.
    """
    try:
        file.open("rb").close()
    except OSError as broken:
        raise SourceError("The file {name} cannot be read: {why}", name=file.name, why=broken.strerror) from broken


def show(desk: Desk, found: Checked, *, json: bool) -> None:
    """Tell what the check found."""
    words = desk.words
    if json:
        desk.give_json(asdict(found))
        return
    desk.give(words("Profile: {key}", key=found.profile))
    for field, headers in found.mapping.items():
        desk.give(f"  {words(f'field {field}')} ← {', '.join(headers)}")
    left = [*found.ignored, *found.dropped]
    desk.give(words.plural("Not taken: {n} column", "Not taken: {n} columns", len(left))
              + (f": {', '.join(left)}" if left else ""))
    if found.marked:
        desk.give(words("Only as a keyed mark: {headers}", headers=", ".join(found.marked)))
    desk.give(words("Would be taken: {n}", n=words.number(found.rows)))
    for reason, n in found.rejected.items():
        desk.give(words("Would be rejected: {n} — {reason}", n=words.number(n),
                        reason=words(reason, **found.examples[reason])))
    for unknown in found.unknown:
        desk.give(words("Unknown word: {field} = {value}, rows {n}", field=words(f"field {unknown.field}"),
                        value=unknown.value, n=words.number(unknown.rows)))
    for number, sample in enumerate(found.samples, start=1):
        desk.give(words("Example {n}", n=number))
        for field, value in sample.items():
            desk.give(f"  {words(f'field {field}')}: {readable(desk, field, value)}")


def readable(desk: Desk, field: str, value: Any) -> str:
    """Return a value of a record as a person reads it."""
    words = desk.words
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if field in MOMENTS:
        return moment(words, str(value))
    if field in ("law", "lane"):
        return words(CODES.get(str(value), "")) or str(value)
    if isinstance(value, float):
        return words.number(value, 5)
    known: Mapping[str, Any] = desk.house.dimensions
    return desk.house.vocabularies().title(field, str(value)) if field in known else str(value)


def moment(words: Words, text: str) -> str:
    """Return a moment in ISO 8601 as people write it, in the town's zone; a day has no time."""
    at = datetime.fromisoformat(text)
    return words.day(at) if at.tzinfo is None else f"{words.day(at.astimezone(words.zone))} {words.clock(at)}"
