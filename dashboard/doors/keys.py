"""The key of sessions: a cookie carries a token and its signature."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from dashboard.store.vault import new_key

SIGN_CHARS = 43


class Keys:
    """The signing key of sessions, `session.key` in the folder of secrets; made at first need.

    Removing the file and starting again signs everybody out and loses nothing else.
    """

    def __init__(self, secrets_folder: Path) -> None:
        self._path = secrets_folder / "session.key"
        self._key: bytes | None = None

    def signed(self, token: str) -> str:
        """Return the token with its signature, as a cookie carries it."""
        return f"{token}.{self.seal(token)}"

    def token(self, signed: str) -> str | None:
        """Return the token of a cookie, or None when it was not signed here."""
        token, _, seal = signed.partition(".")
        return token if hmac.compare_digest(seal.encode(), self.seal(token).encode()) else None

    def seal(self, text: str) -> str:
        """Return the keyed fingerprint of a text."""
        return hmac.new(self._known(), text.encode(), hashlib.sha256).hexdigest()[:SIGN_CHARS]

    @property
    def watcher(self) -> str:
        """Return the token of whoever reads /metrics; `serve` writes it into `secrets/metrics.token`."""
        return self.seal("metrics")

    def _known(self) -> bytes:
        if self._key is None:
            if not self._path.exists():
                new_key(self._path)
            self._key = self._path.read_bytes()
        return self._key
