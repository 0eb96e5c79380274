"""Which open cases are likely to miss their term: told by how long cases like them stayed open before.

Pure and without secrets: curves of groups (`survival`), the share of the term counted in worked days (`worked`), and
of every forecast the group it leans on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from dashboard.domain import survival
from dashboard.domain.survival import EDGES, Reals, Rows, Spans, Tally
from dashboard.domain.termed import GROUPS, Cases, Group
from dashboard.domain.worked import Micros, Scale

DAY_US = 86_400_000_000


class Outlook(NamedTuple):
    """What is expected of one open case, and why.

    Attributes:
        late: probability of missing the term, 0–1.
        alike: the group whose history weighs most: its members of `GROUPS`, fewer for a coarser one.
        n: how many cases of that group were still open at the same share of their terms.
        usual_days: days in which half of that group's cases are closed, measured on this case's term; None: longer.
        left_days: days until the end of the term.
    """

    late: float
    alike: Group
    n: int
    usual_days: float | None
    left_days: float


class _Level(NamedTuple):
    """All groups of one fineness: their rows, how many cases entered each cell, and the share still open."""

    rows: Mapping[Group, int]
    tally: Tally
    curves: Reals


class Model:
    """Curves of all groups, learnt from what was known at an instant.

    Args:
        cases: the history; what it tells of later times is not used.
        at: the instant of learning, microseconds.
        scale: how the town spends time.
        strength: see `survival.hazards`.
    """

    def __init__(self, cases: Cases, at: float, scale: Scale, strength: float) -> None:
        told = cases.known(at)
        self._scale, self._strength = scale, strength
        closed = ~np.isnan(told.closed)
        self.closed = int(closed.sum())
        """How many closed cases the curves rest on."""
        spans = Spans(self._share(told, np.where(closed, told.closed, at)), closed)
        self._levels: list[_Level] = []
        parents = np.zeros((1, len(EDGES) - 1))
        for fineness in range(len(GROUPS) + 1):
            parents = self._learn(told, spans, fineness, parents)

    def _learn(self, told: Cases, spans: Spans, fineness: int, parents: Reals) -> Reals:
        keys = [group[:fineness] for group in told.groups]
        rows = {key: row for row, key in enumerate(dict.fromkeys([*keys, *([()] if not fineness else [])]))}
        tally = survival.tallied(spans, np.array([rows[key] for key in keys], np.intp), len(rows))
        above = [self._levels[-1].rows[key[:-1]] for key in rows] if fineness else [0]
        found = survival.hazards(tally, parents[above], self._strength if fineness else 0.0)
        self._levels.append(_Level(rows, tally, survival.survival(found)))
        return found

    def late(self, cases: Cases, at: Micros | float) -> Reals:
        """Return the probability of missing the term for cases that are open at `at` (one instant, or one each)."""
        share = self._share(cases, np.broadcast_to(np.asarray(at, float), cases.due.shape))
        found = np.ones(len(cases.ids))
        places = [self._place(group) for group in cases.groups]
        for fineness, level in enumerate(self._levels):
            here = np.array([deep == fineness for deep, _ in places], bool)
            rows: Rows = np.array([row for deep, row in places if deep == fineness], np.intp)
            found[here] = survival.late(level.curves, rows, share[here])
        return found

    def outlook(self, cases: Cases, which: int, at: float) -> Outlook:
        """Return what is expected of one case, open at `at`, with its reason."""
        one = cases.where(np.arange(len(cases.ids)) == which)
        share = float(self._share(one, np.array([at]))[0])
        alike, n = self._leaned_on(one.groups[0], share)
        level = self._levels[len(alike)]
        half = survival.usual(level.curves[level.rows[alike]])
        return Outlook(float(self.late(one, at)[0]), alike, n, None if half is None else self._days(one, half),
                       float(one.due[0] - at) / DAY_US)

    def _days(self, one: Cases, share: float) -> float:
        """Return in how many days after its receipt a case has spent a share of its term."""
        start, end = self._scale.worked(np.array([one.received[0], one.due[0]]))
        return (self._scale.reached(float(start + share * (end - start))) - float(one.received[0])) / DAY_US

    def _leaned_on(self, group: Group, share: float) -> tuple[Group, int]:
        """Return the finest group whose own cases outweigh those lent by its parent, and how many they are."""
        cell = int(np.clip(np.searchsorted(EDGES, share, side="right") - 1, 0, len(EDGES) - 2))
        for fineness in range(self._place(group)[0], -1, -1):
            level = self._levels[fineness]
            n = int(level.tally.at_risk[level.rows[group[:fineness]], cell])
            if n > self._strength or not fineness:
                return group[:fineness], n
        raise AssertionError("the town is everybody's group")

    def _place(self, group: Group) -> tuple[int, int]:
        """Return fineness and row of the finest group that the history knows."""
        for fineness in range(len(GROUPS), -1, -1):
            row = self._levels[fineness].rows.get(group[:fineness])
            if row is not None:
                return fineness, row
        raise AssertionError("the town is everybody's group")

    def _share(self, cases: Cases, at: Micros) -> Reals:
        """Return the spent share of each term; what is closed on one side of the term's end stays there."""
        start, end = self._scale.worked(cases.received), self._scale.worked(cases.due)
        length = np.maximum(end - start, np.finfo(float).eps)
        share = np.maximum((self._scale.worked(at) - start) / length, 0.0)
        found: Reals = np.where(at <= cases.due, np.minimum(share, 1.0), np.maximum(share, np.nextafter(1.0, 2.0)))
        return found
