"""What the doctor looks at: one function, one finding with its cure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import orjson

from dashboard.cli.auditing import said
from dashboard.cli.context import Desk
from dashboard.cli.serving import served
from dashboard.domain.calendar import ending
from dashboard.errors import RoomError
from dashboard.store.health import sources
from dashboard.store.jobs import last
from dashboard.store.migration import current, newest
from dashboard.store.movement import last_told, told
from dashboard.store.proving import verify
from datasources.dates import AHEAD
from datasources.shelf import SHIPPED, load_profiles
from intake.files import OWN
from intake.steadiness import MOVED

ENOUGH_BYTES = 1 << 30
BUILT_AT = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock that stands before the day on which this code was written is wrong."""
LATELY = timedelta(days=1)
"""How long a clock that was moved is told."""
ANY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  (where a room that listens everywhere is asked)
PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: what was checked, whether it is well, what was seen, and the cure if it is not."""

    key: str
    ok: bool
    says: str
    cure: str = ""


Checker = Callable[[Desk], Check]


def store(desk: Desk) -> Check:
    """Return whether the truth answers."""
    with desk.house.store.reading() as connection:
        events = told(connection)
    return Check("store", ok=True, says=desk.words("events: {n}", n=desk.words.number(events)))


def migration(desk: Desk) -> Check:
    """Return whether the schema is the one this code needs."""
    have, need = current(desk.house.store.engine), newest()
    cure = desk.words("Run situation-room serve once: it brings the store up to date")
    return Check("migration", have == need, f"{have}", cure)


def disk(desk: Desk) -> Check:
    """Return whether there is room for a year of work."""
    home = desk.settings.home
    free = shutil.disk_usage(home if home.exists() else home.absolute().parent).free
    says = desk.words("free: {n} MB", n=desk.words.number(free // (1 << 20)))
    return Check("disk", free >= ENOUGH_BYTES, says, desk.words("Free at least 1 GB on the disk of the home"))


def clock(desk: Desk) -> Check:
    """Return whether the clock is plausible: not before this code nor the newest word, and not moved of late."""
    now, words = desk.now(), desk.words
    with desk.house.store.reading() as connection:
        heard = [at for at in (last_told(connection), *(s.observed_at for s in sources(connection))) if at is not None]
        moved = last(connection, MOVED)
    says = f"{words.day(now.astimezone(desk.town.tz))} {words.clock(now)}"
    newest_word = max(heard, default=BUILT_AT)
    if newest_word > now + AHEAD:
        says += "; " + words("the newest word is of {day} {time}", time=words.clock(newest_word),
                             day=words.day(newest_word.astimezone(desk.town.tz)))
    jumped = moved is not None and now - moved.started_at < LATELY
    if jumped and moved is not None:
        says += "; " + words.error(RoomError.unpacked(moved.result or ""))
    ok = now >= BUILT_AT and newest_word <= now + AHEAD and not jumped
    return Check("clock", ok, says, words("Set the clock of this machine, or point it to the local time server"))


def backup(desk: Desk) -> Check:
    """Return whether there is a copy of the last two days and the newest attempt did not fail."""
    state, words = desk.room.copies(), desk.words
    cure = words("Run situation-room backup; its message names what is wrong with {folder}", folder=state.folder)
    if state.failed is not None:
        return Check("backup", ok=False, says=words.error(RoomError.unpacked(state.failed.result or "")), cure=cure)
    if state.newest is None:
        return Check("backup", state.well, words("there is no copy yet"), cure)
    says = words("{name}, {age} ago", name=state.newest.file.name, age=words.age(state.age_s or 0))
    return Check("backup", state.well, says, cure)


def calendar(desk: Desk) -> Check:
    """Return whether working days are decreed for some time yet: the calendar says when it is time to warn."""
    held = desk.house.calendar()
    until, ok = held.covered_until, ending(held, desk.house.moments().on) is None
    says = desk.words("decreed until {day}", day=desk.words.day(until) if until else "—")
    return Check("calendar", ok, says, desk.words("Add the decree of next year's days off to the calendar policy"))


def pango(desk: Desk) -> Check:
    """Return whether PDF can be made."""
    try:
        import weasyprint  # noqa: PLC0415  (loading it is the check)
    except OSError:
        return Check("pango", ok=False, says=desk.words("the library of letters is missing"),
                     cure=desk.words("Run make setup: it installs Pango"))
    return Check("pango", ok=True, says=weasyprint.__version__)


def inbox(desk: Desk) -> Check:
    """Return whether the watch folder can be read and written."""
    folder, words = desk.settings.inbox, desk.words
    folder.mkdir(parents=True, exist_ok=True)
    waiting = sum(1 for p in folder.iterdir() if p.is_file())
    cure = words("Give this user the right to read and write {folder}; unwritten, what was taken stays there",
                 folder=folder)
    says = words("{folder}, files waiting: {n}", folder=folder, n=words.number(waiting))
    return Check("inbox", os.access(folder, os.R_OK | os.W_OK | os.X_OK), says, cure)


def port(desk: Desk) -> Check:
    """Return whether the port is free or this room's own: what answers there says so, and the home's lock is held."""
    words, number = desk.words, desk.settings.port
    host = ANY.get(desk.settings.host, desk.settings.host)
    place = f"[{host}]:{number}" if ":" in host else f"{host}:{number}"
    cure = words("Stop that program, or choose another port: SITUATION_ROOM_PORT")
    if number == 0 or (answer := _asked(f"http://{place}/healthz")) is None:
        return Check("port", ok=True, says=words("{place} is free", place=place))
    if answer != {"state": "ok"}:
        return Check("port", ok=False, says=words("another program answers at {place}", place=place), cure=cure)
    if not served(desk.settings.home):
        return Check("port", ok=False, says=words("the room of another home answers at {place}", place=place),
                     cure=cure)
    return Check("port", ok=True, says=words("this room answers at {place}", place=place))


def _asked(url: str) -> object:
    """Return what answers, {} when it is no JSON, None when nobody does."""
    try:
        return orjson.loads(httpx.get(url, timeout=PATIENCE_S, trust_env=False).content)
    except httpx.ConnectError:
        return None
    except (httpx.TransportError, orjson.JSONDecodeError):
        return {}


def profiles(desk: Desk) -> Check:
    """Return whether every mapping profile can be read."""
    own = desk.settings.home / OWN
    cure = desk.words("Mend the profile or take it out of {folder}; docs/profiles.md explains", folder=own)
    try:
        known = load_profiles(SHIPPED, own)
    except RoomError as wrong:
        return Check("profiles", ok=False, says=desk.told(wrong), cure=cure)
    return Check("profiles", ok=True, says=", ".join(sorted(known)))


def town(desk: Desk) -> Check:
    """Return whether the town has a plan that can be drawn."""
    plan = desk.town.plan_file(desk.settings.home)
    cure = desk.words("Put the town's plan as plan.geojson into the home")
    if plan is None:
        return Check("town", ok=False, says=desk.words("{town}: no plan", town=desk.town.name), cure=cure)
    try:
        drawn = bool(orjson.loads(plan.read_bytes())["features"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        drawn = False
    says = desk.town.name if drawn else desk.words("{file} is no GeoJSON", file=plan)
    return Check("town", drawn, says, cure)


def audit(desk: Desk) -> Check:
    """Return whether the audit log is whole."""
    words, verdict = desk.words, verify(desk.house.store)
    if verdict.broken:
        return Check("audit", ok=False, says=said(desk, verdict.broken),
                     cure=words("Keep a copy of the store and of its backups as they are, and find out who changed it"))
    return Check("audit", ok=True, says=words("entries: {n}", n=words.number(verdict.head.entries)))


OF_THE_STORE: tuple[Checker, ...] = (store, migration, clock, calendar, audit, backup)
ALONE: tuple[Checker, ...] = (disk, pango, inbox, port, profiles, town)
