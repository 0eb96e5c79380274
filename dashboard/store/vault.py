"""The one room of personal data: sealed with a key per year that lies outside the store.

Destroying a year's key destroys that year's texts (152-ФЗ: destruction; domain.md §5).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, select

from dashboard.errors import StoreError
from dashboard.store.tables import VAULT
from dashboard.store.writing import write

NONCE = 12
OWNER_ONLY = 0o600


class Vault:
    """Seals and opens; keys are files in the folder of secrets: `vault-<year>.key` for texts."""

    def __init__(self, secrets: Path) -> None:
        self._secrets = secrets
        self._keys: dict[int, AESGCM] = {}
        self._named: dict[str, bytes] = {}

    def seal(self, year: int, plain: bytes) -> bytes:
        """Return nonce and ciphertext."""
        nonce = os.urandom(NONCE)
        return nonce + self._key(year, create=True).encrypt(nonce, plain, None)  # type: ignore[union-attr]

    def open(self, year: int, sealed: bytes | None) -> bytes | None:
        """Return the plain bytes, or None when the year's key has been destroyed.

        Raises:
            StoreError: the key does not fit: the home and the store belong to different rooms.
        """
        key = self._key(year, create=False)
        if key is None or not sealed:
            return None
        try:
            return key.decrypt(sealed[:NONCE], sealed[NONCE:], None)
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

    def _key(self, year: int, *, create: bool) -> AESGCM | None:
        if year not in self._keys:
            path = self._secrets / f"vault-{year}.key"
            if not path.exists():
                if not create:
                    return None
                new_key(path)
            self._keys[year] = AESGCM(path.read_bytes())
        return self._keys[year]


def new_key(path: Path) -> None:
    """Write a key whole or not at all; when two processes make one at once, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(AESGCM.generate_key(bit_length=256))
        file.flush()
        os.fsync(file.fileno())
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
