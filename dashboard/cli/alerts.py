"""`alerts`: what alerts do by themselves, looked at from the shell."""

from __future__ import annotations

import typer

from dashboard.cli import posting
from dashboard.cli.context import Desk
from dashboard.cli.helping import Group


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the group."""
    said = desk.words("Alerts: how they leave the room")
    group = typer.Typer(cls=Group, help=said, rich_markup_mode=None)
    posting.register(group, desk)
    app.add_typer(group, name="alerts", help=said)
