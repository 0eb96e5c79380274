"""Join two questions: a duplicate counts once, through the one it repeats."""

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.appeals import Status, Value
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import moment_at
from dashboard.domain.people import Actor, Role
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store.audit import note, subject_of
from dashboard.store.corrections import join
from dashboard.store.stage import Stage
from dashboard.store.undo import tell_within

MEANINGS: dict[str, dict[str, Value]] = {
    "duplicate_of": {"status": Status.DUPLICATE.value}, "repeat_of": {"repeated": True}, "answers": {},
}


def _apply(stage: Stage, actor: Actor, question: int, other: int, kind: str) -> tuple[str, dict[str, Any]]:
    if kind not in MEANINGS or int(question) == int(other):
        raise UsageError("A link is duplicate_of, repeat_of or answers, between two different questions")
    event = Event(EventKind.CORRECTED, moment_at(stage.now, stage.teller.zone), stage.now, MEANINGS[kind], 0,
                  str(actor))
    with stage.store.writing() as (connection, numbers):
        if MEANINGS[kind]:
            tell_within(connection, numbers, [int(question)], event, stage.teller)
        join(connection, (int(question), int(other)), kind, (str(actor), stage.now), numbers)
        facts = {"kind": kind, "other": subject_of(connection, int(other))}
        note(connection, numbers, Entry(Kind.LINK, str(actor), subject_of(connection, int(question)), facts, stage.now))
    return "Linked", {}


LINK = Act("link", "Join two questions", frozenset({Role.OPERATOR, Role.HEAD}), ("question", "other", "kind"), _apply)
