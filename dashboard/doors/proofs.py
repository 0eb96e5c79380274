"""What a provider of identity gave for a session: kept sealed, with a key that lies outside the store."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dashboard.store.vault import NONCE, new_key

ORIGIN = "provider"
"""The origin of sessions that a provider has opened."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Who somebody is at the provider, and the tokens that ask it about them; `refresh` may be empty."""

    subject: str
    access: str
    refresh: str
    identity: str


@dataclass(frozen=True, slots=True)
class Proven:
    """What a session through the provider starts with: the groups of this moment, and the sealed proof."""

    groups: frozenset[str]
    sealed: str


class Sealer:
    """Seals proofs with `provider.key` of the folder of secrets; made at first need.

    Removing the file ends the sessions that came through the provider and loses nothing else.
    """

    def __init__(self, secrets_folder: Path) -> None:
        self._path = secrets_folder / "provider.key"

    def seal(self, proof: Proof) -> str:
        """Return the proof as the store keeps it."""
        nonce = os.urandom(NONCE)
        return b64encode(nonce + self._key().encrypt(nonce, orjson.dumps(asdict(proof)), None)).decode()

    def open(self, sealed: str | None) -> Proof | None:
        """Return the proof; None when there is none or the key is another one."""
        kept = b64decode(sealed or "")
        try:
            return Proof(**orjson.loads(self._key().decrypt(kept[:NONCE], kept[NONCE:], None))) if kept else None
        except InvalidTag:
            return None

    def _key(self) -> AESGCM:
        if not self._path.exists():
            new_key(self._path)
        return AESGCM(self._path.read_bytes())
