"""Writing commands: import files, take a batch back, watch a folder."""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.collect import Taken
from dashboard.errors import RoomError, SourceError, UsageError
from dashboard.store.undo import undo_batch
from intake.files import Intake, name_of
from intake.folder import STILL_S, Folder
from intake.watch import Watch

LOOK_S = 0.5
Files = Annotated[list[Path] | None, typer.Argument(help="The files to import", metavar="FILE")]
Profile = Annotated[str | None, typer.Option("--profile", help="How the file is read; else its header tells",
                                             metavar="PROFILE")]
ObservedAt = Annotated[str | None, typer.Option("--observed-at", help="The moment for which the file speaks; else now",
                                                metavar="MOMENT")]
Undo = Annotated[int | None, typer.Option("--undo", help="Take this import back", metavar="NUMBER")]
Watched = Annotated[Path | None, typer.Argument(help="The folder; else the inbox of the home", metavar="FOLDER")]
Once = Annotated[bool, typer.Option("--once", help="Take what lies there and end")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    words = desk.words

    def import_(files: Files = None, profile: Profile = None, observed_at: ObservedAt = None,
                undo: Undo = None) -> None:
        if undo is not None:
            touched = undo_batch(desk.house.store, undo, desk.house.teller(), str(desk.actor), desk.now())
            desk.give(words("Batch {batch} is taken back; questions touched: {n}", batch=undo, n=touched))
            return
        if not files:
            raise UsageError("Name the files to import")
        refused = [path for path in files if not take_one(desk, path, profile, instant(observed_at, desk))]
        if refused:
            raise SourceError("Files refused: {n} of {all}", n=len(refused), all=len(files))

    def watch(folder: Watched = None, once: Once = False) -> None:
        inbox = Folder(folder or desk.settings.inbox)
        inbox.prepare()
        desk.say(words("Watching {folder}; stop with Ctrl+C", folder=inbox.root))
        watch_once(desk, inbox) if once else watch_on(desk, inbox)

    app.command("import", cls=Command, help=words("Import files; --undo BATCH takes an import back"))(import_)
    app.command("watch", cls=Command, help=words("Import what is dropped into a folder"))(watch)


def watch_on(desk: Desk, inbox: Folder) -> None:
    """Take what is dropped until somebody stops it; what is refused is said."""
    watching = Watch(desk.house, inbox, lambda name, reason: desk.say(f"{name}: {desk.told(reason)}"))
    while True:
        watching.look(time.monotonic())
        time.sleep(LOOK_S)


def watch_once(desk: Desk, inbox: Folder) -> None:
    """Take what lies there and is still.

    Raises:
        SourceError: a file was refused.
    """
    refused: list[str] = []

    def told(name: str, reason: RoomError) -> None:
        refused.append(name)
        desk.say(f"{name}: {desk.told(reason)}")

    watching = Watch(desk.house, inbox, told)
    seen = watching.look(time.monotonic())
    time.sleep(STILL_S + LOOK_S)
    seen += watching.look(time.monotonic())
    if refused:
        raise SourceError("Files refused: {n} of {all}", n=len(refused), all=seen)


def take_one(desk: Desk, path: Path, profile: str | None, observed_at: datetime | None) -> bool:
    """Import one file, say what became of it, and return whether it was taken."""
    intake = Intake(desk.house)
    try:
        taken = intake.take(path, str(desk.actor), profile=profile, observed_at=observed_at, progress=shown)
    except RoomError as refused:
        if path.is_file():
            intake.quarantine(path, refused, profile, str(desk.actor))
        desk.say(f"{name_of(path)}: {desk.told(refused)}")
        return False
    desk.give(summary(desk, name_of(path), taken))
    if taken.batch.rejected and taken.batch.rejected == taken.batch.read:
        desk.say(desk.words("{name}: not one row could be taken; the reasons lie on the page of sources",
                            name=name_of(path)))
        return False
    return True


def summary(desk: Desk, name: str, taken: Taken) -> str:
    """Return the sentence about an import."""
    b, words = taken.batch, desk.words
    if taken.repeated:
        return words("{name}: this content was imported before, as batch {batch}; nothing changed", name=name,
                     batch=b.id)
    return words("{name}: batch {batch}, rows {read}, added {added}, changed {changed}, unchanged {unchanged}, "
                 "rejected {rejected}", name=name, batch=b.id, read=b.read, added=b.added, changed=b.changed,
                 unchanged=b.unchanged, rejected=b.rejected)


def shown(done: int, total: int) -> None:
    """Show progress on one line of the terminal."""
    end = "\n" if done >= total else ""
    if sys.stderr.isatty() or end:
        sys.stderr.write(f"\r{done} / {total}{end}")


def instant(text: str | None, desk: Desk) -> datetime | None:
    """Return the moment a person wrote, in the town's zone if they named none.

    Raises:
        UsageError: it cannot be read.
    """
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The moment {text} cannot be read; write it as 2026-11-24T14:32:00+03:00",
                         text=text) from broken
    return found if found.tzinfo else found.replace(tzinfo=desk.town.tz)
