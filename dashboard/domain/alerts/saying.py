"""What a person may write to an alert: some words, not too many, none of them invisible."""

from __future__ import annotations

from dashboard.errors import UsageError

REASON, COMMENT = 500, 2_000
"""Characters of a reason, a promise or a title; of a comment."""


def said(text: object, longest: int = REASON) -> str:
    """Return what a person wrote, without what cannot be seen; "" for nothing.

    Raises:
        UsageError: it is too long.
    """
    seen = "".join(sign for sign in str(text or "") if sign.isprintable() or sign == "\n").strip()
    if len(seen) > longest:
        raise UsageError("What you write is longer than {longest} characters", longest=longest)
    return seen


def named(members: object) -> frozenset[str]:
    """Return the members that a person chose; they are kept in lines, so none of them may hold a line's end."""
    chosen = members if isinstance(members, list | tuple | set | frozenset) else [members]
    return frozenset(text for member in chosen if (text := " ".join(said(member).split())))
