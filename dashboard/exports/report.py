"""The content of a snapshot, the same for every format: words and numbers, no citizen's text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.domain.clusters import Cluster
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.metrics.weekly import Week
from dashboard.room import Room

TOTALS = ("received", "closed", "open", "overdue_open", "due_today", "due_in_3_working_days", "closed_late", "answered",
          "resolved", "explained", "refused", "forwarded", "repeated", "returned")
TABLES = (("department", ("received", "closed", "open", "overdue_open", "closed_late")),
          ("block", ("received", "closed", "open", "overdue_open")),
          ("topic", ("received", "closed", "open", "overdue_open")),
          ("channel", ("received", "closed", "open", "overdue_open")))
LONGEST = 15


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by the members of a dimension: rows of (title, count of each measure), most received first."""

    dimension: str
    measures: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Report:
    """A snapshot of a scope.

    Attributes:
        totals: measure → count.
        tables: counts by dimension, long ones cut with the number of rows left out.
        shares: (metric key, value in percentage points or None, n, of).
    """

    town: str
    demo: bool
    at: datetime
    on: date
    scope: Scope
    view: View
    scope_words: tuple[str, ...]
    totals: Mapping[str, int]
    shares: tuple[tuple[str, float | None, int, int | None], ...]
    tables: tuple[Table, ...]
    week: Week
    titles: Callable[[str, str], str]
    clusters: tuple[Cluster, ...]


def report(room: Room, scope: Scope, view: View) -> Report:
    """Return the content of a snapshot; every number is counted in one picture of the town."""
    titles = room.house.vocabularies().title
    with room.house.asking(view) as ask:
        totals = {measure: ask.count(measure, scope)[UNKNOWN] for measure in TOTALS}
        shares = tuple(_share(ask.count, key, parts, scope) for key, parts in SHARES.items())
        tables = tuple(_table(ask.count, by, measures, scope, titles) for by, measures in TABLES)
        week = room.week(scope, view)
        now = ask.now
    return Report(room.town.name, room.house.demo, now.at, now.on, scope, view, scope_words(room, scope), totals, shares,
                  tables, week, titles, room.clusters(scope, view))


SHARES = {"on_time": ("on_time", "received"), "on_time_with_deadline": ("on_time_with_deadline", "with_deadline"),
          "satisfaction": ("satisfied", "rated")}


def _share(count: Callable[..., Mapping[str, int]], key: str, parts: tuple[str, str],
           scope: Scope) -> tuple[str, float | None, int, int]:
    n, of = count(parts[0], scope)[UNKNOWN], count(parts[1], scope)[UNKNOWN]
    return key, 100 * n / of if of else None, n, of


def _table(count: Callable[..., Mapping[str, int]], by: str, measures: tuple[str, ...], scope: Scope,
           titles: Callable[[str, str], str]) -> Table:  # noqa: PLR0913
    columns = [count(measure, scope, by) for measure in measures]
    members = sorted({m for column in columns for m in column}, key=lambda m: (-columns[0].get(m, 0), m))
    rows = tuple((titles(by, m), tuple(c.get(m, 0) for c in columns)) for m in members[:LONGEST])
    return Table(by, measures, rows, max(0, len(members) - LONGEST))


def scope_words(room: Room, scope: Scope) -> tuple[str, ...]:
    """Return the scope in words: the period, then each dimension with its members."""
    words, titles = room.words, room.house.vocabularies().title
    since = words.day(scope.since) if scope.since else "…"
    until = words.day(scope.until) if scope.until else "…"
    said = [words("all time") if scope.since is None and scope.until is None else f"{since} – {until}"]
    for key, chosen in sorted(scope.members.items()):
        names = [titles(key, m) or words("unknown") for m in sorted(chosen)]
        said.append(f"{words(room.dimensions[key].title)}: {', '.join(names)}")
    return tuple(said)
