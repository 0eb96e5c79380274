"""The demonstration fills an empty home, goes on, and is put away."""

from datetime import timedelta

import pytest
from houses import NOW, house, record, tell

from dashboard.domain.people import LOCAL, Viewer
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.room import Room
from dashboard.store.digest import content_digest
from datasources.demo.voices import planted
from intake.demo import SEED, Feed, demo_town, fill, is_demo, is_filled, leave


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    home = tmp_path_factory.mktemp("town")
    fill(house(home))
    return home


def digest(place):
    with place.store.reading() as connection:
        return content_digest(connection)


def test_two_years_come_in_through_the_ordinary_way(town):
    place = Room(house(town), Viewer("tester", LOCAL))
    assert place.count("received", Scope(), View())[""] > 3000
    assert len(place.source_rows()) == 6
    assert all(batch.state == "done" for batch in place.batches())


def test_the_history_counts_as_known_when_it_happened(town):
    place = Room(house(town), Viewer("tester", LOCAL))
    then = NOW - timedelta(days=200)
    now_judged = place.count("open", Scope(), View(as_of=then))[""]
    then_judged = place.count("open", Scope(), View(as_of=then, known_at=then))[""]
    assert then_judged > 0
    assert abs(now_judged - then_judged) < now_judged
    assert place.count("received", Scope(), View(known_at=then))[""] < place.count("received", Scope(), View())[""]


def test_first_responses_are_mostly_in_time_and_some_are_waited_for_at_the_beginning(town):
    place = Room(house(town), Viewer("tester", LOCAL))

    def n(measure):
        return place.count(measure, Scope(), View())[""]

    assert 0.02 < n("responded_late") / (n("responded_late") + n("response_on_time")) < 0.15
    assert [n(f"response_{key}") for key in ("overdue", "due_in_30_minutes", "due_in_2_hours")] == [1, 1, 2]


def test_the_same_seed_gives_the_same_content(town, tmp_path):
    other = house(tmp_path)
    fill(other)
    assert digest(other) == digest(house(town))


def test_no_planted_secret_lies_in_the_store_outside_the_vault(town):
    place = house(town)
    secrets = [s.encode() for s in planted(SEED, demo_town(place)) if len(s) > 5]
    place.store.engine.dispose()
    raw = b"".join(path.read_bytes() for path in town.rglob("room.db*"))
    assert secrets
    assert not [s for s in secrets if s in raw]


def test_the_feed_moves_what_is_there_and_brings_little_new(tmp_path):
    place = house(tmp_path)
    fill(place)
    later = house(tmp_path, now=NOW + timedelta(hours=1))
    told = Feed(later).tell()
    assert told > 20
    room = Room(later, Viewer("tester", LOCAL))
    fresh = room.count("received", Scope(), View())[""] - Room(place, Viewer("t", LOCAL)).count(
        "received", Scope(), View(known_at=NOW))[""]
    assert 0 <= fresh <= 5


def test_an_outage_is_many_messages_from_one_street(tmp_path):
    place = house(tmp_path)
    fill(place)
    before = Room(place, Viewer("t", LOCAL)).count("received", Scope(), View(), "street")
    street = demo_town(place).plan.streets[0]
    assert Feed(place).surge(street) >= 25
    after = Room(place, Viewer("t", LOCAL)).count("received", Scope(), View(), "street")
    assert after[street] - before.get(street, 0) >= 25


def test_a_home_with_real_cases_is_never_filled(tmp_path):
    place = house(tmp_path)
    tell(place, "real", [record(1)])
    with pytest.raises(UsageError, match="imported cases"):
        fill(place)


def test_leaving_the_demonstration_leaves_an_empty_room(tmp_path):
    home = tmp_path / "home"
    place = house(home)
    fill(place)
    assert is_filled(home)
    place.store.engine.dispose()
    kept = leave(home, NOW)
    assert not is_demo(home)
    assert is_demo(kept)
    assert Room(house(home), Viewer("t", LOCAL)).count("received", Scope(), View())[""] == 0
