"""Where the words of a map stand: in columns beside the town, joined by lines that never cross.

Each anchor is given one slot of the columns so that the sum of the lines is least. Two crossing lines could always be
swapped into shorter ones, so that the least sum has no crossing; and as anchors are kept between the columns,
no line runs under a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, inf

from scipy.optimize import linear_sum_assignment

Spot = tuple[float, float]
AIR = 1.5
"""Boxes stand apart by half a box where the column is high enough."""


@dataclass(frozen=True, slots=True)
class Callout:
    """A box's left upper corner and the two ends of its line, in px from the window's centre."""

    left: float
    top: float
    start: Spot
    end: Spot


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of boxes whose left edges are at `left` and `right` (None: no column), `height` px high, centred."""

    left: float | None
    right: float | None
    height: float
    box_width: float
    box_height: float

    @property
    def low(self) -> float:
        """Return how far left a line may end."""
        return -inf if self.left is None else self.left + self.box_width

    @property
    def high(self) -> float:
        """Return how far right a line may end."""
        return inf if self.right is None else self.right

    def slots(self, anchors: int) -> list[tuple[Spot, Spot]]:
        """Return (corner, start of the line) of all slots, at least as many as anchors.

        Raises:
            ValueError: the columns are too low for so many boxes.
        """
        sides = [(x, edge) for x, edge in ((self.left, self.low), (self.right, self.high)) if x is not None]
        rows = max(-(-anchors // len(sides)), int(self.height // (self.box_height * AIR)))
        if rows * self.box_height > self.height:
            raise ValueError(f"{anchors} callouts find no room")
        step = self.height / max(rows, 1)
        tops = [-self.height / 2 + row * step + (step - self.box_height) / 2 for row in range(rows)]
        return [((x, top), (edge, top + self.box_height / 2)) for x, edge in sides for top in tops]


def place(anchors: Sequence[Spot], columns: Columns) -> list[Callout]:
    """Return one callout per anchor, in the anchors' order.

    Raises:
        ValueError: the columns are too low for so many boxes.
    """
    kept = [_between(anchor, columns) for anchor in anchors]
    slots = columns.slots(len(kept))
    if not kept:
        return []
    lengths = [[hypot(a[0] - s[0], a[1] - s[1]) for _, s in slots] for a in kept]
    _, best = linear_sum_assignment(lengths)
    return [_callout(slots[slot], end) for slot, end in zip(best, kept, strict=True)]


def _callout(slot: tuple[Spot, Spot], end: Spot) -> Callout:
    (left, top), start = slot
    return Callout(left, top, start, end)


def _between(anchor: Spot, columns: Columns) -> Spot:
    """Return the anchor moved between the columns: a case outside of the town still gets a line."""
    half = columns.height / 2
    return min(max(anchor[0], columns.low), columns.high), min(max(anchor[1], -half), half)
