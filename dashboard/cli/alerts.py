"""`alerts`: what calls for somebody, whom it reaches and when, looked at and answered from the shell."""

from __future__ import annotations

import typer

from dashboard.cli import alerting, answering, posting
from dashboard.cli.context import Desk
from dashboard.cli.helping import Group


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the group; each of its parts adds its commands."""
    said = desk.words("Alerts: whom they reach and when")
    group = typer.Typer(cls=Group, help=said, rich_markup_mode=None)
    answering.register(group, desk)
    alerting.register(group, desk)
    posting.register(group, desk)
    app.add_typer(group, name="alerts", help=said)
