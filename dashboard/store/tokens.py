"""Secrets that people and screens carry: random tokens and passwords; the store keeps hashes only."""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher

TOKEN_BYTES = 32
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of first passwords: nothing that is mistaken for something else when it is read from paper."""
GROUPS, GROUP = 4, 4


def fresh_token() -> str:
    """Return a new unguessable token."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def fingerprint(token: str) -> str:
    """Return what the store keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def first_password() -> str:
    """Return a new password that can be read aloud: four groups of four letters."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def hashed(password: str) -> str:
    """Return the argon2id hash of a password (parameters of the library: 64 MiB, 3 passes)."""
    return PasswordHasher().hash(password)
