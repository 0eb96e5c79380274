"""`export`: a snapshot or a list as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.options import scoped
from dashboard.domain.exports import Level
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError

Format = Annotated[str, typer.Option("--format", help="The form: pdf, png, xlsx or csv", metavar="FORM")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="The file to write; else it is called by town and day",
                                          metavar="FILE")]
Public = Annotated[bool, typer.Option("--public", help="For everybody: no list, no place with fewer than three cases")]
Official = Annotated[bool, typer.Option("--official", help="Marked «for official use»")]
Measure = Annotated[str, typer.Option("--measure", help="Whose list goes into xlsx and csv", metavar="MEASURE")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the command."""
    def export(scope: Scope, view: View, format_: Format = "pdf", out: Out = None,  # noqa: PLR0913, PLR0917
               measure: Measure = "received", public: Public = False, official: Official = False) -> None:  # noqa: FBT002
        content = desk.room.export(format_, measure, scope, view, _level(public=public, official=official))
        target = out or Path(f"{desk.town.key}-{desk.house.moments().on:%Y-%m-%d}.{format_}")
        written(target, content)
        desk.give(desk.words("Written: {file}, {n} kB", file=target, n=len(content) // 1024))

    app.command("export", cls=Command, help=desk.words("Write a snapshot or a list: pdf, png, xlsx, csv")
                )(scoped(desk, export))


def _level(*, public: bool, official: bool) -> Level:
    if public and official:
        raise UsageError("A snapshot is either public or for official use")
    return Level.PUBLIC if public else Level.OFFICIAL if official else Level.STAFF


def written(target: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        UsageError: it cannot be written there.
    """
    try:
        target.write_bytes(content)
    except OSError as broken:
        raise UsageError("{file} cannot be written: {why}", file=target, why=broken.strerror) from broken
