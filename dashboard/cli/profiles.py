"""`profile check`: how a file would be read; changes nothing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.context import Desk
from intake.check import Checked
from intake.check import check as check_file


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the group of commands."""
    group = typer.Typer(help=desk.words("Mapping profiles"), no_args_is_help=True)

    @group.callback()
    def root() -> None:
        """Keep `check` a command of its own."""

    @group.command("check", help=desk.words("Show how a file would be read; changes nothing"))
    def check(file: Path, profile: Annotated[str | None, typer.Option("--profile")] = None,
              json: Annotated[bool, typer.Option("--json")] = False) -> None:
        show(desk, check_file(desk.house, file, profile), json=json)

    app.add_typer(group, name="profile")


def show(desk: Desk, found: Checked, *, json: bool) -> None:
    """Tell what the check found."""
    words = desk.words
    if json:
        desk.give_json(asdict(found))
        return
    desk.give(words("Profile: {key}", key=found.profile))
    for field, headers in found.mapping.items():
        desk.give(f"  {field} ← {', '.join(headers)}")
    desk.give(words("Not read: {headers}", headers=", ".join(found.ignored) or "—"))
    desk.give(words("Would be taken: {n}", n=found.rows))
    for reason, n in found.rejected.items():
        desk.give(words("Would be rejected: {n} — {reason}", n=n, reason=words(reason, **found.examples[reason])))
    for unknown in found.unknown:
        desk.give(words("Unknown word: {field} = {value}, rows {n}", field=unknown.field, value=unknown.value,
                        n=unknown.rows))
    for sample in found.samples:
        desk.give(f"  {sample}")
