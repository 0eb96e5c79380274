"""How long cases stay open: Kaplan–Meier curves of groups, each drawn towards the curve of the group above it.

Time is the share of the term that is spent: 1 is the end of the term. It is cut into cells; within one, a case that
is still open when we last saw it (censored) was at risk at the cell's beginning no longer than it was seen.
The hazard of a cell is (closed in it + strength × the parent's hazard) / (open at its beginning + strength): a group
without cases has its parent's curve, one with very many its own, and no step of the way is hidden.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Rows = NDArray[np.intp]
NEVER = 1e9
EDGES: Reals = np.concatenate((np.linspace(0, 1, 41), np.linspace(1, 3, 41)[1:], [4, 6, 10, 20, 50, NEVER]))
"""Ends of the cells in shares of the term: 40 within it, 40 until its threefold, then ever longer ones."""
DUE = 40
"""Place of the end of the term among the edges."""
HALF = 0.5


class Spans(NamedTuple):
    """Until which share of its term each case was seen, and whether it was closed there or was still open."""

    end: Reals
    closed: NDArray[np.bool_]


class Tally(NamedTuple):
    """Groups × cells: cases closed in the cell, and cases of which it is known that they entered it open."""

    closed: Reals
    at_risk: Reals


def tallied(spans: Spans, groups: Rows, count: int) -> Tally:
    """Return the tally of each of `count` groups; `groups` says to which of them a case belongs.

    A case closed on an edge is closed in the cell before it; one last seen open on an edge was at risk there.
    """
    cells = len(EDGES) - 1
    closed, gone = np.zeros((count, cells)), np.zeros((count, cells))
    ended = np.clip(np.searchsorted(EDGES, spans.end, side="left") - 1, 0, cells - 1)
    seen = np.clip(np.searchsorted(EDGES, spans.end, side="right") - 1, 0, cells - 1)
    np.add.at(closed, (groups[spans.closed], ended[spans.closed]), 1.0)
    np.add.at(gone, (groups[~spans.closed], seen[~spans.closed]), 1.0)
    later = np.cumsum((closed + gone)[:, ::-1], axis=1)[:, ::-1]
    return Tally(closed, later - gone)


def hazards(tally: Tally, parents: Reals, strength: float) -> Reals:
    """Return the share of open cases that each cell closes, groups × cells; nothing of nothing is nothing.

    Args:
        tally: of the groups.
        parents: the hazards of each group's parent.
        strength: how many cases of the parent each group is given before its own.
    """
    weight = tally.at_risk + strength
    found: Reals = np.divide(tally.closed + strength * parents, weight, out=np.zeros_like(weight), where=weight > 0)
    return found


def survival(hazard: Reals) -> Reals:
    """Return the share of cases that is open at every edge, groups × edges: 1 at the beginning, never rising."""
    start = np.ones((len(hazard), 1))
    return np.concatenate((start, np.cumprod(1.0 - hazard, axis=1)), axis=1)


def still_open(curves: Reals, groups: Rows, share: Reals) -> Reals:
    """Return the value of each case's own curve at its share of the term, linear within a cell."""
    right = np.clip(np.searchsorted(EDGES, share, side="right"), 1, len(EDGES) - 1)
    part = (share - EDGES[right - 1]) / (EDGES[right] - EDGES[right - 1])
    before, after = curves[groups, right - 1], curves[groups, right]
    found: Reals = before + np.clip(part, 0.0, 1.0) * (after - before)
    return found


def late(curves: Reals, groups: Rows, share: Reals) -> Reals:
    """Return P(open at the end of the term | open at this share of it) = S(1) / S(share), 0–1.

    Where no case ever stayed open so long the curve says nothing, and nothing speaks for keeping the term: 1.
    """
    now, then = still_open(curves, groups, share), curves[groups, DUE]
    found: Reals = np.divide(then, now, out=np.ones_like(now), where=now > 0)
    return np.clip(found, 0.0, 1.0)


def usual(curve: Reals) -> float | None:
    """Return the share of the term at which half of the cases are closed; None if half of them stay open for long."""
    below = int(np.argmax(curve <= HALF))
    if curve[below] > HALF or EDGES[below] >= NEVER:
        return None
    before, after = curve[below - 1], curve[below]
    return float(EDGES[below - 1] + (before - HALF) / (before - after) * (EDGES[below] - EDGES[below - 1]))
