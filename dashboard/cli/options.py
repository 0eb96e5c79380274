"""Scope options, generated from the registered dimensions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

import typer

from dashboard.cli.context import Desk
from dashboard.domain.dimension import Dimension
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.registry import discover

By = Annotated[str | None, typer.Option("--by", help="Divide by a dimension; a wrong one lists them all",
                                        metavar="DIMENSION")]
Json = Annotated[bool, typer.Option("--json", help="Answer for programs, with all its parts")]
Csv = Annotated[bool, typer.Option("--csv", help="Answer as a table with commas, without formulas")]
FROM = typer.Option("--from", help="First civil day, such as 2026-11-14", metavar="DAY")
TO = typer.Option("--to", help="Last civil day, such as 2026-11-20", metavar="DAY")
AS_OF = typer.Option("--as-of", help="The moment at which the town is judged", metavar="MOMENT")
KNOWN_AT = typer.Option("--known-at", help="The moment up to which we had been told", metavar="MOMENT")
CLOCKS = {"from_": FROM, "to": TO, "as_of": AS_OF, "known_at": KNOWN_AT}
LAST = timedelta(microseconds=1)
Command = Callable[..., None]


def scoped(desk: Desk, command: Command) -> Command:
    """Return the command with scope options added; it is called with `scope` and `view`.

    A command that takes a `form` is given --json and --csv too, and called with `json`, `csv` or `text`. A date
    without a time as a clock means the end of that civil day.
    """
    dimensions = discover("dashboard.domain.dimensions", Dimension)
    wanted = inspect.signature(command, eval_str=True).parameters
    own = [p for name, p in wanted.items() if name not in ("scope", "view", "form")]
    forms = [_option("json", Json, False), _option("csv", Csv, False)] if "form" in wanted else []
    added = [*forms, *_clock_options(), *_dimension_options(dimensions)]

    def called(**given: Any) -> None:
        members = {key: frozenset(given.pop(key)) for key in dimensions if given.get(key)}
        for key in dimensions:
            given.pop(key, None)
        since, until = (_day(given.pop(name)) for name in ("from_", "to"))
        view = View(*(instant_of(given.pop(name), desk) for name in ("as_of", "known_at")))
        form = {"form": form_of(given.pop("json"), given.pop("csv"))} if forms else {}
        scope = Scope(since, until, members)
        command(scope=desk.room.understood(scope) if scope != Scope() else scope, view=view, **form, **given)

    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in [*own, *added]]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {p.name: p.annotation for p in parameters}
    called.__doc__ = None
    return called


def form_of(json: bool, csv: bool) -> str:
    """Return the form of the answer: `json`, `csv` or `text`.

    Raises:
        UsageError: two are asked for.
    """
    if json and csv:
        raise UsageError("An answer has one form: --json or --csv")
    return "json" if json else "csv" if csv else "text"


def _clock_options() -> list[inspect.Parameter]:
    return [_option(name, Annotated[str | None, told]) for name, told in CLOCKS.items()]


def _dimension_options(dimensions: Mapping[str, Dimension]) -> list[inspect.Parameter]:
    return [_option(key, Annotated[list[str] | None, typer.Option(f"--{key.replace('_', '-')}", help=dimension.title,
                                                                  metavar="MEMBER")])
            for key, dimension in dimensions.items()]


def _option(name: str, annotation: Any, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=text) from broken


def instant_of(text: str | None, desk: Desk) -> datetime | None:
    """Return the moment that a person wrote; a date means its end."""
    if not text:
        return None
    try:
        if len(text) == len("2026-11-24"):
            end = datetime.combine(date.fromisoformat(text) + timedelta(days=1), time(), desk.town.tz)
            return end - LAST
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=desk.town.tz)
        found.astimezone(UTC)  # the store counts in it
    except (ValueError, OverflowError) as broken:
        raise UsageError("The moment {text} cannot be read; write it as 2026-11-24T14:32:00+03:00",
                         text=text) from broken
    return found
