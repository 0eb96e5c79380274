"""The one room of personal data: sealed with a key per year that lies outside the store.

Destroying a year's key destroys that year's texts (152-ФЗ: destruction; domain.md §5).
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, select

from dashboard.errors import StoreError
from dashboard.store.tables import VAULT
from dashboard.store.writing import write

NONCE = 12
OWNER_ONLY = 0o600
MARKING = b"applicant"
KEY = re.compile(r"vault-(\d+)\.key")


class YearKey(NamedTuple):
    """The key of a year: its file (so that a destroyed one is noticed at once), its cipher, and its key of marks."""

    file: tuple[int, int]
    cipher: AESGCM
    marking: bytes


class Vault:
    """Seals and opens; keys are files in the folder of secrets: `vault-<year>.key` for texts."""

    def __init__(self, secrets: Path) -> None:
        self._secrets = secrets
        self._keys: dict[int, YearKey] = {}
        self._named: dict[str, bytes] = {}

    def seal(self, year: int, plain: bytes) -> bytes:
        """Return nonce and ciphertext."""
        nonce = os.urandom(NONCE)
        return nonce + self._made(year).cipher.encrypt(nonce, plain, None)

    def open(self, year: int, sealed: bytes | None) -> bytes | None:
        """Return the plain bytes, or None when they or the year's key have been destroyed.

        Raises:
            StoreError: the key does not fit: the home and the store belong to different rooms.
        """
        key = self._known(year)
        if key is None or not sealed:
            return None
        try:
            return key.cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except InvalidTag as wrong:
            raise StoreError("The key of {year} does not open the vault: home and store belong to different rooms",
                             year=year) from wrong

    def key(self, name: str) -> bytes:
        """Return the 32 bytes of `<name>.key`, made when they are asked for first."""
        if name not in self._named:
            path = self._secrets / f"{name}.key"
            if not path.exists():
                new_key(path)
            self._named[name] = path.read_bytes()
        return self._named[name]

    def mark(self, year: int, identity: str) -> bytes:
        """Return the keyed hash (HMAC-SHA256) that says "the same person" within a year, nothing without its key."""
        return hmac.digest(self._made(year).marking, identity.encode(), "sha256")

    def marks(self, years: Iterable[int], identity: str) -> list[bytes]:
        """Return the hashes of several years, of those whose key is there."""
        keys = (self._known(year) for year in years)
        return [hmac.digest(key.marking, identity.encode(), "sha256") for key in keys if key is not None]

    def years(self) -> list[int]:
        """Return the years that have a key."""
        found = (KEY.fullmatch(path.name) for path in self._secrets.glob("vault-*.key"))
        return sorted(int(name[1]) for name in found if name)

    def destroy(self, year: int) -> None:
        """Overwrite and remove the key of a year: whatever it has sealed can never be opened again."""
        path = self._path(year)
        self._keys.pop(year, None)
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()

    def _path(self, year: int) -> Path:
        return self._secrets / f"vault-{year}.key"

    def _made(self, year: int) -> YearKey:
        """Return the key of a year; the first who needs it makes it."""
        if (key := self._known(year)) is None:
            new_key(self._path(year))
            key = self._known(year)
            assert key is not None
        return key

    def _known(self, year: int) -> YearKey | None:
        """Return the key of a year; another process may have destroyed or renewed it meanwhile."""
        try:
            stat = os.stat(self._path(year))  # noqa: PTH116  (asked for every text: a third of the time of a Path)
        except FileNotFoundError:
            self._keys.pop(year, None)
            return None
        known, file = self._keys.get(year), (stat.st_ino, stat.st_mtime_ns)
        if known is None or known.file != file:
            plain = self._path(year).read_bytes()
            if not any(plain):  # whoever destroyed it was killed before it was gone: nothing may be sealed with it
                self._path(year).unlink(missing_ok=True)
                return None
            known = YearKey(file, AESGCM(plain), hmac.digest(plain, MARKING, "sha256"))
            self._keys[year] = known
        return known


def whole(path: Path, content: bytes) -> None:
    """Write a small file of its owner alone, whole or not at all, over the one that was there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(path, content)
    draft.rename(path)


def _draft(path: Path, content: bytes) -> Path:
    """Return the finished file beside its place; one that was left by a killed process of this number is replaced."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def new_key(path: Path) -> None:
    """Write a key whole or not at all; when two processes make one at once, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(path, AESGCM.generate_key(bit_length=256))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def keep(connection: Connection, vault: Vault, said: Sequence[tuple[int, int, Mapping[str, str]]]) -> None:
    """Seal private texts: (question number, year of receipt, vault field → text) each."""
    rows = [(number, field, year, vault.seal(year, text.encode()))
            for number, year, private in said for field, text in private.items() if text]
    write(connection, VAULT, ("question_id", "field", "year", "sealed"), rows, replace=("question_id", "field"))


def private_of(connection: Connection, vault: Vault, question_id: int) -> dict[str, str | None]:
    """Return vault field → text of one question; None where the key has been destroyed."""
    v = VAULT.c
    rows = connection.execute(select(v.field, v.year, v.sealed).where(v.question_id == question_id))
    opened = {field: vault.open(year, sealed) for field, year, sealed in rows}
    return {field: None if plain is None else plain.decode() for field, plain in sorted(opened.items())}
