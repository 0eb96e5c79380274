"""Reading commands: count, list, metrics, clusters."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from dashboard.cli.context import Desk
from dashboard.cli.options import scoped
from dashboard.domain.figures import Figure
from dashboard.domain.moments import day_of, instant_of
from dashboard.domain.scope import UNKNOWN, Scope, View

COLUMNS = ("source", "external_id", "question", "channel", "topic", "block", "department", "district", "status",
           "received_at", "due_at", "closed_at", "lat", "lon", "outcome", "street", "house", "first_response_at",
           "rated_at", "rating", "due_source", "place", "law", "lane", "repeated", "marks")
PORTION = 10_000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
Json = Annotated[bool, typer.Option("--json")]
Csv = Annotated[bool, typer.Option("--csv")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    words = desk.words

    def count(measure: str, scope: Scope, view: View, by: Annotated[str | None, typer.Option("--by")] = None,
              json: Json = False) -> None:
        total = desk.room.count(measure, scope, view)[UNKNOWN]
        members = desk.room.count(measure, scope, view, by) if by else {}
        if json:
            desk.give_json({"measure": measure, "as_of": moment_text(view.as_of or desk.now(), desk.town.tz),
                            "scope": scope_json(scope), "total": total, "by": dict(members)})
            return
        desk.give(f"{words(desk.room.measures[measure].title)}: {words.number(total)}")
        for member, n in sorted(members.items(), key=lambda pair: -pair[1]):
            desk.give(f"  {member or words('unknown')}: {words.number(n)}")

    def list_(measure: str, scope: Scope, view: View, csv_: Csv = False, json: Json = False) -> None:
        give_list(desk, measure, scope, view, json=json)

    def metrics(key: str, scope: Scope, view: View, by: Annotated[str | None, typer.Option("--by")] = None,
                json: Json = False) -> None:
        figures = desk.room.metric(key, scope, view, by)
        if json:
            desk.give_json([figure_json(f, desk.town.tz) for f in figures])
            return
        for figure in figures:
            value = words("not enough data") if figure.value is None else words.number(figure.value, 2)
            desk.give(f"{figure.key or words('in all')}: {value} {words(figure.unit)} (n = {figure.n})")

    def clusters(scope: Scope, view: View, json: Json = False) -> None:
        found = desk.room.clusters(scope, view)
        if json:
            desk.give_json([{"id": c.id, "lat": c.lat, "lon": c.lon, "radius_m": c.radius_m, "n": c.n,
                             "topics": list(c.topics)} for c in found])
            return
        for cluster in found:
            place = f"{cluster.lat:.5f} {cluster.lon:.5f}, r = {words.number(cluster.radius_m)} m"
            desk.give(f"{cluster.id}: {', '.join(cluster.topics)}, n = {cluster.n}, {place}")

    for name, command, says in (("count", count, "Count the questions of a measure"),
                                ("list", list_, "List exactly the questions that a measure counts"),
                                ("metrics", metrics, "Compute a metric"),
                                ("clusters", clusters, "Find heaps of cases at a place")):
        app.command(name, help=words(says))(scoped(desk, command))


def give_list(desk: Desk, measure: str, scope: Scope, view: View, *, json: bool) -> None:
    """Write the rows of a measure as CSV, or as JSON lines of a list."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    rows: list[dict[str, Any]] = []
    if not json:
        writer.writerow(COLUMNS)
    offset = 0
    while True:
        page = desk.room.rows(measure, scope, view, (offset, PORTION))
        told = [row_told(row, desk.town.tz) for row in page.rows]
        if json:
            rows += told
        else:
            writer.writerows([harmless(row[name]) for name in COLUMNS] for row in told)
        offset += len(told)
        if not told or offset >= page.total:
            break
    if json:
        desk.give_json(rows)


def row_told(row: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Return a stored row by the list's columns: instants in the town's zone, date-only moments as plain dates."""
    return {name: _moment(row, name[:-3], zone) if name.endswith("_at") else row[name] for name in COLUMNS}


def _moment(row: Mapping[str, Any], key: str, zone: ZoneInfo) -> str | None:
    if row[f"{key}_on"] is None:
        return None
    if row[f"{key}_at"] is None:
        return day_of(row[f"{key}_on"]).isoformat()
    return instant_of(row[f"{key}_at"]).astimezone(zone).isoformat()


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell


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
