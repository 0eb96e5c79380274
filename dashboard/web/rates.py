"""How often somebody may try: a bucket that fills with time."""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic

REMEMBERED = 4096


class Rate:
    """Admits `burst` at once and `per_minute` after that, to each key apart; forgets the oldest keys."""

    def __init__(self, burst: int = 10, per_minute: float = 20.0) -> None:
        self._burst, self._per_s = float(burst), per_minute / 60
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admits(self, key: str, at: float | None = None) -> bool:
        """Return whether one more is admitted; `at` is in seconds of a clock that never jumps."""
        now = monotonic() if at is None else at
        left, since = self._left.pop(key, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_s)
        admitted = left >= 1
        self._left[key] = (left - admitted, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return admitted
