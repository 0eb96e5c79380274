"""Scope options, generated from the registered dimensions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

import typer

from dashboard.cli.context import Desk
from dashboard.domain.dimension import Dimension
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.registry import discover

CLOCKS = {"from_": ("--from", "First civil day"), "to": ("--to", "Last civil day"),
          "as_of": ("--as-of", "The moment at which the town is judged"),
          "known_at": ("--known-at", "The moment up to which we had been told")}
LAST = timedelta(microseconds=1)
Command = Callable[..., None]


def scoped(desk: Desk, command: Command) -> Command:
    """Return the command with scope options added; it is called with `scope` and `view`.

    A date without a time as a clock means the end of that civil day.
    """
    dimensions = discover("dashboard.domain.dimensions", Dimension)
    own = [p for name, p in inspect.signature(command, eval_str=True).parameters.items()
           if name not in ("scope", "view")]
    added = [*_clock_options(desk), *_dimension_options(desk, dimensions)]

    def called(**given: Any) -> None:
        members = {key: frozenset(given.pop(key)) for key in dimensions if given.get(key)}
        for key in dimensions:
            given.pop(key, None)
        since, until = (_day(given.pop(name)) for name in ("from_", "to"))
        view = View(*(_instant(given.pop(name), desk) for name in ("as_of", "known_at")))
        scope = Scope(since, until, members)
        command(scope=desk.room.understood(scope) if scope != Scope() else scope, view=view, **given)

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in [*own, *added]]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {p.name: p.annotation for p in parameters}
    called.__doc__ = None
    return called


def _clock_options(desk: Desk) -> list[inspect.Parameter]:
    return [_option(name, Annotated[str | None, typer.Option(flag, help=desk.words(says))])
            for name, (flag, says) in CLOCKS.items()]


def _dimension_options(desk: Desk, dimensions: Mapping[str, Dimension]) -> list[inspect.Parameter]:
    return [_option(key, Annotated[list[str] | None, typer.Option(f"--{key}", help=desk.words(dimension.title))])
            for key, dimension in dimensions.items()]


def _option(name: str, annotation: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=text) from broken


def _instant(text: str | None, desk: Desk) -> datetime | None:
    if not text:
        return None
    try:
        if len(text) == len("2026-11-24"):
            end = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), desk.town.tz)
            return end - LAST
        found = datetime.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The moment {text} cannot be read; write it as 2026-11-24T14:32:00+03:00",
                         text=text) from broken
    return found if found.tzinfo else found.replace(tzinfo=desk.town.tz)
