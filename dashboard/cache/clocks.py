"""Which rows speak at a moment: the current ones when it is live, else those whose rectangle covers the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import BigInteger, BindParameter, and_, bindparam, or_, select, union_all
from sqlalchemy.sql.expression import ColumnElement, FromClause

from dashboard.cache.tables import TABLES
from dashboard.domain.asking import Moments
from dashboard.domain.fields import Privacy
from dashboard.domain.moments import day_number, micros, moment_at
from dashboard.domain.scope import View
from dashboard.errors import UnavailableError

if TYPE_CHECKING:
    from dashboard.cache.reading import Reading
    from dashboard.domain.foreseen import Foreseen

    Foresee = Callable[[Reading], Foreseen]
    """What tells which open cases are likely late, out of a reading at its own moment."""


class Clock(StrEnum):
    """How the two times are asked: `live`; `judged` at a moment with all we know; `told`, with what we knew then."""

    LIVE = "live"
    JUDGED = "judged"
    TOLD = "told"


def clock_of(view: View) -> Clock:
    """Return how a view asks the two times."""
    if view.live:
        return Clock.LIVE
    return Clock.JUDGED if view.known_at is None else Clock.TOLD


class Judgement(NamedTuple):
    """At which moment a town is judged, and with whose knowledge.

    Attributes:
        view: the two clocks.
        now: the moment of judgement: as_of, else known_at, else the present.
        working: (n) → day number of the n-th working day after it, counted for those who ask; None where nobody can.
        foresee: what foresees for those who ask; None where nobody can.
    """

    view: View
    now: Moments
    working: Callable[[int], int] | None
    foresee: Foresee | None = None

    def earlier(self, days: int) -> Judgement:
        """Return the judgement so many days ago, with the same knowledge."""
        view = View(self.now.at - timedelta(days=days), self.view.known_at)
        return Judgement(view, judged(view, self.now), None, self.foresee)

    def numbers(self, names: Iterable[str]) -> dict[str, int]:
        """Return the parameters of a statement by their names.

        Raises:
            UnavailableError: it asks for working days and nobody counted them.
        """
        found: dict[str, int] = {}
        for name in names:
            number = self._number(name)
            if number is None:
                raise UnavailableError("Working days are not counted at this moment")
            found[name] = number
        return found

    def _number(self, name: str) -> int | None:
        kind, _, amount = name.rpartition("_")
        match kind, amount:
            case "now", "on":
                return day_number(self.now.on)
            case "now_days", _:
                return day_number(self.now.on) + int(amount)
            case "now_working", _:
                return None if self.working is None else self.working(int(amount))
            case "now_in", _:
                return micros(self.now.at + timedelta(minutes=int(amount)))
            case "known", "at":
                return None if self.view.known_at is None else micros(self.view.known_at)
            case _:
                return micros(self.now.at)


def judged(view: View, now: Moments) -> Moments:
    """Return the moment of judgement: as_of, else known_at, else now; its civil day in the town's zone."""
    moment = moment_at(view.as_of or view.known_at or now.at, now.zone)
    return now._replace(at=moment.starts_at(now.zone), on=moment.on)


def rows_at(clock: Clock, privacy: Privacy = Privacy.STAFF) -> FromClause:
    """Return the questions as they stand; a past needs the parameters `as_of` and, when told, `known_at`.

    The live clock reads the current table alone and so keeps the store's partial indexes.
    """
    if clock is Clock.LIVE:
        return TABLES[privacy].current
    now, then, _, names = TABLES[privacy]
    current = select(now.c.id, *(now.c[name] for name in names)).where(_covers(now, clock))
    past = select(then.c.question_id.label("id"), *(then.c[name] for name in names)).where(_covers(then, clock))
    return union_all(current, past).subquery("questions_then")


def _covers(table: FromClause, clock: Clock) -> ColumnElement[bool]:
    """Return «the rectangle covers the moment»; current rows end in neither time."""
    parts = [table.c.valid_from <= _bound("as_of")]
    if clock is Clock.TOLD:
        parts.append(table.c.known_from <= _bound("known_at"))
    if "valid_to" in table.c:
        parts.append(or_(table.c.valid_to.is_(None), table.c.valid_to > _bound("as_of")))
        still = table.c.known_to.is_(None)
        parts.append(still if clock is Clock.JUDGED else or_(still, table.c.known_to > _bound("known_at")))
    return and_(*parts)


def _bound(name: str) -> BindParameter[int]:
    return bindparam(name, type_=BigInteger())
