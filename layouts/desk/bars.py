"""Bars lying on their side: sorted, from zero, with the name above and the number at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from dashboard.words import Words
from layouts.desk.base import named
from layouts.desk.glance import PREVIOUS, narrowed
from layouts.desk.ink import BODY, FULL, SMALL, quiet_axis, sheet
from layouts.desk.sight import DeskSight
from layouts.screens import Sight
from layouts.theme import DESK

MOST = 10
NARROW, WIDE = 30, 38
"""Px of a row: as much as lets the rows fill a card, within bounds."""
LETTER = 7.4
"""Width in px of a letter or figure at the size BODY, a little too much rather than too little."""
MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how it is called, its length, what stands at its end, and the address that a click opens."""

    title: str
    value: float
    said: str
    href: str | None


def bars(found: list[Bar], colour: str = DESK["neutral"]) -> dict[str, Any]:
    """Return a figure of bars, longest on top, their names on the left."""
    shown = found[::-1]
    longest = max((bar.value for bar in found), default=1.0) or 1.0
    data = {
        "type": "bar", "orientation": "h", "x": [bar.value for bar in shown], "y": list(range(len(shown))),
        "text": [bar.said for bar in shown], "textposition": "outside", "cliponaxis": False,
        "textfont": {"size": BODY, "color": DESK["text"]}, "constraintext": "none", "marker": {"color": colour},
        "customdata": [bar.href for bar in shown], "hovertemplate": "%{text}<extra></extra>",
    }
    names = quiet_axis(tickvals=list(range(len(shown))), ticktext=[short(bar.title) for bar in shown],
                       tickfont={"size": SMALL + 1, "color": DESK["text"]})
    values = quiet_axis(visible=False, range=[0, longest])
    row = min(max(FULL // max(len(shown), 1), NARROW), WIDE)
    layout = sheet(row * len(shown) + 16, xaxis=values, yaxis=names,
                   margin={"l": 8, "r": room_for(bar.said for bar in found), "t": 4, "b": 4})
    return {"data": [data], "layout": layout}


def room_for(labels: Iterable[str]) -> int:
    """Return the px that the longest of the labels needs behind the end of its mark."""
    return 12 + round(LETTER * max((len(MARKUP.sub("", label)) for label in labels), default=0))


def short(title: str, longest: int = 30) -> str:
    """Return a title that fits before a bar."""
    return title if len(title) <= longest else title[:longest - 1].rstrip() + "…"


def counted(sight: Sight, figures: tuple[Figure, ...], dimension: str) -> list[Bar]:
    """Return the bars of counts by members, the smallest joined as «others»."""
    ranked = [figure for figure in figures if figure.value]
    shown = ranked[:MOST] if len(ranked) > MOST + 1 else ranked
    found = [Bar(sight.title(dimension, f.key), float(f.n), told(f, sight.words),
                 narrowed(f.drill, sight.board.view) if f.drill else None) for f in shown]
    if rest := ranked[len(shown):]:
        n = sum(figure.n for figure in rest)
        found.append(Bar(sight.words("{n} others together", n=len(rest)), float(n), sight.words.number(n), None))
    return found


def compared_with(sight: Sight) -> Any:
    """Return the line that names what the changes at the ends of the bars are to."""
    compare = sight.compare if isinstance(sight, DeskSight) else PREVIOUS
    said = named(sight.board.scope, sight.board, compare, sight.words)
    return html.P(said, className="desk-evidence") if said else None


def told(figure: Figure, words: Words) -> str:
    """Return the number and its change: «12 ▲ 3»."""
    said = words.number(figure.n)
    if figure.before is None or figure.n == figure.before:
        return said
    arrow = "▲" if figure.n > figure.before else "▼"
    return f"{said} <span style='color:{DESK['muted']}'>{arrow} {words.number(abs(figure.n - figure.before))}</span>"
