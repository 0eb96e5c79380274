"""`backup` and `restore`: a copy of the whole room, and back again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dashboard.backup.folder import copies
from dashboard.backup.making import Made, wanted
from dashboard.backup.restoring import Source, restore
from dashboard.backup.sealing import passphrase_of
from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.importing import shown
from dashboard.cli.serving import only_one
from dashboard.errors import UsageError
from dashboard.words import NBSP
from intake.backups import Backups

MEGABYTE = 1 << 20
To = Annotated[Path | None, typer.Option("--to", help="The folder; else backups in the home", metavar="FOLDER")]
Encrypt = Annotated[bool, typer.Option("--encrypt", help="Seal the copy with the passphrase, keys of texts included")]
Keep = Annotated[int | None, typer.Option("--keep", help="How many copies are kept there; else 14", min=1,
                                          metavar="NUMBER")]
Passphrase = Annotated[Path | None, typer.Option("--passphrase-file", help="The file that holds the passphrase",
                                                 metavar="FILE")]
File = Annotated[Path, typer.Argument(help="The copy to bring back", metavar="FILE")]
Without = Annotated[bool, typer.Option("--without-keys", help="Bring a copy back though nobody will read its texts")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    words = desk.words

    def backup(to: To = None, encrypt: Encrypt = False, keep: Keep = None, passphrase_file: Passphrase = None) -> None:
        want = wanted(desk.settings, to, passphrase_file, keep)
        if encrypt and want.passphrase is None:
            raise UsageError("Name the file of the passphrase: --passphrase-file FILE or "
                             "SITUATION_ROOM_BACKUP_PASSPHRASE_FILE")
        say_made(desk, Backups(desk.house).make(str(desk.actor), want, shown))

    def restore_(file: File, passphrase_file: Passphrase = None, without_keys: Without = False) -> None:
        given = passphrase_file or desk.settings.backup_passphrase_file
        passphrase = None if given is None else passphrase_of(given)
        with only_one(desk.settings.home):
            manifest = restore(Source(file, passphrase, without_keys), desk.settings, shown)
        desk.give(words("Brought back: {file}, copied {day} {time}", file=file.name,
                        day=words.day(manifest.made_at.astimezone(desk.town.tz)), time=words.clock(manifest.made_at)))
        desk.give(words("The digest is the one of the copy: {digest}", digest=manifest.content_digest))
        if without_keys and not manifest.keys:
            desk.say(words("THE TEXTS OF CITIZENS CANNOT BE READ: their keys did not come back"))

    app.command("backup", cls=Command, help=words("Copy the whole room while it runs"))(backup)
    app.command("restore", cls=Command, help=words("Bring a copy back into an empty home"))(restore_)


def say_made(desk: Desk, made: Made) -> None:
    """Tell what was copied, and what is not in the copy."""
    words, manifest = desk.words, made.manifest
    size = f"{words.number(made.size / MEGABYTE, 1)}{NBSP}{words('MB')}"
    desk.give(words("Copied and checked: {file}, {size}", file=made.file, size=size))
    desk.give(words("Digest of the content: {digest}", digest=manifest.content_digest))
    desk.give(words("Copies there: {n}, removed: {removed}", n=words.number(len(copies(made.file.parent))),
                    removed=words.number(len(made.removed))))
    if manifest.key_marks and not manifest.keys:
        desk.say(words("THE KEYS OF THE TEXTS ARE NOT IN THIS COPY: keep {folder} in another place, or seal the copy: "
                       "--encrypt. Without the keys nobody will read the texts", folder=desk.settings.secrets))
    desk.say(words("The inbox is no part of a copy"))
