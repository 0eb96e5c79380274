"""What stands under a number: how many it rests on, how old it is, what it lacks (architecture, idea 6)."""

from __future__ import annotations

from dashboard.cache.board import Board, SourceState
from dashboard.domain.figures import Figure, Trust
from dashboard.words import Words

SHAPES = {"fresh": "●", "late": "◐", "silent": "◌", "failing": "▲", "none": "○"}
"""A source's state is a shape first, a colour second."""
STATES = {"fresh": "fresh", "late": "late", "silent": "silent", "failing": "fails", "none": "has not spoken yet"}
UNTOLD = {Trust.TOO_FEW: "too few data", Trust.EMPTY: "nothing yet", Trust.UNAVAILABLE: "cannot be counted now"}


def age(figure: Figure, board: Board, words: Words) -> str:
    """Return the age of the oldest export that the figure rests on, "" when it rests on none."""
    if figure.observed_at is None:
        return ""
    return words.age((board.at - figure.observed_at).total_seconds())


def lacking(figure: Figure, board: Board, words: Words) -> str:
    """Return «without X since 12.11» for the silent sources, "" when all have spoken."""
    silent = [source for source in board.sources if source.key in figure.missing]
    return "; ".join(_without(source, words) for source in silent)


def _without(source: SourceState, words: Words) -> str:
    if source.observed_at is None:
        return words("without {source}", source=source.title)
    return words("without {source} since {day}", source=source.title,
                 day=words.short_day(source.observed_at.astimezone(words.zone).date()))


def value_of(figure: Figure, words: Words) -> str:
    """Return the value with its unit, or why there is none."""
    if figure.value is None:
        return words(UNTOLD.get(figure.state, "not known"))
    if figure.unit == "percent":
        return words.percent(figure.value)
    if figure.unit == "days":
        return words.days(figure.value)
    if figure.unit == "expected":
        return f"≈ {words.number(figure.value, 1)}"
    return words.number(figure.value)


def resting_on(figure: Figure, words: Words) -> str:
    """Return «18 of 20, 70–97 %» for a share, «n = 18» for a duration, "" for a count."""
    if figure.unit == "percent" and figure.of:
        n = words("{n} of {of}", n=words.number(figure.n), of=words.number(figure.of))
        if figure.low is None or figure.high is None:
            return n
        return f"{n} · {words.number(figure.low)}–{words.percent(figure.high)}"
    return words("n = {n}", n=words.number(figure.n)) if figure.unit == "days" and figure.n else ""
