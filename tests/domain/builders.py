"""Questions, tellings and moments for tests: valid by default, random on demand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dashboard.domain.appeals import Outcome, Record, State, Status, Value
from dashboard.domain.events import Event
from dashboard.domain.fold import Slice, fold
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.rectangles import Rectangle, retell
from dashboard.domain.telling import Telling, news

ZONE = ZoneInfo("Europe/Moscow")
START = date(2025, 3, 1)


def day(number: int) -> Moment:
    """A date without an instant, `number` days after the start of the tests' year."""
    return Moment(START + timedelta(days=number))


def at(number: int, hour: int = 12, minute: int = 0) -> Moment:
    """An instant on that day, by the town's clock."""
    local = datetime.combine(START + timedelta(days=number), datetime.min.time(), ZONE)
    return moment_at(local + timedelta(hours=hour, minutes=minute), ZONE)


def instant(number: int, hour: int = 12) -> datetime:
    found = at(number, hour).at
    assert found is not None
    return found


def due_of(state: State, events: Sequence[Event]) -> State:
    """The export's own term wins; else 30 days from the receipt."""
    own, received = state.get("due"), state["received"]
    assert isinstance(received, Moment)
    if isinstance(own, Moment):
        return {"due_source": "export"}
    return {"due": Moment(received.on + timedelta(days=30)), "due_source": "thirty_days"}


def slices_of(events: Sequence[Event]) -> list[Slice]:
    return fold(events, due_of, ZONE)


def told_by_source(events: Sequence[Event]) -> State | None:
    """What the source itself said last: the state that `hear` compares with."""
    slices = slices_of([e for e in events if not e.by_person])
    return slices[-1].state if slices else None


def state_now(events: Sequence[Event]) -> State:
    return slices_of(events)[-1].state


def state_at(slices: Sequence[Slice], moment: datetime) -> State | None:
    return next((s.state for s in reversed(slices) if s.valid_from <= moment), None)


class Teller:
    """One question that a source tells about, export after export."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.rectangles: list[Rectangle] = []
        self.batch = 0

    def tell(self, observed: Moment, told_at: datetime | None = None, /, **facts: Value) -> list[Event]:
        """Hear a record of the next batch, observed then and told at once, and return its events."""
        self.batch += 1
        told = told_at or observed.at
        assert told is not None
        telling = Telling(Record("1", facts), observed, told)
        heard = news(telling, told_by_source(self.events), self.events, told_by_source)
        heard = [event._replace(batch=self.batch, actor="source:pos") for event in heard]
        self.say(*heard)
        return heard

    def say(self, *events: Event) -> None:
        """Take events in and let the rectangles follow."""
        if not events:
            return
        self.events += events
        live = [r for r in self.rectangles if r.known_to is None]
        change = retell(live, slices_of(self.events), events[-1].told_at)
        kept = [r for r in self.rectangles if r.known_to is not None or
                not any(r.valid_from == e.valid_from and r.known_from == e.known_from for e in change.ended)]
        self.rectangles = [*kept, *change.ended, *change.begun]

    @property
    def now(self) -> State:
        return state_now(self.events)


moments = st.one_of(
    st.integers(-5, 45).map(day),
    st.builds(at, st.integers(-5, 45), st.integers(0, 23)),
)
maybe_moments = st.one_of(st.none(), moments)
words = st.sampled_from([None, "a", "b", "c"])
LISTED = [Status.NEW, Status.ROUTING, Status.IN_WORK, Status.RETURNED, Status.DEFERRED, Status.CLOSED,
          Status.FORWARDED, Status.SPAM, Status.DUPLICATE]
statuses = st.one_of(st.none(), st.sampled_from([s.value for s in LISTED]))
outcomes = st.one_of(st.none(), st.sampled_from([o.value for o in Outcome]))
told_facts = st.fixed_dictionaries(
    {"received": moments},
    optional={
        "status": statuses, "outcome": outcomes, "department": words, "topic": words, "repeated": st.booleans(),
        "lat": st.one_of(st.none(), st.floats(69, 70)), "due": maybe_moments, "closed": maybe_moments,
        "registered": maybe_moments, "first_response": maybe_moments, "returned": maybe_moments,
        "rated": maybe_moments, "rating": st.one_of(st.none(), st.integers(1, 5)), "deferred_to": maybe_moments,
    },
)
exports = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 23), told_facts), min_size=1, max_size=6)
"""(day, hour, facts): records of one question, to be told in the order of their moments."""


def in_order(tellings: Sequence[tuple[int, int, State]]) -> list[tuple[Moment, State]]:
    return [(at(number, hour), facts) for number, hour, facts in sorted(tellings, key=lambda t: t[:2])]


EARLY = datetime(2000, 1, 1, tzinfo=UTC)
