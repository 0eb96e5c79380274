"""How alike two names are, letter by letter: for a slip of the finger, and for what a source calls in its own way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

WORD = re.compile(r"\w{3,}")
TYPED = 0.75
"""How alike what was typed must be to a part of a name to be offered instead of it."""
MEANT = 0.45
"""How alike a source's word must be to a name to be proposed as its meaning; a person decides."""


def slips(text: str, members: Mapping[str, str], most: int) -> list[str]:
    """Return the members whose title has words almost like the typed ones, the most alike first."""
    ranked = sorted(((_within(_words(text), _words(title)), key) for key, title in members.items() if key),
                    reverse=True)
    return [key for alike, key in ranked if alike >= TYPED][:most]


def meant(text: str, members: Mapping[str, str]) -> str | None:
    """Return the member whose title is most like the text as a whole, or None when none is like it."""
    ranked = [(_alike(_words(text), _words(title)), key) for key, title in members.items() if key]
    alike, key = max(ranked, default=(0.0, ""))
    return key if alike >= MEANT else None


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _alike(own: list[str], other: list[str]) -> float:
    """Return how alike two names are, 0–1: as they stand, or word by word in any order, both ways."""
    return max(_ratio(" ".join(own), " ".join(other)), (_squared(own, other) + _squared(other, own)) / 2)


def _within(own: list[str], other: list[str]) -> float:
    return sum(_best(own, other)) / len(own) if own else 0.0


def _squared(own: list[str], other: list[str]) -> float:
    """Return the mean of each word's likeness to its nearest; squared, because half alike is not alike."""
    return sum(ratio * ratio for ratio in _best(own, other)) / len(own) if own else 0.0


def _best(own: list[str], other: list[str]) -> list[float]:
    return [max((_ratio(word, one) for one in other), default=0.0) for word in own]


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()
