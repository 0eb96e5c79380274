"""«What has changed»: sentences computed from the board, the most important first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dash import html

from dashboard.cache.board import Unavailable
from dashboard.domain.clusters import Cluster
from dashboard.domain.figures import Figure
from layouts.address import cluster_address
from layouts.screens import Sight
from layouts.spoken import FOUR_WEEKS_BEFORE, LIVING, WEEK_BEFORE, amount, change, linked, spoken
from layouts.tile import moment

SILENT = frozenset({"silent", "failing"})
NOTICEABLE, MANY = 0.05, 10
LEAST_STEP = 3
"""A topic that grew by fewer is not worth a sentence."""


class Said(NamedTuple):
    """How much a sentence matters, and its words."""

    weight: float
    words: list[Any]


def changes(sight: Sight, most: int) -> list[list[Any]]:
    """Return the weightiest sentences, at most so many."""
    found = [*_silent(sight), *_heaps(sight), *_topics(sight), *_flow(sight), *_on_time(sight)]
    return [said.words for said in sorted(found, key=lambda said: -said.weight)[:most]]


def _silent(sight: Sight) -> Iterator[Said]:
    for source in sight.board.sources:
        if source.state in SILENT and source.observed_at is not None:
            words = spoken(sight, "{source} is silent since {at}: {share} of the usual inflow is missing",
                           source=source.title, at=moment(sight, source.observed_at),
                           share=sight.words.percent(100 * source.share))
            yield Said(50 + 100 * source.share, words)


def _heaps(sight: Sight) -> Iterator[Said]:
    clusters = sight.board.clusters
    for cluster in [] if isinstance(clusters, Unavailable) else clusters[:2]:
        number = _opened(cluster_address(cluster.id, sight.board.view), sight.words.number(cluster.n))
        words = spoken(sight, "{place}: {topic}, {n} cases since {since}; usually {usual}",
                       place=sight.place(cluster), topic=sight.topics(cluster), n=number,
                       since=sight.words.short_day(cluster.since_on),
                       usual=usual(sight, cluster))
        yield Said(40 + 4 * (cluster.n - cluster.usual), words)


def usual(sight: Sight, cluster: Cluster) -> str:
    """Return the usual count of a heap's place: a digit after the comma only where it says something."""
    return sight.words.number(cluster.usual, 0 if cluster.usual < NOTICEABLE or cluster.usual >= MANY else 1)


def _opened(href: str, text: str) -> Any:
    return html.A(text, href=href, className=LIVING)


def _topics(sight: Sight) -> Iterator[Said]:
    grown = [f for f in sight.members("topics_of_week") if f.key and _step(f) >= LEAST_STEP]
    for figure in sorted(grown, key=_step, reverse=True)[:1]:
        words = spoken(sight, "{topic}: {n} this week, {change}", topic=sight.title("topic", figure.key),
                       n=linked(sight, figure, amount(sight, figure)), change=change(sight, figure, WEEK_BEFORE))
        yield Said(10 + 3 * _step(figure), words)


def _step(figure: Figure) -> float:
    return (figure.value or 0) - (figure.before or 0) if figure.before is not None else 0


def _flow(sight: Sight) -> Iterator[Said]:
    came, went = sight.whole("received"), sight.whole("closed")
    if came.value is None or went.value is None:
        return
    weight = abs(came.value - went.value)
    for figure, template in ((came, "Received in 28 days {n}, {change}"), (went, "Closed in 28 days {n}, {change}")):
        changed = change(sight, figure, FOUR_WEEKS_BEFORE)
        if changed and _step(figure):
            yield Said(5 + abs(_step(figure)) + weight / 10,
                       spoken(sight, template, n=linked(sight, figure, amount(sight, figure)), change=changed))


def _on_time(sight: Sight) -> Iterator[Said]:
    figure = sight.whole("on_time")
    changed = change(sight, figure, FOUR_WEEKS_BEFORE)
    if changed and round(_step(figure)):
        words = spoken(sight, "On time {n}, {change}", n=linked(sight, figure, amount(sight, figure)), change=changed)
        yield Said(8 + 2 * abs(_step(figure)), words)
