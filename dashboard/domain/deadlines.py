"""The deadline engine: events × rules × calendar → when a question is due, and why then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dashboard.domain.appeals import State, Value
from dashboard.domain.calendar import Calendar
from dashboard.domain.doubts import EXPORT, doubts_of
from dashboard.domain.events import Event, EventKind
from dashboard.domain.fold import effective, fold
from dashboard.domain.moments import Moment
from dashboard.domain.pauses import Pause, pauses_of
from dashboard.domain.rules import IN_DAYS, Rule, Stage, Start, for_question
from dashboard.domain.steps import Step
from dashboard.domain.terms import Term, count, end_of, settled

OWN = {Stage.ANSWER: "due", Stage.DEFERRED: "deferred_to"}
"""Stage → the field in which the source or a person names its end."""
STORED = {Stage.ANSWER: ("due", "due_source"), Stage.FIRST_RESPONSE: ("respond", "respond_source")}
"""Stage whose end is stored → its fields: the end, and the rule by which it was counted or `export`. What the source
names is the end of the answer alone."""


class Deadline(NamedTuple):
    """When a question is due.

    Attributes:
        due: the end of its term; None when there is none, or when it stands still with no end known.
        rule: where it comes from: a rule's key, `export` (the source's or a person's own date), or None.
        provisional: whether the calendar is not yet decreed for all its days.
        steps: how the rule counts, day by day; empty without a rule.
        by_rule: what the rule says, also where the export's own date wins: a disagreement must be seen.
        term: the rule put to the question: its beginning, pauses and extension; None without a rule.
    """

    due: Moment | None
    rule: str | None
    provisional: bool = False
    steps: tuple[Step, ...] = ()
    by_rule: Moment | None = None
    term: Term | None = None

    @property
    def standing(self) -> bool:
        """Return whether the rule's count stands still with no end known."""
        return self.term is not None and self.by_rule is None

    @property
    def disagrees(self) -> bool:
        """Return whether the source names another end than the rule."""
        if self.rule != EXPORT or self.due is None or self.by_rule is None:
            return False
        return self.due.later_than(self.by_rule) or self.by_rule.later_than(self.due)


NONE = Deadline(None, None)


def deadline_of(events: Iterable[Event], rules: Sequence[Rule], calendar: Calendar, zone: ZoneInfo,
                stage: Stage = Stage.ANSWER) -> Deadline:
    """Return the deadline of one stage with its derivation.

    An own date of the export wins for the answer, the promised day for what was deferred; otherwise the most specific
    rule that is valid on the day from which it counts.
    """
    return deadlines_of(events, rules, calendar, zone, (stage,)).get(stage, NONE)


def deadlines_of(events: Iterable[Event], rules: Sequence[Rule], calendar: Calendar, zone: ZoneInfo,
                 stages: Iterable[Stage] = Stage) -> dict[Stage, Deadline]:
    """Return the deadline of every stage that has one, in the order of the stages."""
    told = list(events)
    slices = fold(told, _as_told, zone)
    if not slices:
        return {}
    state = slices[-1].state
    happened = sorted(effective(told), key=lambda e: e.happened.starts_at(zone))
    found = {}
    for stage in stages:
        own = state.get(OWN[stage]) if stage in OWN else None
        by_rule = ruled(term_of(state, happened, for_question(rules, state, stage)), calendar, zone)
        found[stage] = (by_rule._replace(due=own, rule=EXPORT, provisional=False) if isinstance(own, Moment)
                        else by_rule)
    return {stage: deadline for stage, deadline in found.items() if deadline.rule is not None}


def _as_told(state: State, events: Sequence[Event]) -> State:
    return {}


def ruled(term: Term | None, calendar: Calendar, zone: ZoneInfo) -> Deadline:
    """Return the deadline of one term, with its derivation."""
    if term is None:
        return NONE
    running = settled(term, calendar, zone)
    if running is None:
        return Deadline(None, term.rule.key, term=term)
    due, steps = count(running, calendar, zone)
    provisional = not calendar.covered(max(due.on, *(step.on for step in steps)))
    return Deadline(due, term.rule.key, provisional, steps, due, running)


def term_of(state: State, events: Sequence[Event], rules: Iterable[Rule]) -> Term | None:
    """Return the first of the rules put to the question, or None when none of them applies.

    Args:
        state: what is known of the question.
        events: what happened to it, in that order.
        rules: those that select it, the most specific first.
    """
    for rule in rules:
        anchor = _anchor(rule, state)
        if anchor is None or not rule.applies_on(anchor.on):
            continue
        pauses = pauses_of(events, rule.pausable) if rule.pausable else ()
        extended = rule.extension > 0 and any(e.kind == EventKind.EXTENDED for e in events)
        return Term(rule, anchor, pauses, extended)
    return None


def _anchor(rule: Rule, state: State) -> Moment | None:
    """Return the moment from which the rule counts; of terms in days only the civil day matters."""
    anchor = (rule.start is Start.REGISTRATION and state.get("registered")) or state.get("received")
    if not isinstance(anchor, Moment):
        return None
    return Moment(anchor.on) if rule.unit in IN_DAYS else anchor


class Terms:
    """Dues for folding (a `fold.DueOf`): the engine without its derivation, each count made once.

    Thread-safe, and another process may be given one; build a new one when rules or calendar change.
    """

    def __init__(self, rules: Sequence[Rule], calendar: Calendar, zone: ZoneInfo) -> None:
        by_key = {rule.key: rule for rule in rules}

        @lru_cache(maxsize=16384)
        def candidates(*asked: Value) -> tuple[tuple[str, str, tuple[Rule, ...]], ...]:
            state = dict(zip(("channel", "law", "topic", "lane"), asked, strict=True))
            found = ((*fields, for_question(rules, state, stage)) for stage, fields in STORED.items())
            return tuple(one for one in found if one[-1])

        @lru_cache(maxsize=16384)
        def due(rule: str, anchor: Moment, pauses: tuple[Pause, ...], extended: bool) -> Moment | None:
            term = settled(Term(by_key[rule], anchor, pauses, extended), calendar, zone)
            return None if term is None else end_of(term, calendar, zone)

        self._candidates, self._due = candidates, due
        self._made_of = rules, calendar, zone
        self.rules, self.calendar, self.doubts = tuple(rules), calendar, doubts_of(rules, calendar)

    def __reduce__(self) -> tuple[type[Terms], tuple[Sequence[Rule], Calendar, ZoneInfo]]:
        return Terms, self._made_of

    def explained(self, events: Iterable[Event]) -> dict[Stage, Deadline]:
        """Return the deadlines of a question by stage, with their derivations."""
        return deadlines_of(events, *self._made_of)

    def __call__(self, state: State, events: Sequence[Event]) -> State:
        """Return the ends of the state's terms that are stored, and where they come from."""
        get = state.get
        own = isinstance(get("due"), Moment)
        found: dict[str, Value] = {"due_source": EXPORT} if own else {}
        for end, source, rules in self._candidates(get("channel"), get("law"), get("topic"), get("lane")):
            if own and end == "due":
                continue
            term = term_of(state, events, rules)
            if term is not None:
                found[end] = self._due(term.rule.key, term.anchor, term.pauses, term.extended)
                found[source] = term.rule.key
        return found
