"""`doctor`: checks of the room with their cures, and the digest of its content."""

from __future__ import annotations

from dataclasses import asdict

import typer

from dashboard.cli.checks import ALONE, OF_THE_STORE, Check, Checker
from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.options import Json
from dashboard.store.digest import content_digest


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the command."""
    def doctor(json: Json = False) -> None:
        checks, digest = examined(desk)
        if json:
            desk.give_json({"checks": [asdict(c) for c in checks], "content_digest": digest})
        else:
            say(desk, checks, digest)
        if not all(check.ok for check in checks):
            raise typer.Exit(1)

    app.command("doctor", cls=Command, help=desk.words("Examine the room and name the cures"))(doctor)


def examined(desk: Desk) -> tuple[list[Check], str | None]:
    """Return every finding, and the digest of the content; a store that does not answer is asked once only."""
    first, *others = OF_THE_STORE
    truth = finding(first, desk)
    cure = desk.words("Cure the store first")
    rest = [finding(checker, desk) if truth.ok else Check(checker.__name__, ok=False, says="—", cure=cure)
            for checker in others]
    return [truth, *rest, *(finding(checker, desk) for checker in ALONE)], _digest(desk) if truth.ok else None


def finding(checker: Checker, desk: Desk) -> Check:
    """Return what a checker found; a checker that fails is a finding too, whose message holds the cure."""
    try:
        return checker(desk)
    except Exception as broken:
        says, _, cure = desk.told(broken).partition("; ")
        return Check(checker.__name__, ok=False, says=says, cure=cure[:1].upper() + cure[1:] or says)


def say(desk: Desk, checks: list[Check], digest: str | None) -> None:
    """Write the findings as a person reads them."""
    for check in checks:
        desk.give(f"{'✓' if check.ok else '✗'} {desk.words(f'check {check.key}')}: {check.says}")
        if not check.ok:
            desk.give(f"    → {check.cure}")
    desk.give(desk.words("Digest of the content: {digest}", digest=digest or "—"))


def _digest(desk: Desk) -> str:
    with desk.house.store.reading() as connection:
        return content_digest(connection)
