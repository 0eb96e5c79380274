"""Making a copy of a room that goes on running: one picture of the truth, the home's files, the keys if sealed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, NamedTuple

import structlog
from sqlalchemy import Connection, Engine

from dashboard.backup.archive import FORMAT, HOME, MANIFEST, TRUTH, Manifest, Packer, checked, packing
from dashboard.backup.folder import DRAFT, OWNER_ONLY, alone, name_of, outdated, settle
from dashboard.backup.sealing import passphrase_of
from dashboard.errors import StoreError
from dashboard.settings import Settings
from dashboard.store import copying
from dashboard.store.blueprint import Blueprint, drawn
from dashboard.store.digest import content_digest

LOG = structlog.get_logger("backup")
SECRETS = "secrets"
LEFT_OUT = frozenset({"room.db", "room.db-wal", "room.db-shm", "room.db-journal", "serve.lock", "errors.log", "inbox",
                      "backups", SECRETS})
"""What of a home is no part of a copy: the truth is copied row by row, the inbox holds originals in clear text."""
Progress = Callable[[int, int], None]


class Made(NamedTuple):
    """A copy that was made and checked, its size in bytes, and the older ones that were removed."""

    file: Path
    size: int
    manifest: Manifest
    removed: list[Path]


class Wanted(NamedTuple):
    """Where a copy goes, with which passphrase it is sealed (None: not at all), and how many are kept."""

    folder: Path
    passphrase: bytes | None
    keep: int


def wanted(settings: Settings, folder: Path | None = None, passphrase_file: Path | None = None,
           keep: int | None = None) -> Wanted:
    """Return what the settings want, and what was asked over them.

    Raises:
        UsageError: the passphrase cannot be read.
    """
    file = passphrase_file or settings.backup_passphrase_file
    return Wanted(folder or settings.backup_folder, None if file is None else passphrase_of(file),
                  keep or settings.backup_keep)


def make(engine: Engine, settings: Settings, want: Wanted, now: datetime, progress: Progress | None = None) -> Made:
    """Make a copy, check it by reading it back, and only then remove what is too old.

    Raises:
        StoreError: it cannot be written, or another one is being made.
    """
    target = want.folder / name_of(now, sealed=want.passphrase is not None)
    draft = want.folder / f".{target.name}.{os.getpid()}{DRAFT}"
    with alone(want.folder):
        try:
            with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as out:
                _write(out, engine, settings, (want, now), progress or _silent)
                out.flush()
                os.fsync(out.fileno())
            manifest = checked(draft, want.passphrase)
            settle(draft, target)
        except OSError as broken:
            if broken.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StoreError("The disk of {folder} is full: the copy was not made; free room there, older copies "
                                 "are all kept", folder=want.folder) from broken
            raise StoreError("The copy cannot be written into {folder}: {why}", folder=want.folder,
                             why=broken.strerror) from broken
        finally:
            draft.unlink(missing_ok=True)
        removed = outdated(want.folder, target, want.keep)
        for old in removed:
            old.unlink(missing_ok=True)
    LOG.info("copy made", file=target.name, rows=sum(manifest.rows.values()))
    return Made(target, target.stat().st_size, manifest, removed)


def before_upgrade(engine: Engine, settings: Settings, now: datetime) -> Made:
    """Make a copy as the settings want it, before the schema changes."""
    return make(engine, settings, wanted(settings), now)


def _silent(done: int, total: int) -> None:
    """Show no progress."""


def _write(out: IO[bytes], engine: Engine, settings: Settings, how: tuple[Wanted, datetime],
           progress: Progress) -> None:
    want, now = how
    with copying.picture(engine) as connection, packing(out, want.passphrase) as packer:
        blueprint = drawn(connection)
        for name, file in home_files(settings, engine, want):
            packer.put_file(HOME + name, file)
        rows = _truth(connection, packer, blueprint, progress)
        manifest = Manifest(
            format=FORMAT, version=program_version(), made_at=now, migration=copying.revision(connection),
            content_digest=content_digest(connection), keys=want.passphrase is not None,
            key_marks=key_marks(settings.secrets), blueprint=blueprint, rows=rows, members=packer.members)
        packer.put(MANIFEST, manifest.model_dump_json().encode())


def _truth(connection: Connection, packer: Packer, blueprint: Blueprint, progress: Progress) -> dict[str, int]:
    """Write all rows of all tables and return table → number of rows."""
    tables = blueprint.tables
    total = sum(copying.counted(connection, plan) for plan in tables)
    rows = {plan.name: 0 for plan in tables}
    for plan in tables:
        for number, (count, part) in enumerate(copying.parts(connection, plan), start=1):
            packer.put(f"{TRUTH}{plan.name}/{number:06}.json", part)
            rows[plan.name] += count
            progress(sum(rows.values()), total)
    return rows


def home_files(settings: Settings, engine: Engine, want: Wanted) -> Iterator[tuple[str, Path]]:
    """Yield (name in the home, file) of what belongs to a copy; the keys only into a sealed one."""
    kept = settings.secrets.resolve()
    aside = {want.folder.resolve(), settings.backup_folder.resolve(), Path(engine.url.database or "/").resolve()}
    for top in sorted(settings.home.iterdir()) if settings.home.exists() else ():
        secret = top.resolve() == kept
        if top.resolve() in aside or (secret and want.passphrase is None) or (not secret and top.name in LEFT_OUT):
            continue
        for file in sorted(top.rglob("*")) if top.is_dir() else (top,):
            if file.is_file() and not any(parent.resolve() in aside for parent in file.parents):
                yield file.relative_to(settings.home).as_posix(), file


def key_marks(secrets: Path) -> dict[str, str]:
    """Return key file → SHA-256 of the keys of texts; a key is random, so its digest betrays nothing."""
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in sorted(secrets.glob("vault-*.key"))}


def program_version() -> str:
    """Return the version of the installed program."""
    try:
        return version("situation-room")
    except PackageNotFoundError:
        return "0"
