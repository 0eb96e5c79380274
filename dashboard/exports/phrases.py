"""The week's sentences in words."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.metrics.weekly import Named, Week
from dashboard.words import Words

Titles = Callable[[str, str], str]


def phrases(words: Words, week: Week, titles: Titles) -> list[str]:
    """Return the sentences of domain.md §3.14 for the week's counts; what has no number is not said."""
    said = [_count(words, week)]
    if week.topics:
        said.append(words("Main topics: {topics}.", topics=_listed(words, week.topics, titles)))
    if week.growing:
        said.append(words("Growth in the blocks: {blocks}.", blocks=_listed(words, week.growing, titles)))
    if week.falling:
        said.append(words("Decline in the blocks: {blocks}.", blocks=_listed(words, week.falling, titles)))
    if week.dealt_with is not None:
        said.append(words("Dealt with: {share} (resolved {a}, explained {b}); in work {c}; overdue in all {d}.",
                          share=words.percent(week.dealt_with), a=words.number(week.resolved),
                          b=words.number(week.explained), c=words.number(week.open), d=words.number(week.overdue)))
    if week.streets:
        said.append(words("Places with most messages: {streets}.", streets=_listed(words, week.streets, titles)))
    return said


def _count(words: Words, week: Week) -> str:
    scope = week.scope
    n = words.plural("{n} message", "{n} messages", week.received)
    if scope.since is None or scope.until is None:
        return words("Recorded in all: {n}.", n=n)
    period = words.week(scope.since, scope.until)
    if week.change is None:
        return words("In the period {period}: {n}.", period=period, n=n)
    sign = "+" if week.change > 0 else ""
    return words("In the period {period}: {n} ({change} to the previous one).", period=period, n=n,
                 change=f"{sign}{words.percent(week.change)}")


def _listed(words: Words, named: tuple[Named, ...], titles: Titles) -> str:
    return ", ".join(f"{titles(x.dimension, x.member)} ({words.number(x.n)})" for x in named)
