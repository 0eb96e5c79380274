"""Обстановка's left column asks: how much lies with us, what is late, what must be done today?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.drawn import sparkline
from layouts.screens import Panel, Sight
from layouts.spoken import YESTERDAY, amount, change, linked, spoken
from layouts.theme import WALL
from layouts.tile import DOT, big, evidence

DAYS = 28
BLOCKS = 2


def draw(sight: Sight) -> list[Any]:
    """Return the three giant numbers, each with its sentence, its picture and its evidence."""
    return [_tile(sight, "open", "In work", _backlog(sight)),
            _tile(sight, "overdue_open", "Overdue", _blocks(sight), "broken", *_unanswered(sight)),
            _tile(sight, "due_today", "Due today", _soon(sight), "soon")]


def _tile(sight: Sight, metric: str, title: str, picture: Any, tone: str = "", *more: str) -> Any:
    figure = sight.whole(metric)
    tone = tone if figure.value else ""
    words = [_sentence(sight, figure, title), picture, evidence(sight, figure, *more)]
    return html.Article([big(sight, figure, tone), html.Div(words, className="beside")], className="giant")


def _unanswered(sight: Sight) -> list[str]:
    """Return how many alerts of broken terms nobody has answered, where there are any."""
    calling = sum(alert.calls for alert in sight.board.alerts)
    return [sight.words("unanswered {n}", n=sight.words.number(calling))] if calling else []


def _sentence(sight: Sight, figure: Figure, title: str) -> Any:
    changed = change(sight, figure, YESTERDAY)
    if not changed:
        return html.P(sight.words(title), className="sentence")
    said = spoken(sight, "{what} {n} — {change}", what=sight.words(title),
                  n=linked(sight, figure, amount(sight, figure)), change=changed)
    return html.P(said, className="sentence")


def _backlog(sight: Sight) -> Any:
    values = backlog(sight.whole("open").value, sight.figures("inflow"), sight.figures("closing"))
    return _picture(sight, values, sight.words("over 28 days"), "neutral")


def _picture(sight: Sight, values: Sequence[float], beside: Any, tone: str) -> Any:
    """Return the line of the last 28 days with words beside it; the words alone when the days are unknown."""
    words = html.Span(beside, className="told")
    label = sight.words("over 28 days")
    image = [html.Img(src=sparkline(values, WALL[tone]), className="spark", alt=label)] if values else []
    return html.Div([*image, words], className="picture")


def backlog(now: float | None, came: Sequence[Figure], went: Sequence[Figure]) -> list[float]:
    """Return a stock at the end of each of the last 28 days, walked back from now by what came and went; or []."""
    if now is None or not came or len(came) != len(went):
        return []
    values = [now]
    for inflow, closing in list(zip(came, went, strict=True))[:-DAYS:-1]:
        values.append(max(0.0, values[-1] - (inflow.value or 0) + (closing.value or 0)))
    return values[::-1]


def _blocks(sight: Sight) -> Any:
    """Return the line of overdue questions, and the blocks that hold most of them."""
    members = [figure for figure in sight.members("overdue_open_by_block") if figure.n][:BLOCKS]
    named = [part for figure in members for part in (DOT, _member(sight, figure))][1:]
    values = backlog(sight.whole("overdue_open").value, sight.figures("lapsing"), sight.figures("closing_late"))
    return _picture(sight, values, named, "broken")


def _member(sight: Sight, figure: Figure) -> Any:
    return html.Span([sight.title("block", figure.key), " ", linked(sight, figure, amount(sight, figure))])


def _soon(sight: Sight) -> Any:
    """Return the line of what was due on each day, and what is due soon."""
    figure, today = sight.whole("due_in_3_working_days"), sight.whole("due_today").value
    past = [day.value or 0.0 for day in sight.figures("terms_ending") if day.key < sight.board.on.isoformat()]
    values = [*past[1 - DAYS:], today] if past and today is not None else []
    said = [] if figure.value is None else spoken(
        sight, "and {n} more within three working days", n=linked(sight, figure, amount(sight, figure)))
    return _picture(sight, values, said, "soon")


PANEL = Panel("now", "overview", "The state of things", draw)
