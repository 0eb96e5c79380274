"""`doctor`: checks of the room with their cures, and the digest of its content."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from dashboard.cli.context import Desk
from dashboard.errors import RoomError
from dashboard.store.digest import content_digest
from dashboard.store.migration import current, newest
from dashboard.store.movement import last_told, told
from intake.files import Intake

ENOUGH_BYTES = 1 << 30
COVERAGE_ALARM = timedelta(days=60)
BUILT_AT = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock that stands before the day on which this code was written is wrong."""


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: what was checked, whether it is well, what was seen, and the cure if it is not."""

    key: str
    ok: bool
    says: str
    cure: str = ""


Checker = Callable[[Desk], Check]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the command."""
    words = desk.words

    def doctor(json: Annotated[bool, typer.Option("--json")] = False) -> None:
        checks = [examined(checker, desk) for checker in CHECKERS]
        digest = _digest(desk)
        if json:
            desk.give_json({"checks": [asdict(c) for c in checks], "content_digest": digest})
        else:
            for check in checks:
                desk.give(f"{'✓' if check.ok else '✗'} {check.key}: {check.says}")
                if not check.ok:
                    desk.give(f"    → {check.cure}")
            desk.give(f"content_digest: {digest}")
        if not all(check.ok for check in checks):
            raise typer.Exit(1)

    app.command("doctor", help=words("Examine the room and name the cures"))(doctor)


def examined(checker: Checker, desk: Desk) -> Check:
    """Return what a checker found; a checker that fails is a finding too."""
    try:
        return checker(desk)
    except RoomError as broken:
        said = desk.words.error(broken)
        return Check(checker.__name__, ok=False, says=said, cure=said)


def _digest(desk: Desk) -> str | None:
    try:
        with desk.house.store.reading() as connection:
            return content_digest(connection)
    except RoomError:
        return None


def store(desk: Desk) -> Check:
    """Return whether the truth answers."""
    with desk.house.store.reading() as connection:
        events = told(connection)
    return Check("store", ok=True, says=desk.words("events: {n}", n=events))


def migration(desk: Desk) -> Check:
    """Return whether the schema is the one this code needs."""
    have, need = current(desk.house.store.engine), newest()
    cure = desk.words("Run situation-room serve once: it brings the store up to date")
    return Check("migration", have == need, f"{have}", cure)


def disk(desk: Desk) -> Check:
    """Return whether there is room for a year of work."""
    home = desk.settings.home
    free = shutil.disk_usage(home if home.exists() else home.absolute().parent).free
    says = desk.words("free: {n} MB", n=free // (1 << 20))
    return Check("disk", free >= ENOUGH_BYTES, says, desk.words("Free at least 1 GB on the disk of the home"))


def clock(desk: Desk) -> Check:
    """Return whether the clock is plausible: not before this code, not before the newest event."""
    now = desk.now()
    with desk.house.store.reading() as connection:
        newest_word = last_told(connection)
    ok = now >= BUILT_AT and (newest_word is None or now + timedelta(days=1) >= newest_word)
    return Check("clock", ok, now.astimezone(desk.town.tz).isoformat(timespec="seconds"),
                 desk.words("Set the clock of this machine, or point it to the local time server"))


def calendar(desk: Desk) -> Check:
    """Return whether working days are decreed for at least 60 days more."""
    until = desk.house.calendar().covered_until
    ok = until is not None and until - desk.house.moments().on >= COVERAGE_ALARM
    says = desk.words("decreed until {day}", day=desk.words.day(until) if until else "—")
    return Check("calendar", ok, says, desk.words("Add the decree of next year's days off to the calendar policy"))


def pango(desk: Desk) -> Check:
    """Return whether PDF can be made."""
    try:
        import weasyprint  # noqa: PLC0415  (loading it is the check)
    except OSError as broken:
        return Check("pango", ok=False, says=str(broken), cure=desk.words("Run make setup: it installs Pango"))
    return Check("pango", ok=True, says=weasyprint.__version__)


def inbox(desk: Desk) -> Check:
    """Return whether the watch folder can be read."""
    folder = desk.settings.inbox
    folder.mkdir(parents=True, exist_ok=True)
    waiting = sum(1 for p in folder.iterdir() if p.is_file())
    return Check("inbox", ok=True, says=desk.words("{folder}, files waiting: {n}", folder=folder, n=waiting))


def port(desk: Desk) -> Check:
    """Return whether the port is free or this room's own."""
    host, number = desk.settings.host, desk.settings.port
    with socket.socket() as probe:
        busy = probe.connect_ex((host, number)) == 0
    says = desk.words("{host}:{port} is in use: the room runs there, or another program") if busy else "{host}:{port}"
    return Check("port", ok=True, says=says.format(host=host, port=number))


def profiles(desk: Desk) -> Check:
    """Return whether every mapping profile can be read."""
    known: Any = Intake(desk.house).profiles()
    return Check("profiles", ok=True, says=", ".join(sorted(known)))


def town(desk: Desk) -> Check:
    """Return whether the town has a plan."""
    plan = desk.town.plan_file(desk.settings.home)
    return Check("town", plan is not None, desk.town.name,
                 desk.words("Put the town's plan as plan.geojson into the home"))


CHECKERS: tuple[Checker, ...] = (store, migration, disk, clock, calendar, pango, inbox, port, profiles, town)
