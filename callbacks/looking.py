"""From the room to what the desk draws: one picture at one moment; blocking, to be called in a thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from orjson import loads

from callbacks.comparing import compared
from dashboard.cache.board import Board, Unavailable
from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.domain.moments import day_of
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.domain.usual import LOOK_BACK
from dashboard.errors import RoomError
from dashboard.metrics.weekly import Week
from dashboard.room import Room
from layouts.desk.filters import Choices
from layouts.desk.glance import YEAR, Glance
from layouts.desk.path import next_level
from layouts.desk.periods import DEFAULT, PRESETS
from layouts.desk.sight import DeskSight
from layouts.plan import Plan, plan_around, plan_of

MAPPED = 2_000
"""Rows that are read to learn where houses stand."""
PLACED = ("house", "street", "lat", "lon")
Places = Mapping[str, tuple[float, float]]
Reading = Any
"""A reading of the house: one picture at one moment."""
MARGIN = 0.002
"""Degrees left free around places without a plan."""
DIVIDED = (("closing_time_median", "department"), ("closing_time_p90", "department"))


@dataclass(frozen=True, slots=True)
class Picture:
    """All that one glance shows."""

    glance: Glance
    today: date
    sight: DeskSight
    week: Week
    choices: list[Choices]
    notes: Mapping[str, int]
    total: int
    known: tuple[date, date] | None
    """First and last day on which anything of this choice came in, when nothing did in the period; else None."""


def today_of(room: Room, view: View) -> date:
    """Return the civil day of the moment of judgement."""
    at = view.as_of or room.house.now()
    return at.astimezone(room.town.tz).date()


def opened(room: Room, glance: Glance) -> Glance:
    """Return the glance of somebody who has just sat down: the last 28 days unless asked otherwise, standing now."""
    scope = glance.scope
    if scope.since is None and scope.until is None:
        preset = next(preset for preset in PRESETS if preset.key == DEFAULT)
        scope = scope.during(*preset.ends(room.house.moments().on, room.town.week_of))
    return replace(glance, scope=scope).at(room.house.now())


def picture(room: Room, glance: Glance, plan: Plan) -> Picture:
    """Return everything that a glance shows, counted at its two clocks."""
    scope, view = glance.scope, glance.view
    week = room.week(scope, view, year=glance.compare == YEAR)  # asked first: what follows knows no viewer
    board = _divided(room, room.house.boards.board(scope, view, windows=False), glance)
    with room.house.asking(view) as ask:
        places, level, away = _places(ask, glance)
        board = _listed(ask, board, glance, level)
        choices, total = _choices(room, ask, glance), ask.count(glance.measure, scope)[UNKNOWN]
        known, daily, since = _known(ask, scope), _daily(ask, scope), _since(ask)
    board = compared(room, board, glance, (("received", next_level(glance)), ("received", "channel")))
    sight = DeskSight(_titled(room, board), room.words, around(plan, places), places, level, away, glance.compare,
                      daily, since)
    notes: dict[str, int] = {}
    for note in room.notes():
        notes[note.subject] = notes.get(note.subject, 0) + 1
    return Picture(glance, board.on, sight, week, choices, notes, total, known)


def _known(ask: Reading, scope: Scope) -> tuple[date, date] | None:
    if ask.count("received", scope)[UNKNOWN]:
        return None
    days = ask.by_day("received", scope.during(None, None))
    return (min(days), max(days)) if days else None


def _daily(ask: Reading, scope: Scope) -> Mapping[date, int]:
    since = scope.since - LOOK_BACK if scope.since else None
    return ask.by_day("received", scope.during(since, scope.until))  # type: ignore[no-any-return]


def _since(ask: Reading) -> date | None:
    first = ask.oldest("received", Scope()).get(UNKNOWN)
    return None if first is None else day_of(first)


def plan_for(room: Room) -> Plan:
    """Return the plan of the room's town; without a file, the ground around its centre."""
    file = room.town.plan_file(room.settings.home)
    return plan_of(loads(file.read_bytes())) if file else plan_around(room.town.centre.lat, room.town.centre.lon)


def around(plan: Plan, places: Places) -> Plan:
    """Return the plan, or where the places lie if none of them lies on it: another town's cases are shown there."""
    inside = any(plan.south <= lat <= plan.north and plan.west <= lon <= plan.east for lat, lon in places.values())
    if inside or not places:
        return plan
    lats, lons = [lat for lat, _ in places.values()], [lon for _, lon in places.values()]
    return Plan(min(lons) - MARGIN, min(lats) - MARGIN, max(lons) + MARGIN, max(lats) + MARGIN)


def _divided(room: Room, board: Board, glance: Glance) -> Board:
    """Return the board with the divisions that only the desk shows."""
    asked = {f"{key}_by_{by}": (key, by) for key, by in (*DIVIDED, ("received", next_level(glance)))}
    found = {name: _metric(room, key, glance, by) for name, (key, by) in asked.items() if name not in board.metrics}
    return replace(board, metrics={**board.metrics, **found})


def _metric(room: Room, key: str, glance: Glance, by: str) -> tuple[Figure, ...] | Unavailable:
    try:
        members = room.metric(key, glance.scope, glance.view, by)
    except RoomError as wrong:
        return Unavailable(wrong.template)
    return (Figure("", None, "questions", 0, state=Trust.EMPTY), *members)


def _places(ask: Reading, glance: Glance) -> tuple[Places, str, int]:
    """Return place → mean coordinates of its listed rows, the level of places, and how many rows have none."""
    rows = ask.rows(glance.measure, glance.scope, columns=PLACED, limit=MAPPED)
    level = "house" if any(row["house"] for row in rows) or not rows else "street"
    spots: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        if row["lat"] is not None and row["lon"] is not None and row[level]:
            spots.setdefault(row[level], []).append((row["lat"], row["lon"]))
    away = len(rows) - sum(len(found) for found in spots.values())
    return {key: (sum(lat for lat, _ in found) / len(found), sum(lon for _, lon in found) / len(found))
            for key, found in spots.items()}, level, away


def _listed(ask: Reading, board: Board, glance: Glance, level: str) -> Board:
    metrics = dict(board.metrics)
    measures = {"listed_by_place": glance.measure, "overdue_open_by_place": "overdue_open"}
    counts = ask.counts(tuple(dict.fromkeys(measures.values())), glance.scope, level)
    for name, measure in measures.items():
        metrics[name] = tuple(
            Figure(key, float(n), "questions", n, drill=Drill(measure, glance.scope.within(level, key)))
            for key, n in counts[measure].items() if key != UNKNOWN)
    running = ask.count("term_running", glance.scope)[UNKNOWN]
    metrics["term_running"] = (Figure("", float(running), "questions", running,
                                      drill=Drill("term_running", glance.scope)),)
    return replace(board, metrics=metrics)


def _titled(room: Room, board: Board) -> Board:
    """Return the board with the titles of every dimension that the desk divides by."""
    title = room.house.vocabularies().title
    titles = {key: dict(named) for key, named in board.titles.items()}
    for name, figures in board.metrics.items():
        by = name.rpartition("_by_")[2]
        if by in room.dimensions and not isinstance(figures, Unavailable):
            titles.setdefault(by, {}).update((figure.key, title(by, figure.key)) for figure in figures if figure.key)
    return replace(board, titles=titles)


def _choices(room: Room, ask: Reading, glance: Glance) -> list[Choices]:
    """Return the filters, each counted without its own choice; all that are open in one statement."""
    scope = glance.scope
    ask.gather([("received", scope)], [key for key in room.dimensions if key not in scope.members])
    return [Choices(dimension, ask.count("received", scope.without(key), key))
            for key, dimension in room.dimensions.items()]
