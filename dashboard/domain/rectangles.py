"""States as rectangles in two times: valid (when it was so) × known (when we had been told)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from dashboard.domain.appeals import State
from dashboard.domain.fold import Slice


class Rectangle(NamedTuple):
    """A state with its validity [valid_from, valid_to) as known during [known_from, known_to); None is open."""

    state: State
    valid_from: datetime
    valid_to: datetime | None
    known_from: datetime
    known_to: datetime | None

    @property
    def current(self) -> bool:
        """Whether it holds now, as far as we know now."""
        return self.valid_to is None and self.known_to is None


class Change(NamedTuple):
    """What new knowledge does to the live rectangles of one question.

    An ended rectangle whose known_to equals its known_from was never known: it is to be dropped, not kept.
    """

    ended: tuple[Rectangle, ...]
    begun: tuple[Rectangle, ...]


def retell(live: Sequence[Rectangle], slices: Sequence[Slice], told_at: datetime) -> Change:
    """Return which live rectangles (known_to None) end at `told_at` and which begin, so that `slices` hold.

    Rectangles that say the same as before stay untouched: the past as it was known is never rewritten, and
    knowledge never begins before what is known already. No slices end everything.
    """
    ends = [*(s.valid_from for s in slices[1:]), None]
    wanted = [Rectangle(s.state, s.valid_from, end, told_at, None) for s, end in zip(slices, ends, strict=False)]
    if not live:
        return Change((), tuple(wanted))
    told_at = max(told_at, *(r.known_from for r in live))
    before = {(r.valid_from, r.valid_to): r.state for r in live}
    after = {(r.valid_from, r.valid_to): r.state for r in wanted}
    return Change(
        tuple(r._replace(known_to=told_at) for r in live if after.get(r[1:3]) != r.state),
        tuple(r._replace(known_from=told_at) for r in wanted if before.get(r[1:3]) != r.state))
