"""Two years of the demonstration, heard and folded as the room would do it."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from dashboard.domain.appeals import UNCOUNTED_STATUSES, Key, Outcome, Record, State, Status
from dashboard.domain.deadlines import Terms
from dashboard.domain.events import Event
from dashboard.domain.fields import BY_KEY
from dashboard.domain.fold import fold
from dashboard.domain.hearing import hear
from dashboard.domain.moments import Moment, moment_at
from dashboard.holidays_ru import shipped_calendar
from dashboard.rulebook import shipped_rules
from datasources.demo.habits import Town, read_town
from datasources.demo.history import Told, history
from datasources.demo.voices import planted
from datasources.demo.wishes import outage_begins

ZONE = ZoneInfo("Europe/Moscow")
SINCE, UNTIL = date(2024, 11, 24), datetime(2026, 11, 24, 9, tzinfo=UTC)
SEED = 7
POLICY = Path(__file__).parents[2] / "dashboard" / "policy"
States = Mapping[Key, State]


@pytest.fixture(scope="module")
def town() -> Town:
    return read_town(ZONE, "47733000")


@pytest.fixture(scope="module")
def told(town: Town) -> list[Told]:
    return list(history(SEED, SINCE, UNTIL, town))


@pytest.fixture(scope="module")
def lives(told: list[Told]) -> Mapping[Key, list[Record]]:
    found: dict[Key, list[Record]] = defaultdict(list)
    for source, record in told:
        found[Key(source, record.external_id, record.question)].append(record)
    return found


@pytest.fixture(scope="module")
def states(lives: Mapping[Key, list[Record]]) -> States:
    due_of = Terms(shipped_rules(), shipped_calendar(), ZONE)
    found: dict[Key, State] = {}
    for key, records in lives.items():
        events: list[Event] = []
        for record in records:
            assert record.observed_at is not None
            events += hear(record, found.get(key), moment_at(record.observed_at, ZONE), record.observed_at)
            found[key] = fold(events, due_of, ZONE)[-1].state
    return found


@pytest.fixture(scope="module")
def counted(states: States) -> list[State]:
    return [state for state in states.values() if state["status"] not in UNCOUNTED_STATUSES]


def members(name: str) -> Mapping[str, Mapping[str, object]]:
    listed = yaml.safe_load((POLICY / f"{name}.yaml").read_text(encoding="utf-8"))["members"]
    return {member["key"]: member for member in listed}


def late(state: State, now: Moment) -> bool:
    due, closed = state.get("due"), state.get("closed")
    return isinstance(due, Moment) and (closed if isinstance(closed, Moment) else now).later_than(due)


def moments(records: list[Told]) -> Iterator[tuple[str, Moment, Record]]:
    for _, record in records:
        for field, value in record.facts.items():
            if isinstance(value, Moment):
                yield field, value, record


def test_the_same_seed_gives_the_same_history(town: Town, told: list[Told]) -> None:
    assert list(history(SEED, SINCE, UNTIL, read_town(ZONE, "47733000"))) == told


def test_another_seed_gives_another_history(town: Town, told: list[Told]) -> None:
    assert list(history(SEED + 1, SINCE, UNTIL, town)) != told


def test_the_history_does_not_depend_on_the_hashing_of_strings() -> None:
    script = ("from datetime import *; from zoneinfo import ZoneInfo; from datasources.demo.habits import read_town\n"
              "from datasources.demo.history import history; import hashlib\n"
              "told = list(history(3, date(2026, 1, 1), datetime(2026, 3, 1, tzinfo=UTC), "
              "read_town(ZoneInfo('Europe/Moscow'), '1')))\nprint(hashlib.sha256(repr(told).encode()).hexdigest())")
    root = Path(__file__).parents[2]
    printed = {subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
                              cwd=root, check=True, capture_output=True, text=True).stdout for seed in ("1", "2")}
    assert len(printed) == 1


def test_a_later_end_only_continues_the_history(town: Town, told: list[Told]) -> None:
    earlier = list(history(SEED, SINCE, UNTIL - timedelta(days=200), town))
    assert earlier == told[:len(earlier)]
    assert len(earlier) < len(told)


def test_records_come_in_the_order_in_which_they_were_told(told: list[Told]) -> None:
    instants = [record.observed_at for _, record in told]
    assert instants == sorted(instants, key=lambda at: at or UNTIL)
    assert all(at is not None and at <= UNTIL for at in instants)


def test_nothing_has_happened_later_than_it_was_told(told: list[Told]) -> None:
    for field, moment, record in moments(told):
        assert record.observed_at is not None
        if field not in ("due", "deferred_to"):
            assert not moment.later_than(moment_at(record.observed_at, ZONE)), (field, record)


def test_only_known_facts_are_told(told: list[Told]) -> None:
    assert {field for _, record in told for field in record.facts} <= set(BY_KEY)
    assert {field for _, record in told for field in record.private} == {"text", "applicant", "contact", "address"}


def test_a_year_brings_as_much_as_a_small_town_writes(states: States) -> None:
    assert 1_500 <= len(states) / 2 <= 2_100


def test_all_channels_blocks_topics_and_departments_occur(counted: list[State]) -> None:
    topics = members("topics")
    assert {s["topic"] for s in counted} == set(topics)
    assert {s["block"] for s in counted} == set(members("blocks"))
    assert {s["channel"] for s in counted} == set(members("channels")) - {"social"}
    assert {s.get("department") for s in counted} - {None} == set(members("departments"))
    assert all(topics[str(s["topic"])]["parent"] == s["block"] for s in counted)


def test_statuses_and_outcomes_are_of_the_vocabularies(states: States) -> None:
    assert {s["status"] for s in states.values()} <= set(members("statuses")) == set(Status)
    assert {s["outcome"] for s in states.values() if s.get("outcome")} == set(members("outcomes")) == set(Outcome)


def test_people_write_more_on_mondays_than_on_sundays(counted: list[State]) -> None:
    weekdays = Counter(s["received"].on.weekday() for s in counted)  # type: ignore[union-attr]
    assert weekdays[0] > 1.5 * weekdays[6]


@pytest.mark.parametrize(("topic", "season", "off_season"), [
    ("snow_roads", (12, 1, 2), (6, 7, 8)), ("street_lighting", (11, 12, 1), (5, 6, 7)),
    ("potholes", (4, 5, 6), (12, 1, 2)), ("heating", (11, 12, 1), (6, 7, 8)),
])
def test_topics_have_their_season(counted: list[State], topic: str, season: tuple[int, ...],
                                  off_season: tuple[int, ...]) -> None:
    months = Counter(s["received"].on.month for s in counted if s["topic"] == topic)  # type: ignore[union-attr]
    assert sum(months[m] for m in season) > 3 * sum(months[m] for m in off_season)


def test_an_outage_brings_five_usual_days_at_once_from_one_street(town: Town, counted: list[State]) -> None:
    day = outage_begins(town, SINCE)
    days = Counter(s["received"].on for s in counted)  # type: ignore[union-attr]
    of_street = [s for s in counted if s["received"] and s["received"].on == day  # type: ignore[union-attr]
                 and s["topic"] == "heating" and s.get("street") == town.outage.street]
    assert day.month == 2
    assert days[day] >= 5 * len(counted) / 731
    assert len(of_street) >= 25


def test_one_department_is_slow_and_the_town_is_not(counted: list[State]) -> None:
    now = moment_at(UNTIL, ZONE)
    slow = [s for s in counted if s.get("department") == "Теплоснабжение"]
    assert 0.06 <= sum(late(s, now) for s in counted) / len(counted) <= 0.11
    assert 0.24 <= sum(late(s, now) for s in slow) / len(slow) <= 0.40


def test_one_department_has_three_cases(states: States) -> None:
    assert sum(s.get("department") == "МФЦ" for s in states.values()) == 3


def test_some_questions_are_open_and_some_of_them_overdue(counted: list[State]) -> None:
    still_open = [s for s in counted if s.get("closed") is None]
    assert 30 <= len(still_open) <= 100
    assert 2 <= sum(late(s, moment_at(UNTIL, ZONE)) for s in still_open) <= 25
    assert all(s["status"] not in ("closed", "forwarded") for s in still_open)


def test_a_closed_question_is_never_shown_as_being_in_work(counted: list[State]) -> None:
    assert {s["status"] for s in counted if s.get("closed") is not None} == {"closed", "forwarded"}


def test_ratings_reach_from_one_to_five_and_most_do_not_answer(counted: list[State]) -> None:
    ratings = Counter(s.get("rating") for s in counted)
    assert all(ratings[value] >= 20 for value in (1, 2, 3, 4, 5))
    assert ratings[None] > len(counted) / 2


def test_cases_are_repeated_returned_without_address_and_on_the_default_point(counted: list[State]) -> None:
    assert sum(s.get("repeated") is True for s in counted) > 50
    assert sum(s.get("returned") is not None for s in counted) > 20
    places = Counter(s.get("place") for s in counted)
    assert all(places[place] > 30 for place in (None, "scheme", "street", "default"))


def test_a_place_on_the_plan_lies_beside_its_house(town: Town, counted: list[State]) -> None:
    houses = {house.house: house for house in town.plan.houses}
    for state in counted:
        assert (state.get("lat") is not None) == (state.get("place") == "scheme")
        if state.get("place") == "scheme":
            house = houses[str(state["house"])]
            there = house._replace(lat=state["lat"], lon=state["lon"])  # type: ignore[arg-type]
            assert there.metres_to(house) < 35


def test_several_questions_of_one_appeal_share_its_letter(lives: Mapping[Key, list[Record]]) -> None:
    appeals: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for key, records in lives.items():
        appeals[key.source, key.external_id].append(records[0])
    several = [records for records in appeals.values() if len(records) > 1]
    assert len(several) > 100
    for records in several:
        assert len({record.private["text"] for record in records}) == 1
        assert len({record.facts["channel"] for record in records}) == 1
        assert [record.question for record in records] == [str(n) for n in range(1, len(records) + 1)]


def test_pos_and_sed_know_dates_only_and_the_others_the_hour(told: list[Told]) -> None:
    for source, record in told:
        for field, value in record.facts.items():
            if isinstance(value, Moment) and field not in ("due", "deferred_to"):
                assert (value.at is None) == (source in ("pos", "sed")), (source, field)


def test_terms_come_from_rules_where_the_export_has_none(lives: Mapping[Key, list[Record]]) -> None:
    for records in lives.values():
        facts = records[0].facts
        ruled = facts.get("law") == "59-fz" or facts.get("lane") == "fast"
        assert ("due" in facts) != ruled


def test_every_counted_question_has_a_term(counted: list[State]) -> None:
    assert all(s.get("due") is not None for s in counted)


def test_planted_secrets_are_in_private_text_and_in_no_fact(town: Town, told: list[Told]) -> None:
    secrets = planted(SEED, town)
    assert len(secrets) > 40
    private = "\n".join(text for _, record in told for text in record.private.values())
    letters = "\n".join(record.private.get("text", "") for _, record in told)
    public = "\n".join(str((source, record.external_id, dict(record.facts))) for source, record in told)
    assert [secret for secret in secrets if secret not in private] == []
    assert sum(secret in letters for secret in secrets) > len(secrets) / 2
    assert [secret for secret in secrets if secret in public] == []


def test_there_are_at_least_150_phrasings_and_none_keeps_its_brackets(town: Town, told: list[Told]) -> None:
    assert sum(len(topic.phrases) for topic in town.topics.values()) >= 150
    assert not [r.private["text"] for _, r in told if r.private and set(r.private["text"]) & set("[]{}")]
