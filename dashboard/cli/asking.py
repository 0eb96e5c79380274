"""Reading commands: count, list, metrics, clusters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.options import By, scoped
from dashboard.domain.clusters import Cluster
from dashboard.domain.doubts import Doubts
from dashboard.domain.figures import Figure
from dashboard.domain.moments import day_of, instant_of
from dashboard.domain.scope import Scope, View
from dashboard.domain.waiting import clocks_of_row
from dashboard.words import NBSP

COLUMNS = ("source", "external_id", "question", "channel", "topic", "block", "department", "district", "status",
           "received_at", "due_at", "closed_at", "lat", "lon", "outcome", "street", "house", "first_response_at",
           "rated_at", "rating", "due_source", "place", "law", "lane", "repeated", "marks",
           "deferred_to_at", "respond_at", "respond_source")
TOLD = (*COLUMNS, "provisional", "unconfirmed", "term_left_days", "waited_days")
"""Stored columns, and what is told besides: what must be doubted of the term, and both clocks."""
FIGURE = ("key", "value", "unit", "n", "of", "state", "observed_at", "low", "high", "before")
HEAP = ("id", "lat", "lon", "radius_m", "n", "topics")
PORTION = 10_000
Measure = Annotated[str, typer.Argument(help="Key of a measure; a wrong one lists them all", metavar="MEASURE")]
Key = Annotated[str, typer.Argument(help="Key of a metric; a wrong one lists them all", metavar="METRIC")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    def count(measure: Measure, scope: Scope, view: View, form: str, by: By = None) -> None:
        give_count(desk, measure, (scope, view, by), form)

    def list_(measure: Measure, scope: Scope, view: View, form: str) -> None:
        rows = listed(desk, measure, scope, view)
        if form == "json":
            desk.give_json(list(rows))
        else:
            desk.give_csv(TOLD, ([row[name] for name in TOLD] for row in rows))

    def metrics(key: Key, scope: Scope, view: View, form: str, by: By = None) -> None:
        give_figures(desk, desk.room.metric(key, scope, view, by), (key, by), form)

    def clusters(scope: Scope, view: View, form: str) -> None:
        give_heaps(desk, desk.room.clusters(scope, view), form)

    for name, command, says in (("count", count, "Count the questions of a measure"),
                                ("list", list_, "List exactly the questions that a measure counts"),
                                ("metrics", metrics, "Compute a metric"),
                                ("clusters", clusters, "Find heaps of cases at a place")):
        app.command(name, cls=Command, help=desk.words(says))(scoped(desk, command))


def give_count(desk: Desk, measure: str, asked: tuple[Scope, View, str | None], form: str) -> None:
    """Write a count; its members and its total are one statement's, so that they agree."""
    scope, view, by = asked
    found = desk.room.count(measure, scope, view, by)
    total, members = sum(found.values()), dict(found) if by else {}
    if form == "json":
        at = view.as_of or view.known_at or desk.now()
        desk.give_json({"measure": measure, "as_of": moment_text(at, desk.town.tz), "scope": scope_json(scope),
                        "total": total, "by": members})
    elif form == "csv":
        desk.give_csv((by or "measure", "n"), members.items() if by else [(measure, total)])
    else:
        desk.give(f"{desk.words(desk.room.measures[measure].title)}: {desk.words.number(total)}")
        for member, n in sorted(members.items(), key=lambda pair: (-pair[1], pair[0])):
            desk.give(f"  {named(desk, by, member)}: {desk.words.number(n)}")


def give_figures(desk: Desk, figures: tuple[Figure, ...], asked: tuple[str, str | None], form: str) -> None:
    """Write the figures of a (metric, dimension); without a dimension the key "" is the whole, else the unknown."""
    (metric, by), words = asked, desk.words
    told = [figure_json(figure, desk.town.tz) for figure in figures]
    if form == "json":
        desk.give_json(told)
    elif form == "csv":
        desk.give_csv(FIGURE, ([row[name] for name in FIGURE] for row in told))
    else:
        for figure in figures:
            value = (words("not enough data") if figure.value is None
                     else f"{words.number(figure.value, 2)}{NBSP}{words(figure.unit)}")
            axis = by or desk.house.metrics[metric].axis
            name = named(desk, axis, figure.key) if by or figure.key else words("in all")
            desk.give(f"{name}: {value} (n = {words.number(figure.n)})")


def give_heaps(desk: Desk, heaps: tuple[Cluster, ...], form: str) -> None:
    """Write heaps of cases, most surprising first."""
    told = [{"id": c.id, "lat": c.lat, "lon": c.lon, "radius_m": c.radius_m, "n": c.n, "topics": list(c.topics)}
            for c in heaps]
    if form == "json":
        desk.give_json(told)
    elif form == "csv":
        desk.give_csv(HEAP, ([c.id, c.lat, c.lon, c.radius_m, c.n, " ".join(c.topics)] for c in heaps))
    else:
        _say_heaps(desk, heaps)


def _say_heaps(desk: Desk, heaps: tuple[Cluster, ...]) -> None:
    words = desk.words
    for heap in heaps:
        topics = ", ".join(named(desk, "topic", topic) for topic in heap.topics)
        desk.give(words("{id}: {topics}, {n} at {lat} {lon}, within {radius} m", id=heap.id, topics=topics,
                        n=words.number(heap.n), lat=f"{heap.lat:.5f}", lon=f"{heap.lon:.5f}",
                        radius=words.number(heap.radius_m)))
    if not heaps:
        desk.give(words("There is no heap"))


def listed(desk: Desk, measure: str, scope: Scope, view: View) -> Iterator[dict[str, Any]]:
    """Yield exactly the rows that the measure counts, as the list tells them."""
    offset, total, doubts = 0, 1, desk.room.doubts()
    while offset < total:
        page = desk.room.rows(measure, scope, view, (offset, PORTION))
        total, offset = page.total, offset + PORTION
        at = view.as_of or view.known_at or desk.now()
        yield from ({**row_told(row, desk.town.tz, doubts), **clocks_told(row, at, desk.town.tz)}
                    for row in page.rows)


def named(desk: Desk, dimension: str | None, member: str) -> str:
    """Return how people call a member."""
    if not member:
        return desk.words("unknown")
    return desk.house.vocabularies().title(dimension or "", member)


def row_told(row: Mapping[str, Any], zone: ZoneInfo, doubts: Doubts) -> dict[str, Any]:
    """Return a stored row by the list's columns: instants in the town's zone, date-only moments as plain dates."""
    told = {name: _moment(row, name[:-3], zone) if name.endswith("_at") else row[name] for name in COLUMNS}
    term = row["due_on"], row["due_source"]
    return {**told, "provisional": doubts.provisional(*term), "unconfirmed": doubts.unconfirmed(*term)}


def clocks_told(row: Mapping[str, Any], at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Return both clocks in days: left by the term (below zero when it is over), and how long the citizen waits."""
    clocks = clocks_of_row(row, at, zone)
    waited = None if clocks.waited is None else round(clocks.waited, 2)
    left = None if clocks.left is None else clocks.left.days
    return {"term_left_days": left, "waited_days": waited}


def _moment(row: Mapping[str, Any], key: str, zone: ZoneInfo) -> str | None:
    if row[f"{key}_on"] is None:
        return None
    if row[f"{key}_at"] is None:
        return day_of(row[f"{key}_on"]).isoformat()
    return instant_of(row[f"{key}_at"]).astimezone(zone).isoformat()


def moment_text(at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as ISO 8601 with the town's offset."""
    return at.astimezone(zone).isoformat()


def scope_json(scope: Scope) -> dict[str, Any]:
    """Return a scope as JSON: `from`, `to` and the chosen members."""
    found: dict[str, Any] = {key: sorted(chosen) for key, chosen in sorted(scope.members.items())}
    if scope.since:
        found["from"] = scope.since.isoformat()
    if scope.until:
        found["to"] = scope.until.isoformat()
    return found


def figure_json(figure: Figure, zone: ZoneInfo) -> dict[str, Any]:
    """Return a figure in the shape of `metrics --json`; shares are percentage points."""
    observed = None if figure.observed_at is None else moment_text(figure.observed_at, zone)
    return {"key": figure.key, "value": figure.value, "unit": figure.unit, "n": figure.n, "of": figure.of,
            "state": figure.state.value, "observed_at": observed, "low": figure.low, "high": figure.high,
            "before": figure.before}
