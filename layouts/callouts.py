"""Where the words of a map stand: in columns beside the town, joined by lines that never cross.

Each anchor is given one slot of the columns so that the sum of the lines is least. Two crossing lines could always be
swapped into shorter ones, so that the least sum has no crossing; and as anchors are kept between the columns,
no line runs under a box. At most six anchors, so that all the ways can be tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from math import hypot

Spot = tuple[float, float]
MOST = 6
"""As many anchors are placed at most."""
MOST_ROWS = {1: 6, 2: 4}
"""Columns → rows of each at most."""


@dataclass(frozen=True, slots=True)
class Callout:
    """A box's left upper corner and the two ends of its line, in px from the window's centre."""

    left: float
    top: float
    start: Spot
    end: Spot


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of boxes at x = `left` and, unless None, `right` (left edges), over `height` px around the centre."""

    left: float
    right: float | None
    height: float
    box_width: float
    box_height: float

    def slots(self, anchors: int) -> list[tuple[Spot, Spot]]:
        """Return (corner, start of the line) of all slots, at least as many as anchors."""
        sides = [self.left] if self.right is None else [self.left, self.right]
        rows = max(-(-anchors // len(sides)), int(self.height // (self.box_height * 1.5)), 1)
        step = self.height / rows
        found = []
        for x in sides:
            for row in range(min(rows, MOST_ROWS[len(sides)])):
                top = -self.height / 2 + row * step + (step - self.box_height) / 2
                edge = x + self.box_width if x == self.left else x
                found.append(((x, top), (edge, top + self.box_height / 2)))
        return found


def place(anchors: Sequence[Spot], columns: Columns) -> list[Callout]:
    """Return one callout per anchor, in the anchors' order.

    Raises:
        ValueError: more than six anchors.
    """
    if len(anchors) > MOST:
        raise ValueError("a map carries at most six callouts")
    kept = [_between(anchor, columns) for anchor in anchors]
    slots = columns.slots(len(kept))
    lengths = [[hypot(a[0] - s[0], a[1] - s[1]) for _, s in slots] for a in kept]
    best = min(permutations(range(len(slots)), len(kept)),
               key=lambda way: sum(lengths[i][slot] for i, slot in enumerate(way)), default=())
    return [Callout(*slots[slot][0], slots[slot][1], kept[i]) for i, slot in enumerate(best)]


def _between(anchor: Spot, columns: Columns) -> Spot:
    """Return the anchor moved between the columns: a case outside of the town still gets a line."""
    low = columns.left + columns.box_width
    high = columns.right if columns.right is not None else max(low, anchor[0])
    half = columns.height / 2
    return min(max(anchor[0], low), high), min(max(anchor[1], -half), half)
