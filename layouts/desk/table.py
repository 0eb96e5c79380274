"""A plain table, its head from words, its cells from anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html


def table(head: Sequence[str], rows: Sequence[Sequence[Any]], numbers: frozenset[int] = frozenset()) -> Any:
    """Return a table; columns whose place is in `numbers` stand to the right."""
    looks = ["desk-right" if place in numbers else "" for place in range(len(head))]
    return html.Table([
        html.Thead(html.Tr([html.Th(said, className=look) for said, look in zip(head, looks, strict=True)])),
        html.Tbody([html.Tr([html.Td(cell, className=look) for cell, look in zip(row, looks, strict=True)])
                    for row in rows]),
    ], className="desk-table")
