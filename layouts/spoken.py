"""Sentences with living parts: a translated template whose places are filled by links and numbers."""

from __future__ import annotations

from string import Formatter
from typing import Any

from dash import html

from dashboard.domain.figures import Figure
from layouts.screens import Sight

LIVING = "value"
"""Class of what changes: the wall's script underlines it for 10 s when it did."""


def spoken(sight: Sight, template: str, **parts: Any) -> list[Any]:
    """Return the translated template as texts and components, in the translation's order."""
    said: list[Any] = []
    for text, name, _, _ in Formatter().parse(sight.words(template)):
        if text:
            said.append(text)
        if name is not None:
            said.append(parts[name])
    return said


def linked(sight: Sight, figure: Figure, text: str, style: str = "") -> Any:
    """Return the text as a link to the rows of the figure; plain where there are none to open."""
    href = sight.href(figure)
    kind = f"{LIVING} {style}".strip()
    return html.A(text, href=href, className=kind) if href else html.Span(text, className=kind)


def amount(sight: Sight, figure: Figure) -> str:
    """Return the value with its unit, as short as it stays true."""
    words, value = sight.words, figure.value
    if value is None:
        return sight.words("no data")
    if figure.unit == "percent":
        return words.percent(value)
    if figure.unit == "days":
        return words.days(value)
    return words.number(value)


def change(sight: Sight, figure: Figure, than: str) -> str:
    """Return «3 more than yesterday» out of a figure and what it is compared with; "" without a comparison.

    Args:
        sight: gives the words.
        figure: with `before`.
        than: gettext key like «than yesterday»; of its twin «as many as …» the key is `as many ` + it.
    """
    if figure.value is None or figure.before is None:
        return ""
    words = sight.words
    step = round(figure.value) - round(figure.before)
    if step == 0:
        return words(f"as many {than}")
    size = words.number(abs(step))
    if figure.unit == "percent":
        size = words("{n} points", n=size)
    return words("{n} more {than}" if step > 0 else "{n} fewer {than}", n=size, than=words(than))
