"""What every tile has: its number with the trust it deserves, and its evidence line (design.md §1, lessons §3 B)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dash import html

from dashboard.domain.figures import Figure, Trust
from layouts.screens import Sight
from layouts.spoken import amount, linked, linked_whole, spoken

DOT = "\N{NO-BREAK SPACE}\N{MIDDLE DOT} "
UNTOLD = {
    Trust.UNAVAILABLE: "could not be computed",
    Trust.EMPTY: "nothing yet",
    Trust.TOO_FEW: "too few cases",
}


def big(sight: Sight, figure: Figure, tone: str = "") -> Any:
    """Return the giant number; a stale one loses its right to be big: its age first, small and grey."""
    if figure.value is None or figure.state in UNTOLD:
        return html.Div(sight.words(UNTOLD.get(figure.state, "no data")), className=f"untold {figure.state}")
    if figure.state is Trust.STALE:
        age = since(sight, figure.observed_at)
        return html.Div([html.Span(age, className="age"), " ", linked(sight, figure, amount(sight, figure))],
                        className="stale")
    return html.Div(linked(sight, figure, amount(sight, figure)), className=f"number {tone}".strip())


def since(sight: Sight, at: datetime | None) -> str:
    """Return «silent since 12.11» or, without any moment, that nothing was ever told."""
    if at is None:
        return sight.words("never told")
    return sight.words("as of {at}", at=moment(sight, at))


def moment(sight: Sight, at: datetime) -> str:
    """Return HH:MM for today, DD.MM for another day, in the town's zone."""
    on = at.astimezone(sight.words.zone).date()
    return sight.words.clock(at) if on == sight.board.on else sight.words.short_day(on)


def evidence(sight: Sight, figure: Figure, *more: Any, counted: str | None = "{n} of {of}") -> Any:
    """Return the line under a figure: how many, of what period, data of what moment, and who is silent.

    Args:
        sight: what is drawn from.
        figure: the one above.
        more: further parts.
        counted: gettext key of «{n} of {of}» with its noun; None where the counts are said already.
    """
    parts = [*(_counted(sight, figure, counted) if counted else []), *more, *_period(sight, figure),
             *_told(sight, figure), *_missing(sight, figure)]
    joined = [piece for part in parts for piece in (DOT, part)][1:]
    return html.P(joined, className=f"evidence {figure.state}")


def _counted(sight: Sight, figure: Figure, counted: str) -> list[Any]:
    n = linked(sight, figure, sight.words.number(figure.n), "n")
    if figure.of is not None:
        of = linked_whole(sight, figure, sight.words.number(figure.of), "n")
        return [html.Span(spoken(sight, counted, n=n, of=of))]
    return [] if figure.unit == "questions" else [html.Span(["n = ", n])]


def _period(sight: Sight, figure: Figure) -> list[str]:
    scope = figure.drill.scope if figure.drill else None
    return [] if scope is None or scope.since is None else [period(sight, scope.since, scope.until)]


def period(sight: Sight, first: date, last: date | None) -> str:
    """Return «28.10 – 24.11»; an open end is the day of judgement."""
    end = min(last or sight.board.on, sight.board.on)
    short = sight.words.short_day
    return short(first) if first == end else f"{short(first)} – {short(end)}"


def _told(sight: Sight, figure: Figure) -> list[Any]:
    if figure.observed_at is None:
        return []
    text = sight.words("data as of {at}", at=moment(sight, figure.observed_at))
    aging: dict[str, Any] = {"data-observed": figure.observed_at.isoformat()}
    return [html.Span(text, **aging)]


def _missing(sight: Sight, figure: Figure) -> list[Any]:
    told = {source.key: source for source in sight.board.sources}
    names = []
    for key in figure.missing:
        source = told.get(key)
        when = source.observed_at if source else None
        name = source.title if source else key
        names.append(sight.words("without {source}", source=name) if when is None
                     else sight.words("without {source} since {at}", source=name, at=moment(sight, when)))
    return [html.Span(f"\N{WARNING SIGN}\N{VARIATION SELECTOR-15} {name}", className="without") for name in names]
