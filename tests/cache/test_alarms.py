"""Alerts as the wall may show them: positions for people, members for places of three, nobody's words."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from boards import alarm, answered, case, usual
from houses import NOW, ZONE, house

from dashboard.alarms import told_outside
from dashboard.cache.board import Board, Taken, WallAlert
from dashboard.domain.alerts.alert import Alert, Fact, Happening, Turn, alert_of
from dashboard.domain.alerts.finding import Finding, Severity, Subject
from dashboard.domain.fields import Privacy
from dashboard.domain.people import Role
from dashboard.domain.roster import Appointment, Person, Roster
from dashboard.domain.scope import Scope, View
from dashboard.house import House
from dashboard.store import alerts

SUBJECT = Subject("days", "housing", "heating", "ул. Мира")
PEOPLE = (Person("vera", "Котельникова Вера Ильинична", "Ответственная за блок ЖКХ"),
          Person("ivan", "Полярный Иван Сергеевич", "Руководитель МЦУ"))
ROSTER = Roster(PEOPLE, (Appointment("vera", Role.BLOCK, frozenset({"housing"}), "", None, None, None),
                         Appointment("ivan", Role.HEAD, frozenset(), "", None, date(2026, 11, 20), None)))
TODAY = NOW.date()


def fired(n: int = 3, severity: Severity = Severity.BREACH, subject: Subject = SUBJECT, measure: str = "overdue_open",
          at: datetime = NOW) -> Happening:
    return Happening(Turn.FIRED, at, "room:alerts", {"finding": Finding(subject, "breached", severity, n, measure)})


def taken(owner: str, at: datetime = NOW) -> Happening:
    facts: dict[str, Fact] = {"reason": "прорвало", "until_at": at + timedelta(hours=9), "promise": "заменим",
                              "promise_on": date(2026, 11, 25)}
    return Happening(Turn.ACKNOWLEDGED, at, owner, facts)


def told(*happenings: Happening, roster: Roster = ROSTER) -> WallAlert:
    alert = alert_of(happenings)
    assert alert is not None
    return told_outside(replace(alert, id=7), roster, TODAY, ZONE)


def write(place: House, before: Alert | None, *happenings: Happening) -> Alert:
    with place.store.writing() as (connection, numbers):
        return alerts.tell(connection, numbers, before, happenings)[0]


def wall(place: House) -> Board:
    place.follow()
    return place.boards.board(Scope(), View(), privacy=Privacy.WALL)


@pytest.mark.parametrize(("n", "street"), [(3, "ул. Мира"), (2, "")])
def test_a_street_is_named_where_three_cases_stand_on_it(n: int, street: str) -> None:
    assert told(fired(n)).street == street


def test_whoever_has_taken_it_is_told_as_the_position_of_that_day() -> None:
    assert told(fired(), taken("person:vera")).taken == Taken(
        "Ответственная за блок ЖКХ", NOW + timedelta(hours=9), date(2026, 11, 25))


@pytest.mark.parametrize(("owner", "position"), [
    ("person:ivan", ""), ("person:nobody", ""), ("cli:vera", "")])
def test_who_held_no_office_on_that_day_has_no_position(owner: str, position: str) -> None:
    answer = told(fired(), taken(owner)).taken
    assert answer is not None and answer.position == position


@pytest.mark.parametrize("written", ["Слесарь Иванов И. И.", "Полярный Иван Сергеевич", "дежурный, 8 921 555-66-77"])
def test_a_person_written_into_a_position_is_not_told(written: str) -> None:
    roster = replace(ROSTER, people=(replace(PEOPLE[0], position=written), PEOPLE[1]))
    seen = told(fired(), taken("person:vera"), roster=roster)
    assert seen.turn == "" and seen.taken is not None and seen.taken.position == ""


def test_a_long_position_is_no_sentence_of_a_citizen() -> None:
    long = "начальник отдела жилищно-коммунального хозяйства и благоустройства"
    assert told(fired(), roster=replace(ROSTER, people=(replace(PEOPLE[0], position=long),))).turn == long


def test_a_private_word_is_the_unknown_member() -> None:
    letter = Subject("days", "housing", "у меня дома прорвало трубу", "ул. Мира")
    assert told(fired(subject=letter)).topic == ""


def test_only_the_kind_of_what_covers_it_is_told() -> None:
    covered = told(fired(), Happening(Turn.INHIBITED, NOW, "room:alerts", {"why": "cause:12"}))
    assert (covered.covered, covered.calls) == ("cause", False)


@pytest.mark.parametrize(("happening", "calls"), [
    (fired(), True), (fired(severity=Severity.WARNING), False),
    (fired(subject=Subject("silence", source="pos"), measure=""), False)])
def test_a_broken_term_calls_and_nothing_else_does(happening: Happening, calls: bool) -> None:
    assert told(happening).calls is calls


def test_what_is_taken_calls_nobody() -> None:
    assert not told(fired(), taken("person:vera")).calls


def test_an_alert_has_no_place_for_words() -> None:
    assert {field.name for field in fields(WallAlert)} == {
        "id", "ladder", "step", "severity", "n", "fired_at", "raised_at", "asked", "block", "topic", "street", "source",
        "turn", "covered", "taken", "stage"}
    assert set(Taken._fields) == {"position", "until_at", "promise_on"}


def test_a_board_changes_with_its_alerts_and_only_with_them(tmp_path: Path) -> None:
    place = house(tmp_path)
    quiet = wall(place)
    alert = write(place, None, fired())
    calling = wall(place)
    assert [one.calls for one in calling.alerts] == [True] and calling.version != quiet.version
    write(place, alert, Happening(Turn.COMMENTED, NOW, "person:vera", {"text": "ждём трубу"}))
    assert wall(place).version == calling.version
    write(place, alert, taken("person:vera"))
    answered = wall(place)
    assert answered.version != calling.version and not answered.alerts[0].calls


def test_an_alert_that_ended_is_on_no_board(tmp_path: Path) -> None:
    place = house(tmp_path)
    write(place, None, fired(), Happening(Turn.RESOLVED, NOW, "room:alerts", {"reason": ""}))
    assert wall(place).alerts == ()


def test_the_gravest_and_largest_come_first(tmp_path: Path) -> None:
    place = house(tmp_path)
    for number, (n, severity) in enumerate([(9, Severity.WARNING), (1, Severity.BREACH), (5, Severity.BREACH)]):
        write(place, None, fired(n, severity, Subject("days", "housing", f"topic {number}")))
    assert [alert.n for alert in wall(place).alerts] == [5, 1, 9]


def test_boards_of_another_moment_or_a_part_of_the_town_have_no_alerts(tmp_path: Path) -> None:
    place = house(tmp_path)
    write(place, None, fired())
    before, part = View(as_of=NOW - timedelta(days=1)), Scope().within("topic", "heating")
    assert place.boards.board(Scope(), before).alerts == place.boards.board(part, View()).alerts == ()


def test_members_of_an_alert_have_their_titles(tmp_path: Path) -> None:
    place = house(tmp_path)
    write(place, None, fired())
    assert wall(place).titles["topic"]["heating"] == place.vocabularies().title("topic", "heating")


TAKEN = answered()
OTHER = alarm("ул. Строителей", taken=answered("Куратор МЦУ"))


@pytest.mark.parametrize(("street", "alarms", "position"), [
    ("ул. Мира", (alarm(taken=TAKEN), OTHER), "Руководитель МЦУ"),
    ("ул. Мира", (alarm("", taken=TAKEN),), "Руководитель МЦУ"),
    ("", (alarm("", taken=TAKEN),), "Руководитель МЦУ"),
    ("ул. Мира", (alarm(), OTHER), None),
    ("ул. Мира", (alarm("", taken=TAKEN), OTHER), None),
    ("", (alarm("", taken=TAKEN), OTHER), None),
    ("", (OTHER,), None),
    ("ул. Мира", (OTHER,), None),
    ("ул. Мира", (alarm(taken=TAKEN), alarm(taken=TAKEN, ladder="hours")), None),
    ("ул. Мира", (alarm(taken=TAKEN, topic="roofs"),), None),
    ("ул. Мира", (alarm(taken=TAKEN, asked=False),), None),
])
def test_a_case_knows_who_has_taken_it_only_where_it_can_be_no_other(
        street: str, alarms: tuple[WallAlert, ...], position: str | None) -> None:
    answer = usual(alerts=alarms).taken(replace(case(), street=street))
    assert (answer and answer.position) == position


def test_a_case_of_unknown_matter_has_been_taken_by_nobody_known() -> None:
    board = usual(alerts=(alarm("", topic="", taken=TAKEN),))
    assert board.taken(replace(case(), topic="", street="")) is None
