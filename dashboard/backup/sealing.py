"""A stream sealed with a passphrase: AES-GCM in chunks, so that memory stays flat and nothing can be cut or moved.

The file begins with one line of JSON (how the key is made); then chunks follow. A chunk's nonce holds its number and
whether it is the last, and the line is authenticated with each, so a chunk that is missing, moved or changed is found.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from dashboard.errors import StoreError, UsageError

MAGIC = "situation-room sealed copy"
CHUNK, TAG, LEAST = 1 << 20, 16, 12
COST = {"n": 1 << 15, "r": 8, "p": 1}
"""What scrypt costs: 32 MB and a tenth of a second."""
LONGEST_LINE = 1024


class WrongKeyError(StoreError):
    """The passphrase is not the one of this file, or the file was changed."""


def passphrase_of(file: Path) -> bytes:
    """Return the passphrase that a file holds.

    Raises:
        UsageError: it cannot be read, or is too short to protect anything.
    """
    try:
        found = file.read_bytes().strip()
    except OSError as broken:
        raise UsageError("The file {name} cannot be read: {why}", name=file, why=broken.strerror) from broken
    if len(found) < LEAST:
        raise UsageError("The passphrase in {name} is too short: at least {n} characters", name=file, n=LEAST)
    return found


class Sealer:
    """Writes a sealed stream into a file that is open for writing; `close` writes the last chunk, not the file."""

    def __init__(self, out: IO[bytes], passphrase: bytes) -> None:
        self._out, self._waiting, self._number = out, bytearray(), 0
        salt, self._prefix = os.urandom(16), os.urandom(7)
        self._line = orjson.dumps({"format": MAGIC, "salt": salt.hex(), "nonce": self._prefix.hex(), **COST}) + b"\n"
        self._key = _key(passphrase, salt, COST)
        out.write(self._line)

    def write(self, data: bytes) -> int:
        """Seal what fills whole chunks."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Do nothing: a chunk is written when it is full."""

    def close(self) -> None:
        """Seal the last chunk."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._out.write(self._key.encrypt(_nonce(self._prefix, self._number, last=last), plain, self._line))
        self._number += 1


class Opener:
    """Reads a sealed stream.

    Raises:
        WrongKeyError: another passphrase, or the file was changed or cut.
    """

    def __init__(self, source: IO[bytes], passphrase: bytes) -> None:
        self._source, self._number, self._plain = source, 0, b""
        self._line = source.readline(LONGEST_LINE)
        told = orjson.loads(self._line)
        self._prefix = bytes.fromhex(told["nonce"])
        self._key = _key(passphrase, bytes.fromhex(told["salt"]), COST)
        self._ahead = source.read(CHUNK + TAG)

    def read(self, size: int = -1) -> bytes:
        """Return at most so many plain bytes, none at the end."""
        if not self._plain and self._ahead:
            self._open()
        size = len(self._plain) if size < 0 else size
        found, self._plain = self._plain[:size], self._plain[size:]
        return found

    def _open(self) -> None:
        sealed, self._ahead = self._ahead, self._source.read(CHUNK + TAG)
        nonce = _nonce(self._prefix, self._number, last=not self._ahead)
        self._number += 1
        try:
            self._plain = self._key.decrypt(nonce, sealed, self._line)
        except InvalidTag as wrong:
            raise WrongKeyError("The passphrase does not open this copy, or the file was changed or cut") from wrong


def sealed(line: bytes) -> bool:
    """Return whether a file that begins so is sealed."""
    return line.startswith(b'{"format":"' + MAGIC.encode())


def _key(passphrase: bytes, salt: bytes, cost: dict[str, Any]) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **cost).derive(passphrase))


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])
