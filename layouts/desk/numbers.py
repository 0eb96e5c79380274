"""The big numbers of the desk: value, change, what it rests on; each a link to its rows, each with its notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboard.cache.board import Board, Unavailable
from dashboard.domain.figures import Figure, Trust
from dashboard.words import NBSP, Words
from layouts.address import address
from layouts.desk.base import former_of
from layouts.desk.evidence import age, lacking, resting_on, value_of
from layouts.desk.glance import YEAR
from layouts.desk.rich import rich

FAILED = "The rest of the page is right; the administrator sees the reason in the log."
TOO_EARLY = "no term has passed yet"
WORSE, BETTER, PLAIN = "worse", "better", "plain"


@dataclass(frozen=True, slots=True)
class Number:
    """A big number: the metric, how it is called, and which way is better (+1 up, −1 down, 0 neither)."""

    metric: str
    title: str
    better: int = 0
    state: bool = False


NUMBERS: tuple[Number, ...] = (
    Number("received", "Received"),
    Number("closed", "Closed"),
    Number("open", "In work in all", state=True),
    Number("overdue_open", "Overdue in all", -1, state=True),
    Number("due_in_3_working_days", "Due in three working days", state=True),
    Number("on_time_with_deadline", "On time of those with a term", 1),
    Number("closing_time_median", "Closing, median", -1),
    Number("satisfaction", "Satisfied", 1),
)


class Cards:
    """Draws the numbers of a board.

    Args:
        board: what is looked at; `before` of its figures is what they are compared with.
        words: of the reader.
        compare: `previous` or `year`, for the wording of the change.
        notes: metric key → how many notes were left on it.
    """

    def __init__(self, board: Board, words: Words, compare: str, notes: Mapping[str, int]) -> None:
        self._board, self._words, self._compare, self._notes = board, words, compare, notes

    def draw(self) -> list[Any]:
        """Return the cards."""
        return [self._card(number) for number in NUMBERS]

    def _card(self, number: Number) -> Any:
        found = self._board.metrics.get(number.metric, ())
        if isinstance(found, Unavailable) or not found:
            said: list[Any] = [html.Span(self._words("cannot be counted now"), className="desk-number-none"),
                               html.Div(self._words(FAILED), className="desk-evidence")]
        else:
            said = self._figure(number, found[0])
        return html.Section([html.H3(self._words(number.title)), *said, self._note(number)],
                            className="desk-card desk-number")

    def _figure(self, number: Number, figure: Figure) -> list[Any]:
        words, board = self._words, self._board
        href = address(figure.drill, board.view) if figure.drill else None
        look = "desk-value" if figure.value is not None else "desk-number-none"
        if figure.state is Trust.STALE:
            look = "desk-value-stale"
        broken = " desk-broken" if number.metric == "overdue_open" and figure.n else ""
        said, look = self._said(number, figure, look)
        value = html.A(said, href=href, className=look + broken)
        old = html.Span(words("{age} old", age=age(figure, board, words)), className="desk-stale-age")
        stale = figure.state is Trust.STALE and figure.observed_at is not None
        rests = "" if said == words(TOO_EARLY) else resting_on(figure, words)
        below = [rests, self._appeals(number, figure), lacking(figure, board, words)]
        line: list[Any] = [" · ".join(part for part in below if part), *self._running(number)]
        return [html.Div([old, value] if stale else [value]), self._change(number, figure),
                html.Div(line, className="desk-evidence")]

    def _running(self, number: Number) -> list[Any]:
        """Return how many of a share on time are so only because their term has not passed yet."""
        found = self._board.metrics.get("term_running", ())
        if number.metric != "on_time_with_deadline" or isinstance(found, Unavailable) or not found or not found[0].n:
            return []
        drill = found[0].drill
        n = self._words.number(found[0].n)
        link = html.A(n, href=address(drill, self._board.view), className="desk-was") if drill else n
        return [html.Br(), *rich(self._words, "of them the term still runs: {n}", n=link)]

    def _said(self, number: Number, figure: Figure, look: str) -> tuple[str, str]:
        """Return the value and its look; a share of cases none of whose terms has passed yet says that instead."""
        running = self._board.metrics.get("term_running", ())
        early = not isinstance(running, Unavailable) and running and figure.of and running[0].n == figure.of
        if number.metric == "on_time_with_deadline" and early:
            return self._words(TOO_EARLY), "desk-number-none"
        return value_of(figure, self._words), look

    def _appeals(self, number: Number, figure: Figure) -> str:
        if number.metric != "received" or self._board.appeals == figure.n:
            return ""
        return self._words("in appeals: {n}", n=self._words.number(self._board.appeals))

    def _change(self, number: Number, figure: Figure) -> Any:
        if figure.value is None or figure.before is None:
            return html.Div(NBSP, className="desk-change")
        difference = figure.value - figure.before
        arrow = "▲" if difference > 0 else "▼" if difference < 0 else "="
        meaning = difference * number.better
        look = WORSE if meaning < 0 else BETTER if meaning > 0 else PLAIN
        amount = f"{arrow}{NBSP}{self._amount(figure, difference)}" if difference else self._words("no change")
        return html.Div([html.Span(amount, className=f"desk-{look}"), " ", *self._was(number, figure)],
                        className="desk-change")

    def _was(self, number: Number, figure: Figure) -> list[Any]:
        """Return the former value, a link to its rows."""
        said = value_of(_valued(figure, figure.before or 0.0), self._words)
        former = former_of(figure.drill, self._board, self._compare) if figure.drill else None
        value = html.A(said, href=address(*former), className="desk-was") if former else said
        return rich(self._words, self._former(number), value=value)

    def _former(self, number: Number) -> str:
        if self._compare == YEAR:
            return "a year ago {value}"
        return "yesterday {value}" if number.state else "before {value}"

    def _amount(self, figure: Figure, difference: float) -> str:
        if figure.unit == "percent":
            return self._words("{n} pp", n=self._words.number(abs(difference), 1))
        return value_of(_valued(figure, abs(difference)), self._words)

    def _note(self, number: Number) -> Any:
        n = self._notes.get(number.metric, 0)
        said = self._words.plural("{n} note", "{n} notes", n) if n else self._words("note")
        return html.Button(["✎ ", said], id={"type": "note-open", "subject": number.metric}, n_clicks=0,
                           className="desk-note-open" + (" desk-noted" if n else ""), type="button")


def _valued(figure: Figure, value: float) -> Figure:
    return Figure(figure.key, value, figure.unit, figure.n)


def compare_switch(search_previous: str, search_year: str, compare: str, words: Words) -> Any:
    """Return the switch between the two comparisons."""
    return html.Div([
        html.Span(words("Compare with:"), className="desk-muted"),
        *(dcc.Link(words(said), href=f"/{search}", className="desk-switch" + (" desk-on" if on else ""))
          for said, search, on in (("the period before", search_previous, compare != YEAR),
                                   ("the same days last year", search_year, compare == YEAR))),
    ], className="desk-compare")
