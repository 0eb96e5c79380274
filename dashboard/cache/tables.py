"""The names under which every engine knows the truth's tables; the store makes them, the mirror copies them.

Instants are plain numbers here (microseconds since 1970), days too: no engine gets a chance to interpret them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, Double, Text, column, table
from sqlalchemy.sql.expression import ColumnClause, TableClause
from sqlalchemy.types import TypeEngine

from dashboard.domain import readmodel
from dashboard.domain.fields import Kind, Privacy, columns

SQL_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.NUMBER: BigInteger(), Kind.MOMENT: BigInteger(), Kind.REAL: Double(), Kind.FLAG: Boolean(),
    Kind.TEXT: Text(),
}
IDENTITY: tuple[tuple[str, Kind], ...] = (
    ("source", Kind.TEXT), ("external_id", Kind.TEXT), ("question", Kind.TEXT), ("appeal_id", Kind.NUMBER),
)
FACTS: tuple[tuple[str, Kind], ...] = IDENTITY + columns()
"""What measures, lists and maps may look at, in order."""

CURRENT_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("id", Kind.NUMBER), *FACTS, ("valid_from", Kind.NUMBER), ("known_from", Kind.NUMBER), ("seq", Kind.NUMBER),
)
PAST_COLUMNS: tuple[tuple[str, Kind], ...] = (
    ("id", Kind.NUMBER), ("question_id", Kind.NUMBER), *FACTS,
    ("valid_from", Kind.NUMBER), ("valid_to", Kind.NUMBER),
    ("known_from", Kind.NUMBER), ("known_to", Kind.NUMBER), ("seq", Kind.NUMBER),
)


def _columns(named: tuple[tuple[str, Kind], ...]) -> list[ColumnClause[Any]]:
    return [column(name, SQL_TYPES[kind]) for name, kind in named]


QUESTIONS = table("questions", *_columns(CURRENT_COLUMNS))
PAST = table("questions_history", *_columns(PAST_COLUMNS))
FEED = table("feed", column("name", Text()), column("value", BigInteger()))
TOMBSTONES = table("tombstones", column("seq", BigInteger()), column("question_id", BigInteger()))


def _view(window: readmodel.Window) -> TableClause:
    return table(window.name, *_columns(window.columns))


class Tables(NamedTuple):
    """What a reading looks at: current rows, past ones, the feed, and the names of the facts in both."""

    current: TableClause
    past: TableClause
    feed: TableClause
    facts: tuple[str, ...]


TABLES: dict[Privacy, Tables] = {
    Privacy.STAFF: Tables(QUESTIONS, PAST, FEED, tuple(name for name, _ in FACTS)),
    Privacy.WALL: Tables(_view(readmodel.QUESTIONS), _view(readmodel.HISTORY), _view(readmodel.FEED),
                         tuple(name for name, _ in readmodel.SEEN)),
}
"""Whose reading looks at what; texts are in no reading at all."""
