"""What became of a file that was given through the page, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.words import Words

Batch = Any
"""A batch of the room; layouts know its shape, not the store."""
TAKEN = "«{name}» is taken, import {batch}: rows {read}, added {added}, changed {changed}, rejected {rejected}."
SAME = "«{name}» is taken, import {batch}: rows {read}, no changes, rejected {rejected}."
KNOWN = "«{name}» is known already, import {batch} of {day}: no changes."


def taken(name: str, batch: Batch, words: Words, *, fresh: bool) -> str:
    """Return what an import brought; `fresh` when it is the import of this very upload."""
    if not fresh:
        day = words.day(batch.started_at.astimezone(words.zone).date())
        return words(KNOWN, name=name, batch=batch.id, day=day)
    counts = {key: words.number(getattr(batch, key)) for key in ("read", "added", "changed", "rejected")}
    return words(TAKEN if batch.added or batch.changed else SAME, name=name, batch=batch.id, **counts)


def refused(name: str, reason: str, words: Words) -> str:
    """Return why a file was not taken."""
    return words("▲ «{name}» is not taken: {reason}", name=name, reason=reason)


def fates(given: Sequence[Mapping[str, Any]], words: Words) -> list[Any]:
    """Return a line for every file that was given, the newest first."""
    return [html.P(one.get("said") or words("«{name}» is in and is being read…", name=one["name"]))
            for one in reversed(given)]
