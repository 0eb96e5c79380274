"""The named predicates: what is counted. A number on a screen is `count`, its drill-down `select`, of one of these."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.domain.appeals import PLACES_USABLE, UNCOUNTED_STATUSES, Outcome
from dashboard.domain.predicates import (
    Again,
    All,
    Any,
    Column,
    Is,
    Listed,
    Now,
    Op,
    Predicate,
    later,
    not_later,
    not_passed,
    passed,
)
from dashboard.domain.rules import Stage

OPEN = Is("closed_on", Op.NULL)
CLOSED = Is("closed_on", Op.NOT_NULL)
OVERDUE = All((OPEN, passed("due")))
UNANSWERED = All((OPEN, Is("first_response_on", Op.NULL)))
CLOSED_LATE = All((CLOSED, later("closed", "due")))
ON_TIME = Any((
    Is("due_on", Op.NULL),
    All((CLOSED, not_later("closed", "due"))),
    All((OPEN, not_passed("due"))),
))
NOT_DONE = Any((OPEN, Is("outcome", Op.EQ, Outcome.DEFERRED.value)))
"""What a promise still waits for: to close a question with a deferred decision keeps no promise."""
DONE = All((CLOSED, Any((Is("outcome", Op.NULL), Is("outcome", Op.NOT_IN, (Outcome.DEFERRED.value,))))))
COUNTED = Any((Is("status", Op.NULL), Is("status", Op.NOT_IN, tuple(sorted(UNCOUNTED_STATUSES)))))


@dataclass(frozen=True, slots=True)
class Measure:
    """A registered predicate.

    Attributes:
        key: its name in the command line, the API and addresses.
        title: gettext key of the short name.
        explain: gettext key of the definition in a sentence.
        where: the predicate; duplicates, spam and vanished rows are left out by the scope.
        period: the moment field that a period looks at, or None for the state at the moment of judgement.
        population: the registered table it counts.
        stage: the term of which stage it looks at, if at any.
    """

    key: str
    title: str
    explain: str
    where: Predicate
    period: str | None
    population: str = "questions"
    stage: Stage = Stage.ANSWER


def _ended(outcome: Outcome) -> Predicate:
    return All((CLOSED, Is("outcome", Op.EQ, outcome.value)))


def _ending_by(day: str) -> Predicate:
    return All((OPEN, Is("due_on", Op.GT, Now("on")), Is("due_on", Op.LE, Now(day))))


def _ending_in(minutes: str, waiting: Predicate = OPEN, end: str = "due_at") -> Predicate:
    return All((waiting, Is(end, Op.GE, Now("at")), Is(end, Op.LE, Now(minutes))))


def _response(key: str, title: str, explain: str, where: Predicate, period: str | None = None) -> Measure:
    return Measure(key, title, explain, where, period, stage=Stage.FIRST_RESPONSE)


_ALL = (
    Measure("received", "Received", "Questions received in the period.", All(), "received"),
    Measure("received_open", "Received and still in work", "Questions received in the period that are not closed.",
            OPEN, "received"),
    Measure("term_running", "The term still runs",
            "Questions received in the period that are open and whose term has not passed.",
            All((OPEN, Is("due_on", Op.NOT_NULL), not_passed("due"))), "received"),
    Measure("received_resolved", "Received and resolved",
            "Questions received in the period that are closed because the matter was put right.",
            _ended(Outcome.RESOLVED), "received"),
    Measure("received_explained", "Received and explained",
            "Questions received in the period that are closed with an explanation only.",
            _ended(Outcome.EXPLAINED), "received"),
    Measure("open", "In work", "Questions that are not closed at the moment of judgement.", OPEN, None),
    Measure("overdue_open", "Overdue", "Open questions whose term has passed at the moment of judgement.",
            OVERDUE, None),
    Measure("due_today", "Due today", "Open questions whose term ends on this civil day and has not passed yet.",
            All((OPEN, Is("due_on", Op.EQ, Now("on")), not_passed("due"))), None),
    Measure("due_in_3_working_days", "Due in three working days",
            "Open questions whose term ends within the next three working days, not today.",
            _ending_by("working_3"), None),
    Measure("due_next_working_day", "Due by the next working day",
            "Open questions whose term ends by the end of the next working day, not today.",
            _ending_by("working_1"), None),
    Measure("half_term", "Half the term has passed",
            "Open questions whose term still runs and has no more days left than have passed since the receipt.",
            All((OPEN, not_passed("due"), Is("due_on", Op.LE, Again("received_on")))), None),
    Measure("due_in_2_hours", "Due in two hours", "Open questions whose term ends to the minute within two hours.",
            _ending_in("in_120"), None),
    Measure("due_in_30_minutes", "Due in half an hour",
            "Open questions whose term ends to the minute within half an hour.", _ending_in("in_30"), None),
    Measure("due_tomorrow", "Due tomorrow", "Open questions whose term ends on the next civil day.",
            All((OPEN, Is("due_on", Op.EQ, Now("days_1")))), None),
    Measure("due_in_7_days", "Due in seven days",
            "Open questions whose term ends within the next seven civil days, not today.",
            _ending_by("days_7"), None),
    Measure("likely_late", "Likely late",
            "Open questions whose term has not passed and of which it is likely that it will not be kept, "
            "by how long questions like them stayed open before.",
            All((OPEN, not_passed("due"), Is("id", Op.IN, Listed("likely_late")))), None),
    Measure("closed", "Closed", "Questions closed in the period.", CLOSED, "closed"),
    Measure("closed_late", "Closed late", "Questions closed in the period after their term.", CLOSED_LATE, "closed"),
    Measure("answered", "Answered", "Questions that got their first response in the period.",
            Is("first_response_on", Op.NOT_NULL), "first_response"),
    Measure("resolved", "Resolved", "Questions closed in the period because the matter was put right.",
            _ended(Outcome.RESOLVED), "closed"),
    Measure("explained", "Explained", "Questions closed in the period with an explanation only.",
            _ended(Outcome.EXPLAINED), "closed"),
    Measure("refused", "Refused", "Questions closed in the period with a refusal.", _ended(Outcome.REFUSED), "closed"),
    Measure("forwarded", "Forwarded", "Questions closed in the period by handing them to another body.",
            _ended(Outcome.FORWARDED), "closed"),
    Measure("repeated", "Repeated", "Questions received in the period that repeat an earlier one.",
            Is("repeated", Op.EQ, True), "received"),
    Measure("returned", "Returned", "Questions re-opened or sent back in the period.",
            Is("returned_on", Op.NOT_NULL), "returned"),
    Measure("rated", "Rated", "Questions whose answer was rated by the citizen in the period.",
            Is("rating", Op.NOT_NULL), "rated"),
    Measure("satisfied", "Satisfied", "Questions rated 4 or 5 in the period.", Is("rating", Op.GE, 4), "rated"),
    Measure("no_address", "Without a place", "Questions received in the period whose place is unknown or unusable.",
            Any((Is("place", Op.NULL), Is("place", Op.NOT_IN, tuple(sorted(PLACES_USABLE))))), "received"),
    Measure("no_deadline", "Without a term", "Questions received in the period for which no term is known.",
            Is("due_on", Op.NULL), "received"),
    Measure("on_time", "On time", "Questions received in the period that are not late: no term, closed within it, "
            "or open and the term not passed.", ON_TIME, "received"),
    Measure("with_deadline", "With a term", "Questions received in the period that have a term.",
            Is("due_on", Op.NOT_NULL), "received"),
    Measure("on_time_with_deadline", "On time of those with a term",
            "Questions received in the period that have a term and are not late.",
            All((Is("due_on", Op.NOT_NULL), ON_TIME)), "received"),
    Measure("lapsed", "Term not kept", "Questions whose term ended in the period before they were closed.",
            Any((OVERDUE, CLOSED_LATE)), "due"),
    Measure("ending", "Term ends", "Questions whose term ends in the period and that were not closed before that day.",
            Any((OPEN, Is("closed_on", Op.GE, Column("due_on")))), "due"),
    Measure("ending_open", "Term ends, still open",
            "Open questions whose term ends in the period and has not passed yet.", All((OPEN, not_passed("due"))),
            "due"),
    Measure("late_with_deadline", "Late of those with a term",
            "Questions received in the period whose term passed before they were closed.",
            Any((OVERDUE, CLOSED_LATE)), "received"),
    Measure("promised_open", "Promised", "Questions with a day promised in the period that has not passed, not closed, "
            "or closed with a deferred decision only.", All((NOT_DONE, not_passed("deferred_to"))), "deferred_to"),
    Measure("promise_broken", "Promise broken", "Questions with a day promised in the period that has passed, "
            "not closed, or closed with a deferred decision only.", All((NOT_DONE, passed("deferred_to"))),
            "deferred_to"),
    Measure("promise_kept", "Promise kept", "Questions done by the day that was promised in the period.",
            All((DONE, not_later("closed", "deferred_to"))), "deferred_to"),
    Measure("promise_kept_late", "Promise kept late", "Questions done after the day that was promised in the period.",
            All((DONE, later("closed", "deferred_to"))), "deferred_to"),
    Measure("settled", "Settled", "Questions received in the period that are closed by now.", CLOSED, "received"),
    _response("response_overdue", "First response overdue",
              "Open questions without a first response whose term for it has passed.",
              All((UNANSWERED, passed("respond")))),
    _response("response_due_in_2_hours", "First response due in two hours",
              "Open questions without a first response whose term for it ends to the minute within two hours.",
              _ending_in("in_120", UNANSWERED, "respond_at")),
    _response("response_due_in_30_minutes", "First response due in half an hour",
              "Open questions without a first response whose term for it ends to the minute within half an hour.",
              _ending_in("in_30", UNANSWERED, "respond_at")),
    _response("responded_late", "First response late",
              "Questions that got their first response in the period after the term for it.",
              later("first_response", "respond"), "first_response"),
    _response("response_on_time", "First response on time",
              "Questions that got their first response in the period within the term for it.",
              not_later("first_response", "respond"), "first_response"),
    *(Measure(f"rated_{mark}", f"Rated {mark}", f"Questions rated {mark} in the period.",
              Is("rating", Op.EQ, mark), "rated") for mark in (1, 2, 3, 4, 5)),
)
MEASURES: dict[str, Measure] = {measure.key: measure for measure in _ALL}


def stage_of(measure: str) -> Stage:
    """Return the stage at whose term a measure looks; the answer's for one that is known no more."""
    return MEASURES[measure].stage if measure in MEASURES else Stage.ANSWER
