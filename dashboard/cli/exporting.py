"""`export`: a snapshot or a list as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.context import Desk
from dashboard.cli.options import scoped
from dashboard.domain.scope import Scope, View


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the command."""
    def export(scope: Scope, view: View, format_: Annotated[str, typer.Option("--format")] = "pdf",
               out: Annotated[Path | None, typer.Option("--out", "-o")] = None,
               measure: Annotated[str, typer.Option("--measure")] = "received") -> None:
        content = desk.room.export(format_, measure, scope, view)
        target = out or Path(f"{desk.town.key}-{desk.house.moments().on:%Y-%m-%d}.{format_}")
        target.write_bytes(content)
        desk.give(desk.words("Written: {file}, {n} kB", file=target, n=len(content) // 1024))

    app.command("export", help=desk.words("Write a snapshot or a list: pdf, png, xlsx, csv"))(scoped(desk, export))
