"""The base of comparison: one for the whole desk, named wherever a change is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from dashboard.cache.board import Board
from dashboard.domain.figures import Drill
from dashboard.domain.measures import MEASURES
from dashboard.domain.scope import Scope, View
from dashboard.words import Words
from layouts.desk.glance import YEAR

AGO = {YEAR: timedelta(days=365)}
YESTERDAY = timedelta(days=1)


def then(at: datetime, compare: str) -> datetime:
    """Return the moment at which a state is looked at for comparison: a year or a day before `at`."""
    return at - AGO.get(compare, YESTERDAY)


def former_of(drill: Drill, board: Board, compare: str) -> tuple[Drill, View] | None:
    """Return the rows that the former number counted, and its clocks; None where there is nothing to compare with."""
    if MEASURES[drill.measure].period is None:
        return drill, replace(board.view, as_of=then(board.at, compare))
    former = former_scope(drill.scope, board, compare)
    return None if former is None else (Drill(drill.measure, former), board.view)


def former_scope(scope: Scope, board: Board, compare: str) -> Scope | None:
    """Return the period that a period is compared with."""
    return scope.a_year_before(board.on) if compare == YEAR else scope.before(board.on)


def named(scope: Scope, board: Board, compare: str, words: Words) -> str:
    """Return what the changes on a chart are to: «▲ ▼ to the same days a year ago», "" where they show none."""
    former = former_scope(scope, board, compare)
    if former is None or former.since is None or former.until is None:
        return ""
    days = (f"{words.day(former.since)} – {words.day(former.until)}" if former.since != former.until
            else words.day(former.since))
    said = "▲ ▼ to the same days a year ago, {days}" if compare == YEAR else "▲ ▼ to the period before, {days}"
    return words(said, days=days)
