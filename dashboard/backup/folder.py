"""The folder of copies: their names, the newest, and how many are kept."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from dashboard.errors import StoreError

NAME = re.compile(r"room-(\d{8}-\d{6})Z\.tar\.gz(\.sealed)?")
STAMP = "%Y%m%d-%H%M%S"
DRAFT, LOCK = ".part", ".backup.lock"
OWNER_ONLY, PRIVATE = 0o600, 0o700


class Copy(NamedTuple):
    """One finished copy: the instant in its name, its size in bytes, whether it is sealed."""

    file: Path
    at: datetime
    size: int
    sealed: bool


def name_of(at: datetime, *, sealed: bool) -> str:
    """Return the name of a copy made at an instant; it tells UTC, so that names sort by time everywhere."""
    return f"room-{at.astimezone(UTC).strftime(STAMP)}Z.tar.gz{'.sealed' if sealed else ''}"


def copies(folder: Path) -> list[Copy]:
    """Return the finished copies, oldest first; a file bears such a name only after it was checked."""
    try:
        named = [(path, NAME.fullmatch(path.name)) for path in folder.iterdir()]
        found = [Copy(path, datetime.strptime(fits[1], STAMP).replace(tzinfo=UTC), path.stat().st_size,
                      bool(fits[2])) for path, fits in named if fits]
    except OSError:
        return []
    return sorted(found, key=lambda one: one.at)


def outdated(folder: Path, newest: Path, keep: int) -> list[Path]:
    """Return the copies to remove so that `keep` remain; `newest` stays even when the clock has gone back."""
    others = [one.file for one in copies(folder) if one.file != newest]
    return others[:max(0, len(others) - (keep - 1))]


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time make copies here; what a killed one left is cleared away.

    Raises:
        StoreError: another one is making a copy, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    except OSError as broken:
        raise StoreError("The copy cannot be written into {folder}: {why}", folder=folder, why=broken.strerror
                         ) from broken
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(f".*{DRAFT}"):
            left.unlink(missing_ok=True)
        yield
    except BlockingIOError as taken:
        raise StoreError("Another copy is being made in {folder}; wait until it is ready", folder=folder) from taken
    finally:
        os.close(handle)


def settle(draft: Path, target: Path) -> None:
    """Give a checked file its name, so that it survives a loss of power."""
    draft.rename(target)
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
