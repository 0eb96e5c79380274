"""`alerts`: whom they reach and when, looked at from the shell."""

from __future__ import annotations

import typer

from dashboard.cli import alerting, posting
from dashboard.cli.context import Desk
from dashboard.cli.helping import Group


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the group."""
    said = desk.words("Alerts: whom they reach and when")
    group = typer.Typer(cls=Group, help=said, rich_markup_mode=None)
    alerting.register(group, desk)
    posting.register(group, desk)
    app.add_typer(group, name="alerts", help=said)
