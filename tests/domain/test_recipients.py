"""Who hears of an alert: the levels that were called, each person once, whoever stands in too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dashboard.domain.alerts.alert import Alert, Happening, Turn, alert_of
from dashboard.domain.alerts.finding import Finding, Severity, Subject
from dashboard.domain.alerts.ladder import Chain, Level
from dashboard.domain.alerts.recipients import Called, hearers
from dashboard.domain.people import Role
from dashboard.domain.roster import Appointment, Person, Roster

DAY, HOUR = date(2026, 11, 23), timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
CHAIN = Chain("case", (Level(Role.BLOCK, timedelta()), Level(Role.HEAD, 4 * HOUR), Level(Role.CURATOR, 8 * HOUR)))
SUBJECT = Subject("days", "housing", "heating", "Mira street")
FINDING = Finding(SUBJECT, "today", Severity.WARNING, 1, "due_today")


def held(person: str, role: Role, block: str = "", until: date | None = None,
         instead: str | None = None) -> Appointment:
    return Appointment(person, role, frozenset({block} if block else ()), "", None, until, instead)


def called(*appointments: Appointment) -> Called:
    people = {one.person: Person(one.person, one.person, "", f"{one.person}@town.ru") for one in appointments}
    return Called(CHAIN, Roster(tuple(people.values()), appointments), DAY)


USUAL = (held("ann", Role.BLOCK, "housing"), held("ben", Role.HEAD), held("cat", Role.CURATOR),
         held("dan", Role.BLOCK, "roads"))


def told(turn: Turn, **facts: object) -> Happening:
    return Happening(turn, MONDAY, "room:alerts", {"finding": FINDING, "said": 1, **facts})  # type: ignore[dict-item]


FIRED = told(Turn.FIRED, said=0)


def climbed(level: int) -> Happening:
    return told(Turn.ESCALATED, level=level)


def names(*happened: Happening, appointments: tuple[Appointment, ...] = USUAL,
          before: tuple[Happening, ...] = ()) -> list[list[str]]:
    alert = alert_of([*before, *happened])
    assert isinstance(alert, Alert) and alert.subject == SUBJECT
    return [[person.key for person in heard] for heard in hearers(alert, happened, called(*appointments))]


def test_an_escalation_is_heard_by_its_own_level_alone() -> None:
    assert names(FIRED, climbed(1)) == [[], ["ann"]]
    assert names(climbed(2), before=(FIRED, climbed(1))) == [["ben"]]
    assert names(climbed(3), before=(FIRED, climbed(1), climbed(2))) == [["cat"]]


def test_what_is_said_later_is_heard_by_all_who_were_called_so_far() -> None:
    before = (FIRED, climbed(1), climbed(2))
    assert names(told(Turn.RAISED), before=before) == [["ann", "ben"]]
    assert names(told(Turn.EXPIRED), before=before) == [["ann", "ben"]]
    assert names(told(Turn.RAISED, said=0), before=before) == [[]]


def test_of_several_happenings_at_one_moment_each_person_hears_the_newest() -> None:
    before = (FIRED, climbed(1))
    assert names(told(Turn.EXPIRED), climbed(2), before=before) == [["ann"], ["ben"]]
    twice = (*USUAL, held("ann", Role.HEAD))
    assert names(FIRED, climbed(1), climbed(2), appointments=twice) == [[], [], ["ann", "ben"]]


def test_whoever_stands_in_is_called_and_whoever_has_left_is_not() -> None:
    appointments = (held("ann", Role.BLOCK, "housing", until=DAY - timedelta(days=1)),
                    held("eve", Role.BLOCK, "housing", instead="ann"))
    assert names(FIRED, climbed(1), appointments=appointments) == [[], ["eve"]]


def test_a_person_of_two_levels_is_named_once() -> None:
    appointments = (held("ann", Role.BLOCK, "housing"), held("ann", Role.HEAD))
    assert names(told(Turn.RAISED), appointments=appointments, before=(FIRED, climbed(1), climbed(2))) == [["ann"]]


def test_a_level_that_nobody_holds_is_heard_by_nobody() -> None:
    assert names(FIRED, climbed(1), appointments=()) == [[], []]
    assert names(FIRED, climbed(1), appointments=(held("dan", Role.BLOCK, "roads"),)) == [[], []]
    assert called(*USUAL).up_to(1, "") == ()  # what is about the room has no block
