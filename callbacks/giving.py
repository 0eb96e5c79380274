"""A file given through the page goes the ordinary way: into the watch folder, checked whole, taken or refused.

The page follows each file by its content until it is known what became of it.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode
from binascii import Error
from datetime import datetime
from pathlib import Path
from typing import Any

from dashboard.domain.people import IMPORTERS
from dashboard.errors import AccessError, RoomError, UsageError
from dashboard.room import Room
from layouts.desk import fate
from layouts.pages.sources import LARGEST

PART = ".part"
Given = dict[str, Any]
"""A followed file: `name` and `file` (as given, as it lies in the folder), `sha256`, `at` (ISO instant), `said` once
its fate is known."""


def given(room: Room, name: str | None, content: str | None) -> Given:
    """Put an uploaded file into the watch folder and return it to be followed; refused at once, it says so."""
    try:
        plain = decoded(room, content or "")
        path = put(room.settings.inbox, name or "", plain)
    except RoomError as wrong:
        return {"name": name or "", "said": fate.refused(name or "", room.words.error(wrong), room.words)}
    now = room.house.now().isoformat()
    return {"name": name or path.name, "file": path.name, "sha256": hashlib.sha256(plain).hexdigest(), "at": now}


def decoded(room: Room, content: str) -> bytes:
    """Return the content of a `data:` address; an empty file goes the ordinary way and is refused there.

    Raises:
        AccessError: the viewer may not import.
        UsageError: the content did not arrive whole, or is too large.
    """
    if not room.viewer.may(IMPORTERS):
        raise AccessError("This is not for you; ask the head of the centre")
    try:
        plain = b64decode(content.partition(",")[2], validate=True)
    except Error as broken:
        raise UsageError("The file did not arrive whole; choose it again") from broken
    if len(plain) > LARGEST:
        raise UsageError("The file is larger than {n} MB; put it into the watch folder", n=LARGEST // 1024 // 1024)
    return plain


def put(inbox: Path, name: str, plain: bytes) -> Path:
    """Write a file into the watch folder, under its own name or the next free one, and return where it lies.

    Raises:
        UsageError: the folder cannot be written to.
    """
    plainly = "".join(sign for sign in name.replace("\\", "/") if sign.isprintable())
    clean = Path(Path(plainly).name.lstrip(".") or "file")
    target, number = inbox / clean, 1
    try:
        inbox.mkdir(parents=True, exist_ok=True)
        while target.exists():
            number += 1
            target = inbox / f"{clean.stem}-{number}{clean.suffix}"
        part = target.with_name(f".{target.name}{PART}")
        part.write_bytes(plain)
        return part.rename(target)
    except OSError as broken:
        raise UsageError("The watch folder cannot be written to: {why}", why=broken.strerror) from broken


def followed(room: Room, one: Given) -> Given:
    """Return the file with what became of it, if that is known by now."""
    if "said" in one or (room.settings.inbox / Path(one["file"]).name).exists():
        return one
    if batch := room.imported(one["sha256"]):
        fresh = batch.started_at >= datetime.fromisoformat(one["at"])
        said = fate.taken(one["name"], batch, room.words, fresh=fresh)
        return one if batch.finished_at is None else {**one, "said": said}
    if paper := room.refused(one["sha256"]):
        reason = room.words(paper.reason).format(**paper.values)
        return {**one, "said": fate.refused(one["name"], reason, room.words)}
    return one
