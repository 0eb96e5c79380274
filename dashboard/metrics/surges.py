"""Days that brought far more than the usual day, joined into bands, each with the topic that rose most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill, Figure
from dashboard.domain.scope import Scope
from dashboard.errors import UsageError
from dashboard.metrics.metric import Metric
from dashboard.metrics.series import days_of
from dashboard.metrics.totals import QUESTIONS

TIMES, LEAST = 2.5, 8
"""A day is a surge when it brings so many times the median day, and at least so many cases."""


class Band(NamedTuple):
    """Surging days in a row."""

    first: date
    last: date


def bands(days: Sequence[tuple[date, int]]) -> list[Band]:
    """Return the bands among days in a row, each day with its count, in order."""
    least = max(LEAST, TIMES * median([n for _, n in days] or [0]))
    found: list[Band] = []
    for day, n in days:
        if n < least:
            continue
        joined = found and (day - found[-1].last).days == 1
        found[-1:] = [Band(found[-1].first, day)] if joined else [*found[-1:], Band(day, day)]
    return found


def _compute(ask: Ask, scope: Scope, by: str | None) -> tuple[Figure, ...]:
    if by is not None:
        raise UsageError("{name} is divided by itself and by no dimension", name="surges")
    found = ask.by_day("received", scope)
    days = [(day, found.get(day, 0)) for day in days_of(scope, found, ask.now.on)]
    return tuple(_figures(ask, scope, bands(days), len(days)))


def _figures(ask: Ask, scope: Scope, found: Sequence[Band], days: int) -> Iterator[Figure]:
    """Yield of every band the topic that rose most above its usual count."""
    periods = [scope.during(band.first, band.last) for band in found]
    ask.gather([("received", each) for each in (scope, *periods)] if found else [], ("topic",))
    usual = ask.count("received", scope, "topic") if found else {}
    for band, within in zip(found, periods, strict=True):
        counts = ask.count("received", within, "topic")
        share = ((band.last - band.first).days + 1) / days
        topic = max(sorted(counts), key=lambda key: counts[key] - share * usual.get(key, 0))
        yield Figure(topic, float(counts[topic]), QUESTIONS, counts[topic],
                     drill=Drill("received", within.within("topic", topic)))


SURGES = Metric(
    "surges", "Surges",
    "Days that brought at least 2.5 times the median day of the period and at least 8 questions, joined where they "
    "follow each other; counted is the topic that rose most above its usual.",
    "count(received) of the topic on the days", QUESTIONS, (), _compute, window=56, axis="topic",
)
