"""What a change of rules or calendar may move: too much may be named, never too little."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.appeals import State
from dashboard.domain.calendar import Calendar
from dashboard.domain.deadlines import Terms
from dashboard.domain.events import Event, EventKind
from dashboard.domain.moments import Moment, day_number
from dashboard.domain.predicates import Row, holds
from dashboard.domain.reach import Law, reach
from dashboard.domain.rules import Roll, Rule, Stage, Start, Unit

ZONE = ZoneInfo("Europe/Moscow")
FIRST = date(2026, 11, 2)
DAYS = st.dates(FIRST, FIRST + timedelta(days=60))
maybe_days = st.one_of(st.none(), DAYS)
words = st.sampled_from([None, "a", "b"])


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, ...]:
    made = []
    for key in draw(st.lists(st.sampled_from("pqrs"), max_size=4, unique=True)):
        since, until = draw(maybe_days), draw(maybe_days)
        if since and until and until < since:
            since, until = until, since
        made.append(Rule(key, draw(st.integers(1, 20)), draw(st.sampled_from(Unit)), draw(st.sampled_from(Start)),
                         draw(st.sampled_from(Roll)), "s", True, channel=draw(words), law=draw(words),
                         stage=draw(st.sampled_from([Stage.ANSWER, Stage.FIRST_RESPONSE, Stage.REGISTER])),
                         valid_from=since, valid_to=until,
                         pausable=draw(st.sampled_from([frozenset(), frozenset({"paused"})]))))
    return tuple(made)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    off = draw(st.frozensets(DAYS, max_size=8))
    working = {on: draw(st.integers(0, 4)) for on in draw(st.frozensets(DAYS, max_size=3)) - off if on.weekday() > 4}
    return Calendar(FIRST + timedelta(days=60), off, working, draw(st.frozensets(DAYS, max_size=4)),
                    short_by=timedelta(minutes=draw(st.sampled_from([60, 60, 90]))))


@st.composite
def changes(draw: st.DrawFn) -> tuple[Law, Law]:
    old = Law(draw(rules()), draw(calendars()))
    return old, Law(draw(st.one_of(st.just(old.rules), rules(), st.builds(lambda day: tuple(
        replace(rule, valid_to=day) if not rule.valid_from or rule.valid_from <= day else rule for rule in old.rules),
        DAYS))), draw(st.one_of(st.just(old.calendar), calendars())))


@st.composite
def lives(draw: st.DrawFn) -> tuple[dict[str, object], list[Event]]:
    received = Moment(draw(DAYS), None)
    if draw(st.booleans()):
        at = datetime(received.on.year, received.on.month, received.on.day, draw(st.integers(6, 18)), tzinfo=UTC)
        received = Moment(received.on, at)
    registered = draw(maybe_days)
    state: dict[str, object] = {"channel": draw(words), "law": draw(words), "received": received,
                                "registered": Moment(registered) if registered else None,
                                "due": Moment(draw(DAYS)) if draw(st.integers(0, 5)) == 0 else None}
    events = [Event(EventKind.RECEIVED, received, datetime(2026, 11, 1, tzinfo=UTC), {}, 0, "s")]
    if draw(st.booleans()):
        on = received.on + timedelta(days=draw(st.integers(0, 10)))
        events.append(Event(EventKind.PAUSED, Moment(on), events[0].told_at, {}, 0, "s"))
        if draw(st.booleans()):
            events.append(Event(EventKind.RESUMED, Moment(on + timedelta(days=3)), events[0].told_at, {}, 0, "s"))
    return state, events


def row_of(state: dict[str, object], ends: State) -> Row:
    def on(told: object) -> int | None:
        return day_number(told.on) if isinstance(told, Moment) else None

    words = {name: state[name] for name in ("channel", "law")}
    return {**words, "received_on": on(state["received"]), "registered_on": on(state["registered"]),  # type: ignore[dict-item]
            "due_on": on(ends.get("due", state["due"])), "due_source": ends.get("due_source"),
            "respond_on": on(ends.get("respond")), "respond_source": ends.get("respond_source")}


@given(changes(), st.lists(lives(), min_size=1, max_size=12))
def test_a_term_that_a_change_moves_was_named_by_it(change: tuple[Law, Law],
                                                    asked: list[tuple[dict[str, object], list[Event]]]) -> None:
    old, new = change
    before, after, reached = Terms(*old, ZONE), Terms(*new, ZONE), reach(old, new)
    for state, events in asked:
        was, now = before(state, events), after(state, events)  # type: ignore[arg-type]
        assert was == now or holds(reached, row_of(state, was), {})


def law(calendar: Calendar | None = None, *changed: Rule) -> Law:
    rule = Rule("r", 5, Unit.WORKING_DAY, Start.NEXT_DAY, Roll.NONE, "s", True, channel="a")
    return Law(changed or (rule,), calendar or Calendar(date(2026, 12, 31)))


def reached(old: Law, new: Law, **told: object) -> bool:
    usual: Row = {"channel": "a", "law": None, "received_on": day_number(FIRST), "registered_on": None,
                  "due_on": day_number(FIRST + timedelta(days=7)), "due_source": "r"}
    return holds(reach(old, new), {**usual, **told}, {})  # type: ignore[dict-item]


def test_a_rule_that_changes_from_a_day_on_leaves_older_terms_alone() -> None:
    [rule] = law().rules
    newer = (replace(rule, valid_to=date(2026, 11, 30)), replace(rule, key="r@2026-12-01", amount=3,
                                                                 valid_from=date(2026, 12, 1)))
    assert not reached(law(), law(None, *newer))
    assert reached(law(), law(None, *newer), received_on=day_number(date(2026, 12, 1)))


def test_another_channel_an_own_date_and_another_source_of_the_rule_are_left_alone() -> None:
    [rule] = law().rules
    shorter, cited = law(None, replace(rule, amount=3)), law(None, replace(rule, source="other", confirmed=False))
    assert reached(law(), shorter)
    assert not reached(law(), shorter, channel="b")
    assert not reached(law(), shorter, due_source="export")
    assert not reached(law(), cited)


def test_the_first_response_is_counted_beside_an_own_date_of_the_answer_and_moves_by_its_own_rule_alone() -> None:
    first = Rule("f", 9, Unit.WORKING_HOUR, Start.EVENT, Roll.NONE, "s", True, channel="a", stage=Stage.FIRST_RESPONSE)
    old, sooner = law(None, *law().rules, first), law(None, *law().rules, replace(first, amount=4))
    assert reached(old, sooner, due_source="export")
    assert not reached(old, sooner, channel="b")
    short = law(Calendar(date(2026, 12, 31), short=frozenset({FIRST})), *law().rules, first)
    assert reached(old, short, respond_source="f", respond_on=day_number(FIRST))
    assert not reached(old, short, respond_source=None)


def test_moved_days_reach_only_terms_that_pass_them() -> None:
    moved = Calendar(date(2026, 12, 31), non_working=frozenset({date(2026, 12, 10)}))
    assert not reached(law(), law(moved))
    assert reached(law(), law(moved), due_on=day_number(date(2026, 12, 10)))
    assert reached(law(), law(moved), due_on=None)
    assert not reached(law(), law(moved), received_on=day_number(date(2026, 12, 11)),
                       due_on=day_number(date(2026, 12, 18)))
    assert not reached(law(), law(Calendar(date(2027, 12, 31))), due_on=day_number(date(2026, 12, 10)))


def test_a_day_on_which_a_term_ran_out_before_it_was_moved_back_reaches_it() -> None:
    rule = Rule("r", 5, Unit.CALENDAR_DAY, Start.NEXT_DAY, Roll.BEFORE, "s", True, channel="a")
    old, worked = law(None, rule), law(Calendar(date(2026, 12, 31), working={date(2026, 11, 7): 0}), rule)
    state: dict[str, object] = {"channel": "a", "received": Moment(FIRST)}
    events = [Event(EventKind.RECEIVED, Moment(FIRST), datetime(2026, 11, 1, tzinfo=UTC), {}, 0, "s")]
    ends = [Terms(*one, ZONE)(state, events)["due"] for one in (old, worked)]  # type: ignore[arg-type]
    assert ends == [Moment(date(2026, 11, 6)), Moment(date(2026, 11, 7))]
    assert reached(old, worked, due_on=day_number(date(2026, 11, 6)))
