"""What is expected of an open appeal, and the reason in words: no number without the cases that it leans on."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.domain.forecast import Outlook
from dashboard.words import Words
from layouts.desk.path import Title

LEVELS = ("block", "topic", "department")
CERTAIN = (0.01, 0.99)
"""Beyond these a forecast says less than 1 % and more than 99 %: it is no certainty."""


def chance(late: float, words: Words) -> str:
    """Return a probability in per cent, never as a certainty."""
    low, high = CERTAIN
    if late < low:
        return words("less than {share}", share=words.percent(100 * low))
    if late > high:
        return words("more than {share}", share=words.percent(100 * high))
    return words.percent(100 * late)


def reasons(found: Outlook, title: Title, words: Words) -> list[str]:
    """Return why: which cases, how many of them were still open by then, how long such cases take, what is left."""
    n = words("cases alike: {n} ({alike})", n=words.number(found.n), alike=alike(found, title, words))
    left = words.days(found.left_days)
    if found.usual_days is None:
        return [n, words("such cases mostly stay open far beyond their term, left: {left}", left=left)]
    return [n, words("half of such cases are closed within {usual}, left: {left}", usual=words.days(found.usual_days),
                     left=left)]


def alike(found: Outlook, title: Title, words: Words) -> str:
    """Return the group whose history weighs most, in words: what it shares, and that it was open as long."""
    names = [title(level, member) or words("not stated")
             for level, member in list(zip(LEVELS, found.alike, strict=False))[1 if len(found.alike) > 1 else 0:]]
    group = ", ".join(names) if names else words("all cases of the town")
    return words("{group}, open by the same part of their term", group=group)


def card(found: Outlook | None, title: Title, words: Words) -> Any:
    """Return the card of the forecast; nothing where nothing is foreseen."""
    if found is None:
        return None
    head = words("Probability of missing the term: {share}", share=chance(found.late, words))
    said = "; ".join(reasons(found, title, words))
    return html.Section([html.H2(words("Forecast")), html.P(html.Strong(head)), html.P(said),
                         html.P(words("Counted from how long cases like it stayed open before; it decides nothing."),
                                className="desk-muted")], className="desk-card desk-forecast")
