"""`audit`: the log of what was done, its proof, its end for the paper, and who holds which snapshot."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command, Group
from dashboard.cli.options import Csv, Json, form_of
from dashboard.domain.chain import Broken
from dashboard.domain.proof import Wanted
from dashboard.errors import RoomError, UsageError
from dashboard.logbook import JOURNAL
from dashboard.store.journal import Logged
from dashboard.store.proving import prove
from intake.files import fingerprint

HELD = ("number", "told_at", "actor", "sha256", "format", "measure", "scope", "privacy", "size")
SHA256 = 64
Kept = Annotated[str | None, typer.Option("--head", help="A hash kept elsewhere: it must be in the log",
                                          metavar="HASH")]
Since = Annotated[str | None, typer.Option("--from", help="First civil day, such as 2026-11-14", metavar="DAY")]
Until = Annotated[str | None, typer.Option("--to", help="Last civil day, such as 2026-11-20", metavar="DAY")]
What = Annotated[str | None, typer.Argument(help="A file, or its SHA-256; else every snapshot", metavar="FILE")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the group of commands."""
    words = desk.words
    group = typer.Typer(cls=Group, help=words("The audit log"), rich_markup_mode=None)

    @group.command("verify", cls=Command, help=words("Verify the whole log; a broken one is named"))
    def verify(head: Kept = None, json: Json = False) -> None:
        proved(desk, head, json=json)

    @group.command("export", cls=Command, help=words("Write the log, oldest first, as CSV or JSON"))
    def export(since: Since = None, until: Until = None, csv: Csv = False, json: Json = False) -> None:
        which = Wanted.during(day(since), day(until), desk.town.tz)
        given(desk, which, "json" if form_of(json, csv) == "json" else "csv")

    @group.command("head", cls=Command, help=words("Print the newest hash, to be kept elsewhere"))
    def head(json: Json = False) -> None:
        ended(desk, json=json)

    @group.command("holders", cls=Command, help=words("Tell who was given which snapshot"))
    def holders(what: What = None, csv: Csv = False, json: Json = False) -> None:
        held(desk, what, form_of(json, csv))

    app.add_typer(group, name="audit", help=words("The audit log"))


def proved(desk: Desk, head: str | None, *, json: bool) -> None:
    """Verify the log, note the verdict, and tell it.

    Raises:
        RoomError: the log is broken.
    """
    verdict = prove(desk.house.store, (desk.user, desk.now()), head)
    broken = verdict.broken
    if json:
        desk.give_json({"entries": verdict.head.entries, "head": verdict.head.hash, "ok": broken is None,
                        "broken": {"number": broken.number, "how": broken.how.value} if broken else None})
        if broken:
            raise typer.Exit(1)
    elif broken:
        raise RoomError("The audit log is broken: {what}; keep a copy of the store as it is", what=said(desk, broken))
    else:
        desk.give(desk.words("The audit log is whole; entries: {n}, the newest hash: {hash}",
                             n=desk.words.number(verdict.head.entries), hash=verdict.head.hash))


def said(desk: Desk, broken: Broken) -> str:
    """Return where and how the log is broken."""
    return desk.words("entry {n}: {how}", n=broken.number, how=desk.words(f"audit how: {broken.how.value}"))


def ended(desk: Desk, *, json: bool) -> None:
    """Print the end of the log."""
    head = desk.room.journal_head()
    if json:
        desk.give_json({"entries": head.entries, "head": head.hash})
    else:
        desk.give(head.hash)
        desk.say(desk.words("Entries: {n}. Keep this hash outside of this machine; later: situation-room audit verify "
                            "--head HASH", n=desk.words.number(head.entries)))


def day(text: str | None) -> date | None:
    """Return the day that a person wrote.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=text) from broken


def given(desk: Desk, which: Wanted, form: str) -> None:
    """Write the entries one by one: a log of years does not fit into memory."""
    rows = desk.room.journal_whole(which, form)
    if form == "csv":
        desk.give_csv(JOURNAL, (list(one.values()) for one in rows))
    else:
        listed(rows)


def listed(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a JSON array, an entry a line."""
    between = "[\n"
    for one in rows:
        sys.stdout.write(between + orjson.dumps(one).decode())
        between = ",\n"
    sys.stdout.write("\n]\n" if between == ",\n" else "[]\n")


def held(desk: Desk, what: str | None, form: str) -> None:
    """Tell the holders of a content, or of every snapshot."""
    found = [holding(desk, one) for one in desk.room.holders(content(what) if what else None)]
    if form == "json":
        desk.give_json(found)
    elif form == "csv":
        desk.give_csv(HELD, ([one[name] for name in HELD] for one in found))
    else:
        for one in found:
            desk.give(desk.words("{when}, {who}: {format}, scope «{scope}», privacy {privacy}, SHA-256 {sha256}",
                                 when=one["told_at"], who=one["actor"], format=one["format"], scope=one["scope"],
                                 privacy=desk.words(f"privacy {one['privacy']}"), sha256=one["sha256"]))
        if not found:
            desk.give(desk.words("Nobody was given it by this room"))


def holding(desk: Desk, one: Logged) -> dict[str, Any]:
    """Return who was given what."""
    facts = one.said
    at = one.told_at.astimezone(desk.town.tz).isoformat(timespec="seconds")
    return {"number": one.id, "told_at": at, "actor": one.actor, "sha256": one.subject,
            **{name: facts.get(name) for name in HELD[4:]}}


def content(what: str) -> str:
    """Return the SHA-256 that a person named, or that of the file; without upper case."""
    is_hash = len(what) == SHA256 and all(sign in "0123456789abcdef" for sign in what.lower())
    return what.lower() if is_hash else fingerprint(Path(what))
