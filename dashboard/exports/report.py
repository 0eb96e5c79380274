"""The content of a snapshot, the same for every format: words and numbers, no citizen's text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.domain.asking import Ask, Moments, Point
from dashboard.domain.clusters import Cluster
from dashboard.domain.disclosure import K_RATE, enough, rated
from dashboard.domain.exports import Level
from dashboard.domain.figures import Figure
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.domain.weekly import ASKED, Week, week_of
from dashboard.errors import UsageError
from dashboard.room import Room

TOTALS = ("received", "closed", "open", "overdue_open", "due_today", "due_in_3_working_days", "closed_late", "answered",
          "resolved", "explained", "refused", "forwarded", "repeated", "returned")
SHARES = ("on_time", "on_time_with_deadline", "satisfaction")
SPEEDS = ("closing_time_median", "closing_time_p90")
FLOW = ("received", "closed", "open", "overdue_open")
TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("department", (*FLOW, "closed_late")), ("block", FLOW), ("topic", FLOW), ("channel", FLOW),
    ("street", FLOW))
LEVELS = ("block", "topic", "street")
"""From coarse to fine: paper shows the first two that tell members apart."""
LONGEST = {"topic": 9, "department": 13, "street": 9}
LONG = 15
"""Rows that a table of a snapshot has at most; the rest is one row."""
Titles = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by the members of a dimension.

    Attributes:
        rows: (title, count of each measure), most received first, the unknown member last with the title "".
        left_out: how many members a long table leaves out.
        totals: of the whole scope, those left out included.
        unnamed: whether there are places with too few questions to be named; they are in the totals.
    """

    dimension: str
    measures: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    left_out: int
    totals: tuple[int, ...]
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A snapshot of a scope, all of it counted in one picture of the town.

    Attributes:
        town: its official name.
        now: the moment of judgement.
        figures: metric key → its figure for the whole scope, with its change and its trust.
        tables: counts by dimension.
        titles: (dimension, member) → how the member is called.
        clusters: heaps of cases at a place, most surprising first.
        points: cases in work that have coordinates, and of them the overdue ones; in public none.
        level: for whom it is.
    """

    town: str
    demo: bool
    now: Moments
    scope: Scope
    view: View
    figures: Mapping[str, Figure]
    tables: tuple[Table, ...]
    week: Week
    titles: Titles
    clusters: tuple[Cluster, ...]
    points: tuple[Point, ...]
    overdue: tuple[Point, ...]
    level: Level = Level.STAFF

    def levels(self) -> tuple[Table, ...]:
        """Return the two coarsest tables of LEVELS that have more than one row."""
        by = {table.dimension: table for table in self.tables}
        return tuple(by[level] for level in LEVELS if len(by[level].rows) > 1)[:2]


def report(room: Room, scope: Scope, view: View, level: Level = Level.STAFF, *, whole: bool = False) -> Report:
    """Return the content of a snapshot; its tables are cut unless the whole is asked for.

    Raises:
        UsageError: a public snapshot of so few questions would tell of single ones.
        AccessError: a public snapshot is narrowed to a house or a street.
    """
    titles, house, public = room.house.vocabularies().title, room.house, level is Level.PUBLIC
    with house.asking(view, level.privacy) as ask:
        if public and not enough(ask.count("received", scope)[UNKNOWN]):
            raise UsageError("Fewer than {least} questions: a public snapshot would tell of single ones", least=K_RATE)
        asked = dict.fromkeys((*TOTALS, *ASKED, *(m for _, measures in TABLES for m in measures)))
        ask.gather([(measure, scope) for measure in asked], [by for by, _ in TABLES])
        computed = [house.metrics[key].compute(ask, scope, None)[0] for key in (*TOTALS, *SHARES, *SPEEDS)]
        told = [rated(figure) if public else figure for figure in house.boards.trusted(computed, ask)]
        figures = dict(zip((*TOTALS, *SHARES, *SPEEDS), told, strict=True))
        points = ((), ()) if public else (ask.points("open", scope), ask.points("overdue_open", scope))
        return Report(
            room.town.official_name or room.town.name, house.demo, ask.now, scope, view, figures,
            tuple(_table(ask, parts, scope, titles, whole=whole) for parts in TABLES),
            week_of(ask, scope, public=public), titles, house.boards.clusters(ask, scope),
            tuple(points[0]), tuple(points[1]), level)


def _table(ask: Ask, told: tuple[str, tuple[str, ...]], scope: Scope, titles: Titles, *, whole: bool) -> Table:
    by, measures = told
    columns = [ask.count(measure, scope, by) for measure in measures]
    members = sorted({m for column in columns for m in column},
                     key=lambda m: (m == UNKNOWN, *(-column.get(m, 0) for column in columns), m))
    most = len(members) if whole else LONGEST.get(by, LONG)
    shown = members if len(members) <= most else members[:most - 1]
    rows = tuple((titles(by, m), tuple(c.get(m, 0) for c in columns)) for m in shown)
    totals = tuple(ask.count(measure, scope)[UNKNOWN] for measure in measures)
    unnamed = totals != tuple(sum(column.values()) for column in columns)
    return Table(by, measures, rows, len(members) - len(shown), totals, unnamed)
