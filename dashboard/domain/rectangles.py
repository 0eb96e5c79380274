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
    """What new knowledge does to the live rectangles of one question."""

    ended: tuple[Rectangle, ...]
    begun: tuple[Rectangle, ...]


def retell(live: Sequence[Rectangle], slices: Sequence[Slice], told_at: datetime) -> Change:
    """Return which live rectangles (known_to None) end at `told_at` and which begin, so that `slices` hold.

    Rectangles that say the same as before stay untouched: the past as it was known is never rewritten.
    """
    told_at = max([told_at, *(r.known_from for r in live)])
    ends = [s.valid_from for s in slices[1:]]
    wanted = [(s.valid_from, until, s.state) for s, until in zip(slices, [*ends, None], strict=True)]
    kept = [r for r in live if (r.valid_from, r.valid_to, r.state) in wanted]
    said = [(r.valid_from, r.valid_to, r.state) for r in kept]
    ended = tuple(r._replace(known_to=told_at) for r in live if r not in kept)
    begun = tuple(Rectangle(state, since, until, told_at, None)
                  for since, until, state in wanted if (since, until, state) not in said)
    return Change(ended, begun)
