"""The read model: all that the wall, observers and the public snapshot may be computed from.

Three views over the truth, with the same names and columns on every engine: fields of `Privacy.WALL` and what two
clocks need. No number of an appeal as its source knows it, no house, no coordinates, no marks, no text: what is not
here cannot be asked, whatever a panel does. `id` and `appeal_id` are the store's own counters, known to nobody else.
"""

from __future__ import annotations

from typing import NamedTuple

from dashboard.domain.fields import FIELDS, Kind, Privacy, columns

ROLE = "situation_room_wall"
"""PostgreSQL's role that may read these views and nothing else."""
SEEN: tuple[tuple[str, Kind], ...] = (
    ("source", Kind.TEXT), ("appeal_id", Kind.NUMBER),
    *columns(tuple(field for field in FIELDS if field.privacy is Privacy.WALL)),
)
"""What a reading of the read model may look at, in order."""
_FROM = (("valid_from", Kind.NUMBER), ("known_from", Kind.NUMBER))
_UNTIL = (("valid_to", Kind.NUMBER), ("known_to", Kind.NUMBER))


class Window(NamedTuple):
    """One view: its name, the table it looks at, its columns, and which rows where not all."""

    name: str
    table: str
    columns: tuple[tuple[str, Kind], ...]
    rows: str = ""

    @property
    def select(self) -> str:
        """The view's query; the names are our own."""
        names = ", ".join(name for name, _ in self.columns)
        return f"SELECT {names} FROM {self.table}" + (f" WHERE {self.rows}" if self.rows else "")


QUESTIONS = Window("wall_questions", "questions", (("id", Kind.NUMBER), *SEEN, *_FROM))
HISTORY = Window("wall_history", "questions_history",
                 (("id", Kind.NUMBER), ("question_id", Kind.NUMBER), *SEEN, *_FROM, *_UNTIL))
FEED = Window("wall_feed", "feed", (("name", Kind.TEXT), ("value", Kind.NUMBER)), "name = 'seq'")
VIEWS = (QUESTIONS, HISTORY, FEED)
