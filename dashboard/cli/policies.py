"""`policy show | apply`: rules of terms, the working calendar and the ladders of alerts as files, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command, Group
from dashboard.cli.people import told
from dashboard.cli.profiles import readable_file
from dashboard.errors import SourceError, UsageError

ACTS = {"rules": "edit_rules", "calendar": "edit_calendar", "alerts": "edit_alerts"}
"""Kind of policy → the act that gives it a new version."""
LARGEST = 1 << 20
Which = Annotated[str, typer.Argument(help="rules, calendar or alerts", metavar="KIND")]
Book = Annotated[Path, typer.Argument(help="A YAML file as `policy show` writes it", metavar="FILE")]
Reason = Annotated[str, typer.Option("--reason", help="Why it is changed", metavar="REASON")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the group."""
    words = desk.words
    group = typer.Typer(cls=Group, help=words("Rules, calendar and alerts as files"), rich_markup_mode=None)

    @group.command("show", cls=Command, help=words("Write the policy that holds as YAML"))
    def show(kind: Which) -> None:
        desk.give(desk.room.law_taken(known(kind)).rstrip())

    @group.command("apply", cls=Command, help=words("Keep a YAML file as a new version"))
    def apply(kind: Which, file: Book, reason: Reason) -> None:
        told(desk, ACTS[known(kind)], text=text_of(file), reason=reason, based_on=0)

    app.add_typer(group, name="policy", help=words("Rules, calendar and alerts as files"))


def text_of(file: Path) -> str:
    """Return the text of a policy's file.

    Raises:
        SourceError: it is too large or not text.
    """
    readable_file(file)
    if file.stat().st_size > LARGEST:
        raise SourceError("The file {name} is too large for a policy; it has at most 1 MB", name=file.name)
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as broken:
        raise SourceError("The file {name} is not YAML: {why}", name=file.name, why=type(broken).__name__) from broken


def known(kind: str) -> str:
    """Return the kind.

    Raises:
        UsageError: there is no such policy.
    """
    if kind not in ACTS:
        raise UsageError("There is no policy {kind}; known are: {known}", kind=kind, known=", ".join(ACTS))
    return kind
