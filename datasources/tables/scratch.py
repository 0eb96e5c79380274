"""Folders for files in clear text that live as long as one reading: gone afterwards, and gone after a kill too."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "room-scratch-"
YOUNG_S = 60.0
"""A folder so young may not have been locked by its owner yet."""


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield an empty folder of one's own; those of processes that were killed are swept away first."""
    place = Path(tempfile.gettempdir())
    for left in place.glob(f"{PREFIX}*"):
        with suppress(OSError):
            _sweep(left)
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield Path(folder)
        finally:
            os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove a folder of ours that nobody holds any more."""
    told = folder.lstat()
    if told.st_uid != os.getuid() or time.time() - told.st_mtime < YOUNG_S:
        return
    handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(handle)
