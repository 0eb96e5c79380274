"""The scene Сроки asks: which cases are late or will be, and who must move?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.cache.board import Queue, WallCase
from dashboard.domain.figures import Figure
from dashboard.words import NBSP
from layouts.lines import fitting, lines
from layouts.screens import Panel, Sight
from layouts.spoken import amount, linked
from layouts.tile import DOT, evidence

COLUMNS = (("overdue_open", "Overdue", "broken"), ("due_today", "Due today", "soon"),
           ("due_in_3_working_days", "In three working days", "neutral"), ("likely_late", "Likely late", "foreseen"))
SHOWN = 8
LETTERS = 37
"""A line under a topic; the topic itself, larger, bold and beside its date, has two thirds of it."""
ROW_VH, LINE_VH, ROOM_VH = 7.6, 2.65, 71.0
"""Heights of a case, of each further line of it, and of the place for cases."""
FEW = 2
TICK, UNSURE, GUESSED = "\N{CHECK MARK}", "\N{ALMOST EQUAL TO}", "?"
"""Beside a case: under control, a provisional term, and a rule that nobody confirmed; ▲ would call it broken."""
LONG = "Likely late"
"""The longest title in Russian."""


def draw(sight: Sight) -> list[Any]:
    """Return four columns of cases, and what the bars mean."""
    queues = {queue.measure: queue for queue in sight.board.queues}
    shown = {measure: _fitting(sight, queues.get(measure)) for measure, _, _ in COLUMNS}
    beside = {COLUMNS[-1][0]: sum(case.likely for cases in shown.values() for case in cases)}
    columns = [_column(sight, sight.whole(measure), (shown[measure], beside.get(measure, 0)), title, tone)
               for measure, title, tone in COLUMNS]
    meant = sight.words("bar: the elapsed part of the term; overdue: grey is the term, red what lies beyond; dashed: "
                        "foreseen, with the probability of being late")
    signs = _signs(sight, [case for cases in shown.values() for case in cases])
    return [html.Div(columns, className="columns"),
            html.Div([html.P([meant, *signs], className="evidence"), evidence(sight, sight.whole("overdue_open"))],
                     className="foot")]


def _signs(sight: Sight, cases: Sequence[WallCase]) -> list[str]:
    """Return what the signs beside cases mean, those that are there."""
    tick = f"{DOT}{TICK} {sight.words('under control, and the day promised')}"
    unsure = f"{DOT}{UNSURE}{NBSP}{sight.words('a provisional term')}"
    guessed = f"{DOT}{GUESSED}{NBSP}{sight.words('the rule is not confirmed')}"
    return [*([tick] if any(map(sight.board.taken, cases)) else []),
            *([unsure] if any(case.provisional for case in cases) else []),
            *([guessed] if any(case.unconfirmed for case in cases) else [])]


def _fitting(sight: Sight, queue: Queue | None) -> list[WallCase]:
    """Return the cases of a column that its place holds."""
    waiting = queue.cases[:SHOWN] if queue else ()
    return fitting(waiting, [_height(sight, case) for case in waiting], ROOM_VH)


def _column(sight: Sight, figure: Figure, told: tuple[Sequence[WallCase], int], title: str, tone: str) -> Any:
    """Return a column: its cases, and of those without a place how many; so many of them stand in columns beside."""
    cases, beside = told
    rows = [_case(sight, case, tone) for case in cases]
    rest, more = figure.n - len(cases), "more" if cases else "none"
    said = _rest(sight, rest, beside) if cases else sight.words("In the columns beside" if beside else "None")
    shown = linked(sight, figure, said) if cases or beside else said
    foot = [html.P(shown, className=more)] if rest > 0 or not cases else []
    return html.Section([_head(sight, figure, title, tone), *rows, *foot],
                        className=f"column {tone}", style=_width(len(cases), title))


def _rest(sight: Sight, rest: int, beside: int) -> str:
    """Return how many cases have no place here, and whether they stand beside."""
    number = sight.words.number
    if not beside:
        return sight.words("{n} more", n=number(rest))
    if beside >= rest:
        return sight.words("{n} more: in the columns beside", n=number(rest))
    return sight.words("{n} more, {beside} of them in the columns beside", n=number(rest), beside=number(beside))


def _width(rows: int, title: str) -> dict[str, float]:
    """Return how much of the scene's width a column takes: with few rows less, but a long title needs its place."""
    return {"flexGrow": 1.0 if rows > FEW or title == LONG else 0.7 if rows else 0.5}


def _height(sight: Sight, case: WallCase) -> float:
    """Return the height of a case in vh: a long topic or place is wrapped, never cut."""
    beside = LETTERS // 2 if case.late is not None else 2 * LETTERS // 3
    further = lines(sight.title("topic", case.topic), beside) + lines(_who(sight, case), LETTERS) - 2
    answer = _answer(sight, case)
    return ROW_VH + LINE_VH * (further + (lines(answer, LETTERS) if answer else 0))


def _head(sight: Sight, figure: Figure, title: str, tone: str) -> Any:
    told = "?" if figure.value is None else amount(sight, figure)
    count = linked(sight, figure, told, f"count {tone}" if figure.n else "count")
    return html.H2([count, html.Span(sight.words(title))], className=str(figure.state))


def _case(sight: Sight, case: WallCase, tone: str) -> Any:
    signs = f"{UNSURE * case.provisional}{GUESSED * case.unconfirmed}"
    due = NBSP.join(filter(None, (signs, sight.words.short_day(case.due.on)))) if case.due else ""
    if case.late is not None:
        due = f"{sight.words.percent(100 * case.late)}{DOT}{due}"
    what = html.B(sight.title("topic", case.topic), className="what")
    head = html.Div([what, html.Span(due, className="due")], className="top")
    answer = _answer(sight, case)
    taken = [html.Div(answer, className="who answer")] if answer else []
    return html.Article([head, html.Div(_who(sight, case), className="who"), *taken, _term(case, tone)],
                        className="waiting")


def _answer(sight: Sight, case: WallCase) -> str:
    """Return who has taken the alert of a case, by position, and the day promised; "" where nobody has."""
    taken = sight.board.taken(case)
    if taken is None:
        return sight.words("promised by {day}", day=sight.words.short_day(case.promised)) if case.promised else ""
    day = sight.words("by {day}", day=sight.words.short_day(taken.promise_on)) if taken.promise_on else ""
    return f"{TICK} {DOT.join(filter(None, (taken.position or sight.words('under control'), day)))}"


def _who(sight: Sight, case: WallCase) -> str:
    place = f"{sight.title('street', case.street)}{DOT}" if case.street else ""
    return f"{place}{sight.department(case.department)}"


def _term(case: WallCase, tone: str) -> Any:
    """Return the bar of elapsed term; an overdue one parts the term in grey from what lies beyond it, in a wedge."""
    elapsed = case.elapsed if case.elapsed is not None else 0.0
    if elapsed <= 1:
        return html.Div(html.I(style={"width": f"{100 * elapsed:.0f}%"}, className=tone), className="term")
    within = 100 / elapsed
    return html.Div([html.I(style={"width": f"{within:.0f}%"}), html.I(style={"width": f"{100 - within:.0f}%"},
                     className=tone)], className="term over")


PANEL = Panel("terms", "terms", "Terms", draw)
