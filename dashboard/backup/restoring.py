"""Bringing a copy back: into a home and a store that are empty, checked whole before the first byte is written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from dashboard.backup.archive import HOME, TRUTH, Manifest, checked, members
from dashboard.backup.making import SECRETS, key_marks
from dashboard.errors import StoreError
from dashboard.settings import Settings
from dashboard.store import copying
from dashboard.store.digest import content_digest
from dashboard.store.engine import open_engine
from dashboard.store.migration import known
from dashboard.store.vault import whole

KEPT = frozenset({"serve.lock", "backups"})
ALLOWED = KEPT | {SECRETS}
"""What an empty home may hold: the lock of who restores, the copies themselves, the keys for one that has none."""
UNFINISHED = ".restoring"
"""The mark of a restore under way: what the home had held before, a name a line."""
OWNER_ONLY, PRIVATE = 0o600, 0o700
Progress = Callable[[int, int], None]


class Source(NamedTuple):
    """Which copy, the passphrase of a sealed one, and whether the texts may be given up."""

    file: Path
    passphrase: bytes | None = None
    without_keys: bool = False


def restore(source: Source, settings: Settings, progress: Progress) -> Manifest:
    """Bring a copy back and return its manifest; the content has the digest that the manifest tells.

    Raises:
        StoreError: the home or the store is not empty; the copy is damaged, sealed with another passphrase, or made
            by a newer program; the keys of its texts are nowhere; what came back has another digest. Nothing is left
            of it then.
    """
    _finish_clearing(settings.home)
    before = _filled(settings.home, ALLOWED)
    manifest = checked(source.file, source.passphrase)
    if manifest.migration not in known():
        raise StoreError("This copy was made by the program {version}; restore it with that one or a newer",
                         version=manifest.version)
    if manifest.keys:
        _filled(settings.home, ALLOWED - {SECRETS})
    elif not source.without_keys:
        _with_keys(manifest, settings)
    settings.home.mkdir(parents=True, exist_ok=True)
    whole(settings.home / UNFINISHED, "\n".join(sorted(before)).encode())
    try:
        _bring(source, settings, (manifest, progress))
    except BaseException:
        _clear(settings.home, before)
        raise
    (settings.home / UNFINISHED).unlink()
    return manifest


def refuse_unfinished(home: Path) -> None:
    """Let nobody open a home into which a copy has come only in part: its keys may be there and its cases not.

    Raises:
        StoreError: somebody was bringing a copy back and was killed.
    """
    if (home / UNFINISHED).exists():
        raise StoreError("Bringing a copy back into {home} was broken off: run situation-room restore again", home=home)


def _finish_clearing(home: Path) -> None:
    """Take away what a restore that was killed has left."""
    if (home / UNFINISHED).exists():
        _clear(home, frozenset((home / UNFINISHED).read_text(encoding="utf-8").splitlines()))


def _filled(home: Path, allowed: frozenset[str]) -> frozenset[str]:
    """Return the names of what a home that may be restored into holds.

    Raises:
        StoreError: it holds something else than what is allowed.
    """
    entries = list(home.iterdir()) if home.exists() else []
    filled = {e.name for e in entries if not e.is_dir() or any(path.is_file() for path in e.rglob("*"))}
    for name in sorted(filled - allowed):
        raise StoreError("The home {home} is not empty: it holds {name}; name an empty one in SITUATION_ROOM_HOME",
                         home=home, name=name)
    return frozenset(filled)


def _with_keys(manifest: Manifest, settings: Settings) -> None:
    """Let a copy without keys pass whose keys lie in the home already.

    Raises:
        StoreError: some do not: a room that makes new ones would never read these texts again.
    """
    there = key_marks(settings.secrets)
    missing = sorted(name for name, mark in manifest.key_marks.items() if there.get(name) != mark)
    if missing:
        raise StoreError("The keys of the texts are not in this copy: put {names} into {folder} first, or say "
                         "--without-keys: the texts of citizens will be lost then", names=", ".join(missing),
                         folder=settings.secrets)


def _bring(source: Source, settings: Settings, what: tuple[Manifest, Progress]) -> None:
    manifest, engine = what[0], open_engine(settings.store_url)
    try:
        with engine.execution_options(writes=True).begin() as connection:
            if not copying.empty(connection):
                raise StoreError("The database is not empty; name an empty one in SITUATION_ROOM_STORE")
            _pour(connection, source, settings.home, what)
            if content_digest(connection) != manifest.content_digest:
                raise StoreError("What came back is not what was copied: the digest differs; take another copy")
    finally:
        engine.dispose()


def _pour(connection: Connection, source: Source, home: Path, what: tuple[Manifest, Progress]) -> None:
    """Write files into the home and rows into the store; the store commits last."""
    manifest, progress = what
    plans = {plan.name: plan for plan in manifest.blueprint.tables}
    tables = copying.begun(connection, manifest.blueprint)
    done, total = 0, sum(1 for name in manifest.members if name.startswith(TRUTH))
    for name, content in members(source.file, source.passphrase):
        if name.startswith(HOME):
            _put(home / name.removeprefix(HOME), content.read())
        elif name.startswith(TRUTH):
            copying.poured(connection, plans[name.split("/")[1]], tables, content.read())
            done += 1
            progress(done, total)
    copying.ended(connection, manifest.blueprint, tables)


def _put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE if file.parent.name == SECRETS else 0o755)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _clear(home: Path, before: frozenset[str]) -> None:
    """Take away what a restore has begun; the home was empty but for what is named. Its mark goes last."""
    for entry in home.iterdir():
        if entry.name not in before | KEPT | {UNFINISHED}:
            shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
    (home / UNFINISHED).unlink(missing_ok=True)
