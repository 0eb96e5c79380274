"""The sentences of the reporting week (domain.md §3.14); every number in them opens its rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import html

from dashboard.domain.figures import Drill
from dashboard.domain.scope import View
from dashboard.metrics.weekly import Named, Week
from dashboard.words import Words
from layouts.desk.rich import number_link, rich

Title = Callable[[str, str], str]


class Sentences:
    """Says a week in one language, its numbers as links at one view."""

    def __init__(self, words: Words, view: View, title: Title) -> None:
        self._words, self._view, self._title = words, view, title

    def say(self, week: Week) -> list[Any]:
        """Return the sentences as paragraphs; what has no number is not said."""
        said = [self._count(week), *self._lists(week), self._dealt(week)]
        return [html.P(sentence) for sentence in said if sentence]

    def _count(self, week: Week) -> list[Any]:
        scope, words = week.scope, self._words
        n = number_link(words.plural("{n} message", "{n} messages", week.received), week.appeals_drill, self._view)
        if scope.since is None or scope.until is None:
            return rich(words, "Recorded in all: {n}.", n=n)
        period = words.week(scope.since, scope.until)
        if week.change is None:
            return rich(words, "In the period {period}: {n}.", period=period, n=n)
        sign = "+" if week.change > 0 else ""
        return rich(words, "In the period {period}: {n} ({change} to the previous one).", period=period, n=n,
                    change=f"{sign}{words.percent(week.change)}")

    def _lists(self, week: Week) -> list[list[Any]]:
        named = (("Main topics: {topics}.", "topics", week.topics),
                 ("Growth in the blocks: {blocks}.", "blocks", week.growing),
                 ("Decline in the blocks: {blocks}.", "blocks", week.falling),
                 ("Places with most messages: {streets}.", "streets", week.streets))
        return [rich(self._words, said, **{place: self._listed(members)}) for said, place, members in named if members]

    def _dealt(self, week: Week) -> list[Any]:
        if week.dealt_with is None:
            return []
        numbers = {"a": ("received_resolved", week.resolved), "b": ("received_explained", week.explained),
                   "c": ("received_open", week.open),
                   "d": ("overdue_open", week.overdue)}
        links = {place: number_link(self._words.number(n), Drill(measure, week.scope), self._view)
                 for place, (measure, n) in numbers.items()}
        return rich(self._words, "Dealt with: {share} (resolved {a}, explained {b}); in work {c}; overdue in all {d}.",
                    share=self._words.percent(week.dealt_with), **links)

    def _listed(self, named: tuple[Named, ...]) -> list[Any]:
        found: list[Any] = []
        for one in named:
            link = number_link(self._words.number(one.n), one.drill, self._view)
            found += [*([", "] if found else []), f"{self._title(one.dimension, one.member)} (", link, ")"]
        return found
