"""`alerts`: what calls for somebody, looked at and answered from the shell."""

from __future__ import annotations

import typer

from dashboard.cli import answering
from dashboard.cli.context import Desk
from dashboard.cli.helping import Group


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the group; each of its parts adds its commands."""
    said = desk.words("Alerts")
    group = typer.Typer(cls=Group, help=said, rich_markup_mode=None)
    answering.register(group, desk)
    app.add_typer(group, name="alerts", help=said)
