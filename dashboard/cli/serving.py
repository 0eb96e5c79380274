"""`serve` and `demo`."""

from __future__ import annotations

import typer

from dashboard.cli.context import Desk


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
