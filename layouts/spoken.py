"""Sentences with living parts: a translated template whose places are filled by links and numbers."""

from __future__ import annotations

from dataclasses import replace
from string import Formatter
from typing import Any, NamedTuple

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


def linked_whole(sight: Sight, figure: Figure, text: str, style: str = "") -> Any:
    """Return the text as a link to the rows of the figure's denominator."""
    return linked(sight, replace(figure, drill=figure.whole), text, style)


def amount(sight: Sight, figure: Figure) -> str:
    """Return the value with its unit, as short as it stays true."""
    words, value = sight.words, figure.value
    if value is None:
        return sight.words("no data")
    if figure.unit == "percent":
        return words.percent(value)
    if figure.unit == "days":
        return words.days(value)
    if figure.unit == "expected":
        return f"≈ {words.number(value, 1)}"
    return words.number(value)


class Against(NamedTuple):
    """What a figure is compared with: gettext keys of «than …» and «as many as …»."""

    than: str
    same: str


YESTERDAY = Against("than yesterday", "as many as yesterday")
WEEK_BEFORE = Against("than by this day of the week before", "as many as by this day of the week before")
FOUR_WEEKS_BEFORE = Against("than in the 28 days before", "as many as in the 28 days before")


def change(sight: Sight, figure: Figure, against: Against) -> str:
    """Return «3 more than yesterday» out of a figure with `before`; "" without a comparison."""
    if figure.value is None or figure.before is None:
        return ""
    words = sight.words
    step = round(figure.value) - round(figure.before)
    if step == 0:
        return words(against.same)
    size = words.number(abs(step))
    if figure.unit == "percent":
        size = words("{n} percentage points", n=size)
    template = "{n} more, {than}" if step > 0 else "{n} fewer, {than}"
    return words(template, n=size, than=words(against.than))
