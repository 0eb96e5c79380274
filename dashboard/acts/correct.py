"""Correct a fact of a question: the correction lies over what sources say, and no import touches it."""

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import moment_at
from dashboard.domain.people import Actor, Role
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store.audit import note, subject_of
from dashboard.store.corrections import correct
from dashboard.store.stage import Stage
from dashboard.store.undo import tell_within

NEEDS = ("question", "field", "value", "reason")
CORRECTABLE = frozenset({"topic", "block", "department", "district", "street", "house", "channel"})


def _apply(stage: Stage, actor: Actor, **told: Any) -> tuple[str, dict[str, Any]]:
    field, value, reason = (str(told[name]) for name in NEEDS[1:])
    question = int(told["question"])
    if field not in CORRECTABLE:
        raise UsageError("The field {field} cannot be corrected by hand", field=field)
    if not reason.strip():
        raise UsageError("Say why: a correction without a reason is not kept")
    said = value.strip() or None
    event = Event(EventKind.CORRECTED, moment_at(stage.now, stage.teller.zone), stage.now, {field: said}, 0,
                  str(actor))
    with stage.store.writing() as (connection, numbers):
        tell_within(connection, numbers, [question], event, stage.teller)
        correct(connection, question, (field, said, reason), (str(actor), stage.now), numbers)
        subject = subject_of(connection, question)
        note(connection, numbers, Entry(Kind.CORRECTION, str(actor), subject, {"field": field}, stage.now))
    return "Corrected: {field}", {"field": field}


CORRECT = Act("correct", "Correct a fact", frozenset({Role.OPERATOR, Role.HEAD}), NEEDS, _apply)
