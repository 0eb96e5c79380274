"""A file given through the page goes the ordinary way: into the watch folder, checked whole, taken or refused."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error
from pathlib import Path

from dashboard.domain.people import RUNNERS
from dashboard.errors import AccessError, RoomError, UsageError
from dashboard.room import Room
from layouts.pages.sources import LARGEST

PART = ".part"


def given(room: Room, name: str | None, content: str | None) -> str:
    """Put an uploaded file into the watch folder and return what the person is told."""
    try:
        put(room, name or "", content or "")
    except RoomError as wrong:
        return room.words.error(wrong)
    return room.words("«{name}» is in; what becomes of it appears below in a few seconds", name=name)


def put(room: Room, name: str, content: str) -> Path:
    """Put the content of a `data:` address into the watch folder under the file's own name.

    Raises:
        AccessError: the viewer may not import.
        UsageError: there is no content, or it is too large.
    """
    if not room.viewer.may(RUNNERS):
        raise AccessError("This is not for you; ask the head of the centre")
    try:
        plain = b64decode(content.partition(",")[2], validate=True)
    except Error as broken:
        raise UsageError("The file did not arrive whole; choose it again") from broken
    if not plain or len(plain) > LARGEST:
        raise UsageError("The file is empty or larger than {n} MB", n=LARGEST // 1024 // 1024)
    inbox = room.settings.inbox
    inbox.mkdir(parents=True, exist_ok=True)
    target = inbox / (Path(name.replace("\\", "/")).name.lstrip(".") or "file")
    part = target.with_name(f".{target.name}{PART}")
    part.write_bytes(plain)
    return part.rename(target)
