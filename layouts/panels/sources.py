"""The source strip of the header: can what stands here be believed? A dot whose shape says it, with its age."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.cache.board import SourceState
from layouts.screens import Panel, Sight

SHAPES = {"fresh": "●", "late": "◐", "silent": "◌", "failing": "◌", "none": "◌"}


def draw(sight: Sight) -> list[Any]:
    """Return one mark per source, the silent first; the wall's script keeps ages and shapes true."""
    worst = sorted(sight.board.sources, key=lambda source: (source.state == "fresh", source.title))
    return [_mark(sight, source) for source in worst] or [html.Span(sight.words("no source yet"))]


def _mark(sight: Sight, source: SourceState) -> Any:
    seen = source.observed_at
    told: dict[str, Any] = {"data-source": source.key, "data-state": source.state}
    age = sight.words("never") if seen is None else sight.words.age((sight.board.at - seen).total_seconds())
    return html.Span([html.I(SHAPES.get(source.state, "◌"), className="shape"), html.Span(source.title),
                      html.Span(age, className="age")], className="source", **told)


PANEL = Panel("sources", "header", "Sources", draw)
