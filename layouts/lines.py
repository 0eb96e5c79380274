"""How many lines a text takes on the wall: it is wrapped and never cut, so that what has no room is left out whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")


def text_of(said: Any) -> str:
    """Return the letters of a text, a component, or a list of both."""
    if said is None or isinstance(said, str):
        return said or ""
    if isinstance(said, list | tuple):
        return "".join(map(text_of, said))
    return text_of(getattr(said, "children", None))


def lines(said: Any, width: int) -> int:
    """Return how many lines of so many letters the text takes, its words kept whole."""
    count, free = 1, width
    for word in text_of(said).split(" "):
        if free < width and len(word) > free:
            count, free = count + 1, width
        free -= len(word) + 1
    return count


def fitting(items: Sequence[Item], heights: Iterable[float], room: float) -> list[Item]:
    """Return the first items that fit into a room, each with its height."""
    found: list[Item] = []
    for item, height in zip(items, heights, strict=True):
        room -= height
        if room < 0:
            break
        found.append(item)
    return found
