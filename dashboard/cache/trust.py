"""How far a figure may be believed, from the health of the sources that it rests on; pure.

A total that lacks one source is partial: it stays, and says which is missing. It is stale only when the silent
sources carry more of its usual inflow than the policy's share (architecture, idea 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from dashboard.cache.board import LATE, SILENT, SourceState
from dashboard.domain.figures import Figure, Trust

STALE_SHARE = 0.2


class Heard(NamedTuple):
    """What the store knows of a source, as `store.health.SourceRow` tells it."""

    key: str
    title: str
    cadence_s: int
    observed_at: datetime | None
    failing_since: datetime | None = None
    error: str | None = None


def health(heard: Iterable[Heard], inflow: Mapping[str, int], now: datetime) -> tuple[SourceState, ...]:
    """Return the state of every source; `inflow` is how many questions each brought over a usual year."""
    whole = sum(inflow.values())
    told = (SourceState(source.key, source.title, source.observed_at, source.cadence_s, "", source.failing_since,
                        source.error, inflow.get(source.key, 0) / whole if whole else 0.0) for source in heard)
    return tuple(replace(source, state=_state(source, now)) for source in told)


def _state(source: SourceState, now: datetime) -> str:
    if source.failing_since is not None:
        return "failing"
    if source.observed_at is None:
        return "none"
    cadences = source.cadences(now)
    return "fresh" if cadences <= LATE else "late" if cadences <= SILENT else "silent"


def trusted(figure: Figure, sources: Sequence[SourceState], now: datetime) -> Figure:
    """Return the figure with its age, what it lacks, and its state; a state that the metric gave stays.

    A figure whose drill is narrowed to some sources rests on these alone.
    """
    chosen = figure.drill.scope.members.get("source") if figure.drill else None
    rests_on = [s for s in sources if s.observed_at is not None and (chosen is None or s.key in chosen)]
    silent = [s for s in rests_on if s.is_silent(now)]
    speaking = [s.observed_at for s in rests_on if s not in silent and s.observed_at is not None]
    observed_at = min(speaking or [s.observed_at for s in rests_on if s.observed_at is not None], default=None)
    missing = tuple(source.key for source in silent)
    state = figure.state if figure.state is not Trust.CURRENT else _trust(rests_on, silent)
    return replace(figure, state=state, observed_at=observed_at, missing=missing)


def _trust(rests_on: Sequence[SourceState], silent: Sequence[SourceState]) -> Trust:
    if not silent:
        return Trust.CURRENT
    whole = sum(source.share for source in rests_on)
    lost = sum(source.share for source in silent)
    stale = len(silent) == len(rests_on) or (whole > 0 and lost / whole > STALE_SHARE)
    return Trust.STALE if stale else Trust.PARTIAL
