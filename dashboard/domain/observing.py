"""What an observer may look at: a fixed list of scopes, as free filters would undo every threshold by subtraction.

Periods are over before they are shown and never overlap by a day less, so that no two of them differ by a few cases:
the last whole reporting week and the last whole calendar month, not «the last 28 days» of today and of tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from dashboard.domain.asking import Ask, Moments
from dashboard.domain.disclosure import K_RATE, enough, hidden
from dashboard.domain.scope import UNKNOWN, Scope

COUNTED = "received"


class Offer(NamedTuple):
    """A line of the town's list.

    Attributes:
        key, title: of the scope; with `each`, `{member}` in the title stands for the member's.
        period: `week` or `month`, the last whole one, or "" for the town as it is.
        each: dimension that gives one scope per member, or "".
    """

    key: str
    title: str
    period: str = ""
    each: str = ""


@dataclass(frozen=True, slots=True)
class Observed:
    """A scope that an observer may look at, and what it is called."""

    key: str
    title: str
    scope: Scope


def observed(offers: Iterable[Offer], ask: Ask, title: Callable[[str, str], str]) -> tuple[Observed, ...]:
    """Return the scopes of the list that may be shown now: those with at least five questions received.

    Of members the smaller ones are left out, and one more where a subtraction would tell the only one that is not
    shown: the scope of all of them is on the list as well.
    """
    return tuple(one for offer in offers for one in _observed(offer, ask, title))


def _observed(offer: Offer, ask: Ask, title: Callable[[str, str], str]) -> Iterator[Observed]:
    scope = Scope().during(*period_of(offer.period, ask.now))
    if not offer.each:
        if enough(ask.count(COUNTED, scope)[UNKNOWN]):
            yield Observed(offer.key, offer.title, scope)
        return
    counts = ask.count(COUNTED, scope, offer.each)
    unnamed = hidden(counts, K_RATE)
    for member in sorted(counts):
        if member != UNKNOWN and member not in unnamed:
            said = offer.title.format(member=title(offer.each, member))
            yield Observed(f"{offer.key}-{member}", said, scope.within(offer.each, member))


def period_of(period: str, now: Moments) -> tuple[date | None, date | None]:
    """Return first and last day of the last whole week or month; (None, None) for no period."""
    if period == "week":
        first = now.week[0] - timedelta(days=7)
        return first, first + timedelta(days=6)
    if period == "month":
        last = now.on.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    return None, None


def observable(scope: Scope, shown: Iterable[Observed]) -> bool:
    """Return whether a scope is one of those shown."""
    return any(one.scope == scope for one in shown)
