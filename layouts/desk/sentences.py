"""The sentences of the reporting week (domain.md §3.14); every number in them opens its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.cache.board import Unavailable
from dashboard.domain.figures import Drill
from dashboard.domain.scope import View
from dashboard.metrics.weekly import Named, Week
from dashboard.words import Words
from layouts.address import cluster_address
from layouts.desk.case import case_href
from layouts.desk.glance import PREVIOUS, YEAR
from layouts.desk.rich import number_link, rich
from layouts.screens import Sight

Title = Callable[[str, str], str]
HEAPS = 2
BASES = {PREVIOUS: "For {period}: {n} ({change} to the previous period, when it was {was}).",
         YEAR: "For {period}: {n} ({change} to the same days a year ago, when it was {was})."}


@dataclass(frozen=True, slots=True)
class Heap:
    """A heap of questions as a sentence names it: topics and street, how many, the address of its rows."""

    said: str
    n: int
    href: str


def heaps_of(sight: Sight) -> list[Heap]:
    """Return the most surprising heaps; none where members are chosen, because a heap is found in the whole town."""
    board = sight.board
    if isinstance(board.clusters, Unavailable) or board.scope.members:
        return []
    return [Heap(f"{sight.topics(one)}, {sight.place(one)}", one.n, cluster_address(one.id, board.view))
            for one in board.clusters[:HEAPS]]


def _joined(parts: Sequence[list[Any]]) -> list[Any]:
    return [piece for place, part in enumerate(parts) for piece in ([*(["; "] if place else []), *part])]


class Sentences:
    """Says a week in one language, its numbers as links at one view.

    Args:
        words: of the reader.
        view: the two clocks.
        title: (dimension, member) → title.
        compare: what the week was compared with, see `Glance.compare`.
    """

    def __init__(self, words: Words, view: View, title: Title, compare: str = PREVIOUS) -> None:
        self._words, self._view, self._title, self._compare = words, view, title, compare

    def say(self, week: Week, heaps: Sequence[Heap] = ()) -> list[Any]:
        """Return the sentences as paragraphs; what has no number is not said."""
        said = [self._count(week), *self._lists(week), self._dealt(week), self._done(week), self._decide(week, heaps)]
        return [html.P(sentence) for sentence in said if sentence]

    def _count(self, week: Week) -> list[Any]:
        scope, words = week.scope, self._words
        n = self._link(words.plural("{n} message", "{n} messages", week.received), week.appeals_drill)
        if scope.since is None or scope.until is None:
            return rich(words, "Recorded in all: {n}.", n=n)
        period = (words.short_day(scope.since) if scope.since == scope.until
                  else words("the period {period}", period=words.week(scope.since, scope.until)))
        if week.change is None or week.former is None:
            return rich(words, "For {period}: {n}.", period=period, n=n)
        was = self._link(words.number(week.before or 0), Drill("received", week.former))
        change = f"{'+' if week.change > 0 else ''}{words.percent(week.change)}"
        return rich(words, BASES[self._compare], period=period, n=n, change=change, was=was)

    def _link(self, said: str, drill: Drill) -> Any:
        return number_link(said, drill, self._view, self._compare)

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
        links = {place: self._link(self._words.number(n), Drill(measure, week.scope))
                 for place, (measure, n) in numbers.items()}
        return rich(self._words, "Dealt with: {share} (resolved {a}, explained {b}); in work {c}; overdue in all {d}.",
                    share=self._words.percent(week.dealt_with), **links)

    def _done(self, week: Week) -> list[Any]:
        """Return examples of what was put right: topic and street, each a link to its appeal."""
        said = [[html.A(self._placed(one.topic, one.street), href=case_href(one), className="desk-number-link"),
                 f" ({self._words.days(one.days)})"] for one in week.done]
        return rich(self._words, "Done: {examples}.", examples=_joined(said)) if said else []

    def _decide(self, week: Week, heaps: Sequence[Heap]) -> list[Any]:
        """Return what waits for a decision: where most terms are broken, and heaps of questions."""
        words = self._words
        said = [[f"{self._placed(one.topic, one.street)} (", *rich(
            words, "overdue {n}", n=self._link(words.number(one.n), one.drill)), ")"] for one in week.decide]
        said += [[f"{heap.said} (", *rich(words, "a heap, {n} in 28 days", n=html.A(
            words.number(heap.n), href=heap.href, className="desk-number-link")), ")"] for heap in heaps]
        return rich(words, "Needs a decision: {matters}.", matters=_joined(said)) if said else []

    def _placed(self, topic: str, street: str) -> str:
        return f"{self._title('topic', topic)}, {street}"

    def _listed(self, named: tuple[Named, ...]) -> list[Any]:
        found: list[Any] = []
        for one in named:
            link = self._link(self._words.number(one.n), one.drill)
            found += [*([", "] if found else []), f"{self._title(one.dimension, one.member)} (", link, ")"]
        return found
