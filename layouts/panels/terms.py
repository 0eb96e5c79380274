"""The scene Сроки asks: which cases are late or will be, and who must move?"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.cache.board import Queue, WallCase
from dashboard.domain.figures import Figure
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
TICK = "\N{CHECK MARK}"
LONG = "Likely late"
"""The longest title in Russian."""


def draw(sight: Sight) -> list[Any]:
    """Return four columns of cases, and what the bars mean."""
    queues = {queue.measure: queue for queue in sight.board.queues}
    columns = [_column(sight, queues.get(measure), sight.whole(measure), title, tone)
               for measure, title, tone in COLUMNS]
    meant = sight.words("bar: the elapsed part of the term; overdue: grey is the term, red what lies beyond; dashed: "
                        "foreseen, with the probability of being late")
    taken = any(sight.board.taken(case) for queue in queues.values() for case in queue.cases)
    tick = [f"{DOT}{TICK} {sight.words('under control, and the day promised')}"] if taken else []
    return [html.Div(columns, className="columns"),
            html.Div([html.P([meant, *tick], className="evidence"), evidence(sight, sight.whole("overdue_open"))],
                     className="foot")]


def _column(sight: Sight, queue: Queue | None, figure: Figure, title: str, tone: str) -> Any:
    waiting = queue.cases[:SHOWN] if queue else ()
    cases = fitting(waiting, [_height(sight, case) for case in waiting], ROOM_VH)
    rest = figure.n - len(cases)
    more = [html.P(linked(sight, figure, sight.words("{n} more", n=sight.words.number(rest))), className="more")]
    none = [] if cases else [html.P(sight.words("None"), className="none")]
    rows = [_case(sight, case, tone) for case in cases]
    return html.Section([_head(sight, figure, title, tone), *rows, *none, *(more if rest > 0 and cases else [])],
                        className=f"column {tone}", style=_width(len(cases), title))


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
    due = sight.words.short_day(case.due.on) if case.due else ""
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
        return ""
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
