"""How long things took, from the rows of a `spread` statement, whichever way the engine answered it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.cache.counting import DAY
from dashboard.domain.asking import Spread
from dashboard.domain.scope import UNKNOWN

DIGITS = 6
"""Days are told to a tenth of a second: engines differ only beyond."""


def finished(rows: Iterable[Sequence[Any]]) -> Mapping[str, Spread]:
    """Return member → spread from rows (member, n, quantiles in microseconds)."""
    return {member or UNKNOWN: Spread(n, tuple(_days(value) for value in values))
            for member, n, *values in sorted(rows, key=_member) if n}


def interpolated(rows: Iterable[Sequence[Any]], shares: Sequence[float]) -> Mapping[str, Spread]:
    """Return member → spread from rows (member, n, place from 1, microseconds) that hold the neighbours needed."""
    many: dict[str, int] = {}
    placed: dict[str, dict[int, int]] = {}
    for member, n, place, lasted in sorted(rows, key=_member):
        many[member or UNKNOWN] = n
        placed.setdefault(member or UNKNOWN, {})[place] = lasted
    return {member: Spread(n, tuple(_days(_between(placed[member], share * (n - 1))) for share in shares))
            for member, n in many.items()}


def _between(placed: Mapping[int, int], position: float) -> float:
    lower = math.floor(position)
    part = position - lower
    left = placed[lower + 1]
    return left + part * (placed[lower + 2] - left) if part else float(left)


def _days(microseconds: float) -> float:
    return round(float(microseconds) / DAY, DIGITS)


def _member(row: Sequence[Any]) -> str:
    return row[0] or UNKNOWN
