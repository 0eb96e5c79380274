"""The demonstration going on live, and a staged outage."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard.domain.appeals import Key, State
from dashboard.domain.hearing import hear
from dashboard.domain.moments import Moment, moment_at
from dashboard.errors import UsageError
from datasources.demo.desk import FEW, is_open
from datasources.demo.feed import live
from datasources.demo.habits import Town, read_town
from datasources.demo.history import Told, history
from datasources.demo.surge import COUNT, HOURS, surge

ZONE = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SEED = 7


@pytest.fixture(scope="module")
def town() -> Town:
    return read_town(ZONE, "47733000")


@pytest.fixture(scope="module")
def standing(town: Town) -> dict[Key, State]:
    return folded({}, list(history(SEED, date(2026, 8, 1), NOW, town)))


def folded(states: dict[Key, State], told: list[Told]) -> dict[Key, State]:
    """Return the states after what was told: a re-opening takes back the closing."""
    after = dict(states)
    for source, record in told:
        key = Key(source, record.external_id, record.question)
        undone = {"closed": None, "outcome": None} if "returned" in record.facts else {}
        after[key] = {**after.get(key, {}), **record.facts, **undone}
    return after


def test_something_happens_about_every_ten_seconds(town: Town, standing: dict[Key, State]) -> None:
    told = list(live(SEED, NOW, NOW + timedelta(minutes=10), standing, town))
    assert 55 <= len(told) <= 65


def test_the_feed_is_told_alike_in_one_go_and_in_pieces(town: Town, standing: dict[Key, State]) -> None:
    whole = list(live(SEED, NOW, NOW + timedelta(minutes=5), standing, town))
    states, pieces = standing, list[Told]()
    for step in range(30):
        after = NOW + timedelta(seconds=10 * step)
        piece = list(live(SEED, after, after + timedelta(seconds=10), states, town))
        states, pieces = folded(states, piece), pieces + piece
    assert pieces == whole


def test_the_feed_is_told_in_order_and_within_its_span(town: Town, standing: dict[Key, State]) -> None:
    instants = [r.observed_at for _, r in live(SEED, NOW, NOW + timedelta(hours=20), standing, town)]
    assert instants == sorted(instants, key=lambda at: at or NOW)
    assert all(at is not None and NOW < at <= NOW + timedelta(hours=20) for at in instants)


def test_no_day_brings_more_than_three_usual_days(town: Town, standing: dict[Key, State]) -> None:
    usual = len({(s, r.external_id, r.question) for s, r in history(SEED, date(2025, 11, 24), NOW, town)}) / 365
    received = Counter(r.facts["received"].on for _, r in  # type: ignore[union-attr]
                       live(SEED, NOW, NOW + timedelta(days=30), standing, town) if "received" in r.facts)
    assert max(received.values()) <= 3 * usual
    assert sum(received.values()) > 30 * usual


def test_movement_comes_mostly_from_existing_cases(town: Town, standing: dict[Key, State]) -> None:
    hours = [NOW + timedelta(hours=hour) for hour in range(12)]
    told = [t for hour in hours for t in live(SEED, hour, hour + timedelta(minutes=9), standing, town)]
    new = sum("received" in record.facts for _, record in told)
    assert new < len(told) / 20


def test_days_of_the_feed_keep_the_number_of_open_questions_and_rate_and_return(town: Town,
                                                                               standing: dict[Key, State]) -> None:
    told = list(live(SEED, NOW, NOW + timedelta(days=20), standing, town))
    after = folded(standing, told)
    assert FEW <= sum(map(is_open, after.values())) <= 110
    assert {"closed", "rated", "returned", "received"} <= {field for _, record in told for field in record.facts}


def test_what_the_feed_tells_can_be_heard_and_is_never_in_the_future(town: Town, standing: dict[Key, State]) -> None:
    states = standing
    for source, record in live(SEED, NOW, NOW + timedelta(days=3), standing, town):
        assert record.observed_at is not None
        observed = moment_at(record.observed_at, ZONE)
        known = states.get(Key(source, record.external_id, record.question))
        assert hear(record, known, observed, record.observed_at)
        states = folded(states, [Told(source, record)])
        for field, value in record.facts.items():
            assert field == "due" or not isinstance(value, Moment) or not value.later_than(observed)


def test_a_long_pause_skips_small_movements_but_no_arrival(town: Town, standing: dict[Key, State]) -> None:
    told = list(live(SEED, NOW, NOW + timedelta(days=5), standing, town))
    assert len(told) < 5 * 70 + 70
    assert sum("received" in record.facts for _, record in told) >= 5 * 7


def test_an_empty_town_begins_with_arrivals(town: Town) -> None:
    told = list(live(SEED, NOW, NOW + timedelta(days=1), {}, town))
    assert "received" in told[0].record.facts


def test_numbers_of_the_feed_never_meet_those_of_the_history(town: Town) -> None:
    today = {(s, r.external_id) for s, r in history(SEED, NOW.date(), NOW, town)}
    lively = {(s, r.external_id) for s, r in live(SEED, NOW - timedelta(hours=9), NOW, {}, town)}
    staged = {(s, r.external_id) for s, r in surge(SEED, NOW, "ул. Мира", town)}
    assert today and lively and staged
    assert not today & lively and not today & staged and not lively & staged


def test_a_staged_outage_is_25_appeals_from_one_street_within_three_hours(town: Town) -> None:
    told = list(surge(SEED, NOW, "ул. Флотская", town))
    heating = [r for _, r in told if r.facts["topic"] == "heating"]
    assert len(heating) == COUNT
    assert {r.facts["street"] for r in heating} == {"ул. Флотская"}
    assert all(r.observed_at and NOW - timedelta(hours=HOURS) <= r.observed_at <= NOW for r in heating)
    assert all(isinstance(r.facts["received"], Moment) and r.facts["received"].at for r in heating)
    assert len({(s, r.external_id, r.question) for s, r in told}) == len(told)


def test_an_outage_on_an_unknown_street_names_the_streets_there_are(town: Town) -> None:
    with pytest.raises(UsageError, match="ул. Мира"):
        list(surge(SEED, NOW, "Невский проспект", town))


def test_an_outage_of_an_unknown_topic_is_refused(town: Town) -> None:
    with pytest.raises(UsageError):
        list(surge(SEED, NOW, "ул. Мира", town, topic="dragons"))
