"""Whole files sealed with the key of a year, piece by piece: a region's export never has to fit into memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from dashboard.errors import SourceError, StoreError
from dashboard.store.vault import OWNER_ONLY, Vault

MAGIC = b"situation-room sealed file 1 year="
PIECE = 1 << 20
LENGTH = 4
HEAD = 9
"""Bytes before the content of a piece: its number, and whether it is the last; so none can be lost or exchanged."""


def is_sealed(path: Path) -> bool:
    """Return whether a file is one that this room, or another one, has sealed; what cannot be read is not."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def seal_file(vault: Vault, year: int, source: Path, target: Path) -> None:
    """Write the sealed form of a file, whole or not at all, readable by its owner alone."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        with os.fdopen(handle, "wb") as out, source.open("rb") as plain:
            out.write(MAGIC + f"{year:04}\n".encode())
            _seal_pieces(vault, year, plain, out)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def _seal_pieces(vault: Vault, year: int, plain: BinaryIO, out: BinaryIO) -> None:
    piece, number, last = plain.read(PIECE), 0, False
    while not last:
        following = plain.read(PIECE)
        last = not following
        sealed = vault.seal(year, number.to_bytes(HEAD - 1) + bytes([last]) + piece)
        out.write(len(sealed).to_bytes(LENGTH) + sealed)
        piece, number = following, number + 1


def open_file(vault: Vault, source: Path, target: Path) -> None:
    """Write the plain form of a sealed file.

    Raises:
        SourceError: its key has been destroyed, or it is damaged.
    """
    with source.open("rb") as file, target.open("wb") as out:
        head = file.readline()
        number, last = 0, False
        while not last:
            plain = _opened(vault, source, int(head[len(MAGIC):]), file)
            if plain[:HEAD - 1] != number.to_bytes(HEAD - 1):
                raise _damaged(source)
            last, number = bool(plain[HEAD - 1]), number + 1
            out.write(plain[HEAD:])


def _opened(vault: Vault, source: Path, year: int, file: BinaryIO) -> bytes:
    sealed = file.read(int.from_bytes(file.read(LENGTH)))
    try:
        plain = vault.open(year, sealed)
    except StoreError as wrong:
        raise _damaged(source) from wrong
    if plain is None and sealed:
        raise SourceError("The file {name} was sealed with the key of {year}, which has been destroyed: export it anew",
                          name=source.name, year=year)
    if plain is None:
        raise _damaged(source)
    return plain


def _damaged(source: Path) -> SourceError:
    return SourceError("The sealed file {name} is damaged, or another room has sealed it: export it anew",
                       name=source.name)
