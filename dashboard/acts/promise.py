"""Promise a citizen a day on one question: from then on the room watches it, and no import takes it back."""

from datetime import date
from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.appeals import Outcome, State
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.people import STAFF, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store.audit import note, subject_of
from dashboard.store.cases import state_now
from dashboard.store.corrections import correct
from dashboard.store.stage import Stage
from dashboard.store.undo import tell_within

NEEDS = ("question", "day", "what", "reason")
LONGEST = 500
"""Characters of what is promised, and of why."""


def _apply(stage: Stage, actor: Actor, **told: Any) -> tuple[str, dict[str, Any]]:
    what, reason = (str(told[name]).strip() for name in NEEDS[2:])
    if not (0 < len(what) <= LONGEST and 0 < len(reason) <= LONGEST):
        raise UsageError("Say what is promised and why that day, in up to {longest} characters each", longest=LONGEST)
    now = moment_at(stage.now, stage.teller.zone)
    on, question = _day(told["day"], now.on), int(told["question"])
    event = Event(EventKind.DEFERRED, now, stage.now, {"deferred_to": Moment(on)}, 0, str(actor))
    with stage.store.writing() as (connection, numbers):
        _refuse_done(state_now(connection, question))
        tell_within(connection, numbers, [question], event, stage.teller)
        said = ("deferred_to", on.isoformat(), f"{what} — {reason}")
        correct(connection, question, said, (str(actor), stage.now), numbers)
        subject = subject_of(connection, question)
        note(connection, numbers, Entry(Kind.PROMISE, str(actor), subject, {"day": on.isoformat()}, stage.now))
    return "Promised by {day}", {"day": f"{on:%d.%m.%Y}"}


def _refuse_done(state: State | None) -> None:
    """Refuse a question that waits for nothing: unknown, or closed otherwise than by a deferred decision."""
    if state is None or (state.get("closed") is not None and state.get("outcome") != Outcome.DEFERRED):
        raise UsageError("The question is closed: there is nothing to promise")


def _day(said: object, today: date) -> date:
    try:
        on = said if isinstance(said, date) else date.fromisoformat(str(said))
    except ValueError as wrong:
        raise UsageError("Write the day as 24.11.2026") from wrong
    if on < today:
        raise UsageError("A promise looks ahead: the day has passed")
    return on


PROMISE = Act("promise", "Promise a day", STAFF, NEEDS, _apply)
