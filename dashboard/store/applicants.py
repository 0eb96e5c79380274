"""The same person again: marks of applicants, and the repeats that they show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from dashboard.domain.applicants import Asked, repeats
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import Moment
from dashboard.store.corrections import join
from dashboard.store.lives import Life, Teller
from dashboard.store.saving import PORTION, lives, put, remember
from dashboard.store.tables import APPLICANTS, LINKS, QUESTIONS
from dashboard.store.vault import Vault
from dashboard.store.writing import Numbers, write

ACTOR = "room:repeats"
KIND = "repeat_of"


class Applied(NamedTuple):
    """A question that was just told, the year of its receipt, and what identifies its applicant."""

    id: int
    year: int
    identity: str


def recognise(connection: Connection, vault: Vault, told: Sequence[Applied], teller: Teller, numbers: Numbers) -> None:
    """Keep the marks of applicants and tell which questions are repeats, whatever the order in which they came."""
    if not told:
        return
    write(connection, APPLICANTS, ("question_id", "year", "mark"),
          [(one.id, one.year, vault.mark(one.year, one.identity)) for one in told], replace=("question_id",))
    people = _people(vault, told, teller.repeat_days)
    found: dict[str, list[Asked]] = {}
    for mark, asked in _asked(connection, list(people)):
        found.setdefault(people[mark], []).append(asked)
    pairs = [pair for asked in found.values() for pair in repeats(asked, teller.repeat_days)]
    if pairs:
        _tell(connection, sorted(pairs), teller, numbers)


def _people(vault: Vault, told: Sequence[Applied], days: int) -> dict[bytes, str]:
    """Return mark → identity, in the year of each question and in the years that its window touches.

    The keys of two years give two marks for one person: near the turn of a year both are looked for.
    """
    people: dict[bytes, str] = {}
    reach = 1 + days // 366
    for one in dict.fromkeys((t.year, t.identity) for t in told):
        years = range(one[0] - reach, one[0] + reach + 1)
        people |= dict.fromkeys(vault.marks(years, one[1]), one[1])
    return people


def _asked(connection: Connection, marks: Sequence[bytes]) -> list[tuple[bytes, Asked]]:
    q, a = QUESTIONS.c, APPLICANTS.c
    found = []
    for start in range(0, len(marks), PORTION):
        statement = select(a.mark, q.id, q.appeal_id, q.source, q.external_id, q.question, q.topic, q.street, q.house,
                           q.received_on, q.received_at, q.status, q.repeated)
        statement = statement.join(QUESTIONS, q.id == a.question_id).where(a.mark.in_(marks[start:start + PORTION]))
        found += [(bytes(mark), Asked(number, appeal, (source, external_id, question), *rest))
                  for mark, number, appeal, source, external_id, question, *rest in connection.execute(statement)
                  if rest[3] is not None]
    return found


def _tell(connection: Connection, pairs: Sequence[tuple[int, int]], teller: Teller, numbers: Numbers) -> None:
    """Tell that questions are repeats of former ones.

    The event belongs to the import that brought the former question: taken back with it, the repeat is none any more;
    taken back with its own import, the question is gone altogether.
    """
    known = {life.id: (source, life) for source, life in lives(connection, {n for pair in pairs for n in pair})}
    remember(connection, [life for _, life in known.values()])
    linked = _linked(connection, [one for one, _ in pairs])
    for one, former in pairs:
        source, life = known[one]
        life.tell([_event(life, known[former][1])], teller)
        put(connection, source, [life], numbers)
        if (one, former) not in linked:
            join(connection, (one, former), KIND, (ACTOR, life.events[-1].told_at), numbers)


def _event(life: Life, former: Life) -> Event:
    received = life.current.state["received"]
    assert isinstance(received, Moment), "a question without a date of receipt is never stored"
    told_at = max(event.told_at for event in (*life.events, *former.events))
    brought = [event.batch for event in former.events if event.kind == EventKind.RECEIVED and event.batch]
    return Event(EventKind.CORRECTED, received, told_at, {"repeated": True}, brought[-1] if brought else 0, ACTOR)


def _linked(connection: Connection, ids: Sequence[int]) -> set[tuple[int, int]]:
    k = LINKS.c
    found: set[tuple[int, int]] = set()
    for start in range(0, len(ids), PORTION):
        rows = connection.execute(select(k.from_id, k.to_id).where(k.kind == KIND,
                                                                   k.from_id.in_(ids[start:start + PORTION])))
        found |= {(row.from_id, row.to_id) for row in rows}
    return found
