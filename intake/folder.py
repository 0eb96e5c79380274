"""The watch folder: a file is taken when it has been still, then it moves, sealed, to `done/` or `quarantine/`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

STILL_S = 1.0
DONE, QUARANTINE = "done", "quarantine"
OWNERS = 0o700
Move = Callable[[Path, Path], None]
PARTIAL = (".part", ".tmp", ".crdownload", ".filepart")


class Look(NamedTuple):
    """How a file looked, and since when it has looked so (seconds of a steady clock)."""

    size: int
    changed: int
    since: float


class Folder:
    """One inbox. Its subfolders are called by profiles; a file in the root is recognised by its header.

    A folder that cannot be written to works too: what was taken is remembered by its look.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._seen: dict[Path, Look] = {}
        self._taken: dict[Path, tuple[int, int]] = {}

    def prepare(self) -> None:
        """Create the folder if it is missing and may be created."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError:
            return

    def ready(self, seconds: float) -> list[Path]:
        """Return the files that have been still since at least a second, oldest first."""
        looks = {path: self._look(path, seconds) for path in self._files()}
        self._seen = {path: look for path, look in looks.items() if look is not None}
        still = [(look.changed, path) for path, look in self._seen.items() if seconds - look.since >= STILL_S]
        return [path for _, path in sorted(still)]

    def profile_of(self, path: Path) -> str | None:
        """Return the profile that the file's subfolder is called by, or None."""
        within = path.relative_to(self.root).parts
        return within[0] if len(within) > 1 else None

    def put_away(self, path: Path, where: str, move: Move) -> Path | None:
        """Move a file to `done` or `quarantine` and return its new place, or None if the folder is read-only.

        `move` is called with the file and its new place, in a folder that is its owner's alone.
        """
        try:
            home = self.root / where
            home.mkdir(exist_ok=True)
            home.chmod(OWNERS)
            target = _free(home / path.name)
            move(path, target)
        except OSError:
            look = self._seen.get(path)
            self._taken[path] = (look.size, look.changed) if look else (0, 0)
            return None
        self._seen.pop(path, None)
        return target

    def _files(self) -> list[Path]:
        """Return what lies here to be taken; what was put away is not even looked through: it grows for years."""
        try:
            top = [p for p in self.root.iterdir() if p.name not in (DONE, QUARANTINE) and not p.is_symlink()]
            found = [p for each in top for p in (each.rglob("*") if each.is_dir() else (each,))]
            return [p for p in found if p.is_file() and not p.is_symlink() and not p.name.startswith(".")
                    and p.suffix not in PARTIAL]
        except OSError:
            return []

    def _look(self, path: Path, seconds: float) -> Look | None:
        try:
            stat = path.stat()
        except OSError:
            return None
        now = (stat.st_size, stat.st_mtime_ns)
        if self._taken.get(path) == now:
            return None
        before = self._seen.get(path)
        same = before is not None and (before.size, before.changed) == now
        return Look(*now, before.since if same and before is not None else seconds)


def _free(path: Path) -> Path:
    """Return the path, or the first of `name-2.ext`, `name-3.ext` … that is free."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
