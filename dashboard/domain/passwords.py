"""What makes a password acceptable, and how long a door stays shut after wrong ones (pure rules).

Length and a list of leaked passwords instead of rules of composition: NIST SP 800-63B §5.1.1.2.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

LEAST, MOST = 10, 256
"""Characters."""
FREE_FAILURES = 4
"""So many wrong passwords in a row cost nothing: fingers slip."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


def weakness(password: str, login: str, leaked: Callable[[str], bool]) -> str | None:
    """Return what is wrong with a password (a gettext template with {least}), or None."""
    if len(password) < LEAST:
        return "The password is too short; take at least {least} characters, a sentence is best"
    if len(password) > MOST:
        return "The password is too long"
    if login.casefold() in password.casefold() or len(set(password)) < LEAST // 2:
        return "The password is easy to guess; take a sentence that nobody knows"
    if leaked(password.casefold()):
        return "This password is on the list of leaked ones; take another"
    return None


def shut_until(failures: int, last_at: datetime) -> datetime:
    """Return until when no password is tried after so many wrong ones in a row: each doubles the wait."""
    beyond = failures - FREE_FAILURES
    if beyond <= 0:
        return last_at
    return last_at + min(FIRST_WAIT * (1 << min(beyond - 1, 16)), LONGEST_WAIT)
