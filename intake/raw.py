"""Files as they came: sealed once they are dealt with, opened when they are given again, gone after some days."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from dashboard.store.sealing import is_sealed, open_file, seal_file
from dashboard.store.vault import Vault
from datasources.tables.scratch import scratch
from intake.folder import DONE, QUARANTINE


@contextmanager
def plainly(vault: Vault, path: Path) -> Iterator[Path]:
    """Yield where the plain content of a file can be read: the file itself, or a sealed one opened for a while.

    Raises:
        SourceError: it is sealed and cannot be opened.
    """
    if not path.is_file() or not is_sealed(path):
        yield path
        return
    with scratch() as folder:
        plain = folder / path.name
        open_file(vault, path, plain)
        yield plain


def seal(vault: Vault, year: int, source: Path, target: Path) -> None:
    """Move a file, sealed; one that is sealed already is only moved."""
    if is_sealed(source):
        source.rename(target)
        return
    seal_file(vault, year, source, target)
    try:
        source.unlink()
    except OSError:
        target.unlink()
        raise


def lying(inbox: Path) -> list[Path]:
    """Return the files of an inbox that were dealt with."""
    folders = (inbox / name for name in (DONE, QUARANTINE))
    return sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir()
                  if path.is_file() and not path.is_symlink())


def past(inbox: Path, days: int, now: datetime) -> list[Path]:
    """Return those that have lain longer than so many days."""
    limit = (now - timedelta(days=days)).timestamp()
    return [path for path in lying(inbox) if path.stat().st_mtime < limit]


def seal_all(vault: Vault, inbox: Path, year: int) -> int:
    """Seal what still lies there in plain, from the days before files were sealed, and return how many those were."""
    plain = [path for path in lying(inbox) if not is_sealed(path)]
    for path in plain:
        lain = path.stat().st_mtime_ns
        seal_file(vault, year, path, path)
        os.utime(path, ns=(lain, lain))
    return len(plain)
