"""The truth keeps what it was told, and what it was told before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from houses import NOW, days_ago, house, record, room, tell
from sqlalchemy import func, select

from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.store.batches import Arrival
from dashboard.store.digest import content_digest
from dashboard.store.store import Checked
from dashboard.store.tables import EVENTS, HISTORY, QUESTIONS
from dashboard.store.undo import undo_batch, vanish

ALL = Scope()


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request, tmp_path):
    """A folder and the URL of its truth, which lies in the folder or in a database of its own."""
    return tmp_path, "" if request.param == "sqlite" else request.getfixturevalue("postgres_store_url")


def digest(place):
    with place.store.reading() as connection:
        return content_digest(connection)


def count(place, table):
    with place.store.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_same_content_a_second_time_changes_nothing(home):
    place = house(*home)
    first = tell(place, "a", [record(n) for n in range(10)])
    seq, before = place.store.seq(), digest(place)
    again = tell(place, "a", [record(n) for n in range(10)])
    assert again == first
    assert (place.store.seq() - 1, digest(place)) == (seq, before)


def test_another_file_that_says_the_same_changes_no_question(home):
    place = house(*home)
    tell(place, "a", [record(n) for n in range(10)])
    batch = tell(place, "b", [record(n) for n in range(10)])
    assert (batch.added, batch.changed, batch.unchanged) == (0, 0, 10)
    assert count(place, EVENTS) == 10


def test_two_homes_fed_the_same_at_different_times_have_the_same_digest(tmp_path):
    one, other = house(tmp_path / "1"), house(tmp_path / "2")
    files = [[record(1), record(2, status="closed")], [record(1, department="E"), record(2, status="in_work")]]
    for number, records in enumerate(files):
        tell(one, f"{number}", records, NOW)
        tell(other, f"{number}", records, NOW + timedelta(days=3 + number))
    assert digest(one) == digest(other)


def test_the_digest_sees_a_changed_fact(tmp_path):
    one, other = house(tmp_path / "1"), house(tmp_path / "2")
    tell(one, "a", [record(1)])
    tell(other, "a", [record(1, department="E")])
    assert digest(one) != digest(other)


def test_a_batch_taken_back_counts_nowhere_and_loses_no_event(home):
    place = room(*home)
    batch = tell(place.house, "a", [record(n) for n in range(5)])
    events = count(place.house, EVENTS)
    undo_batch(place.house.store, batch.id, place.house.teller(), "cli:test", NOW)
    assert place.count("received", ALL, View())[""] == 0
    assert count(place.house, EVENTS) == events + 5
    assert place.count("received", Scope(members={"status": frozenset({"vanished"})}), View())[""] == 5


def test_undoing_a_change_brings_the_former_state_back(home):
    place = room(*home)
    tell(place.house, "a", [record(1)])
    change = tell(place.house, "b", [record(1, department="E")], NOW + timedelta(hours=1))
    assert place.count("open", ALL, View(), "department") == {"E": 1}
    undo_batch(place.house.store, change.id, place.house.teller(), "cli:test", NOW + timedelta(hours=2))
    assert place.count("open", ALL, View(), "department") == {"D": 1}


def test_a_batch_cannot_be_taken_back_twice(home):
    place = house(*home)
    batch = tell(place, "a", [record(1)])
    undo_batch(place.store, batch.id, place.teller(), "cli:test", NOW)
    with pytest.raises(UsageError, match="no batch"):
        undo_batch(place.store, batch.id, place.teller(), "cli:test", NOW)


def test_a_file_taken_back_can_be_imported_again(home):
    place = room(*home)
    batch = tell(place.house, "a", [record(n) for n in range(5)])
    undo_batch(place.house.store, batch.id, place.house.teller(), "cli:test", NOW)
    again = tell(place.house, "a", [record(n) for n in range(5)], NOW + timedelta(minutes=1))
    assert again.id != batch.id
    assert place.count("open", ALL, View())[""] == 5


def test_what_a_snapshot_no_longer_shows_has_vanished_and_may_come_back(home):
    place = room(*home)
    tell(place.house, "a", [record(1), record(2)])
    batch = tell(place.house, "b", [record(1)], NOW + timedelta(hours=1))
    assert vanish(place.house.store, batch, {("n1", "1")}, place.house.teller()) == 1
    assert place.count("open", ALL, View())[""] == 1
    tell(place.house, "c", [record(1), record(2)], NOW + timedelta(hours=2))
    assert place.count("open", ALL, View())[""] == 2


def test_the_past_is_judged_with_what_was_known_then(home):
    place = room(*home, now=NOW + timedelta(days=9))
    tell(place.house, "a", [record(48)], NOW)
    closed = record(48, closed=days_ago(1), status="closed")
    tell(place.house, "b", [closed], NOW + timedelta(days=2))
    judged = NOW + timedelta(days=1)
    assert place.count("open", ALL, View(as_of=judged))[""] == 0
    assert place.count("open", ALL, View(as_of=judged, known_at=judged))[""] == 1
    assert place.count("open", ALL, View(as_of=NOW - timedelta(days=1, hours=1)))[""] == 1


def test_a_persons_correction_survives_every_import(home):
    place = room(*home)
    tell(place.house, "a", [record(1)])
    number = place.rows("open", ALL, View()).rows[0]["id"]
    place.do("correct", question=number, field="department", value="F", reason="wrong body")
    tell(place.house, "b", [record(1, department="E", topic="roof")], NOW + timedelta(hours=1))
    row = place.rows("open", ALL, View()).rows[0]
    assert (row["department"], row["topic"]) == ("F", "roof")
    assert place.case("pos", "n1").corrections[0].reason == "wrong body"


def test_a_file_given_from_the_shell_binds_no_later_file(tmp_path):
    place = house(tmp_path)
    for hours, actor, topic in ((3, "cli:root", "heating"), (2, "cli:root", "snow"), (1, "source:pos", "roads")):
        at = NOW - timedelta(hours=hours)
        batch, _ = place.store.begin(Arrival("pos", "pos", topic, topic, at, actor), Checked((), ()), at)
        place.store.save(batch, [record(9, topic=topic)], place.teller())
    with place.store.reading() as connection:
        assert connection.execute(select(QUESTIONS.c.topic)).scalar_one() == "roads"


def test_a_duplicate_counts_once_and_can_be_asked_for(home):
    place = room(*home)
    tell(place.house, "a", [record(1), record(2)])
    ids = [row["id"] for row in place.rows("open", ALL, View()).rows]
    place.do("link", question=ids[0], other=ids[1], kind="duplicate_of")
    assert place.count("open", ALL, View())[""] == 1
    assert place.count("open", Scope(members={"status": frozenset({"duplicate"})}), View())[""] == 1


def test_texts_lie_sealed_in_the_vault_and_nowhere_else(tmp_path):
    place = room(tmp_path)
    secret = "Ivanova from the house behind the bakery"
    tell(place.house, "a", [replace(record(1), private={"text": secret})])
    assert place.case("pos", "n1").private == {"text": secret}
    place.house.store.engine.dispose()
    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert secret.encode() not in raw
    assert b"Ivanova" not in raw


def test_destroying_the_years_key_destroys_the_texts(tmp_path):
    tell(house(tmp_path), "a", [replace(record(1), private={"text": "secret"})])
    (tmp_path / "secrets" / "vault-2026.key").unlink()
    assert room(tmp_path).case("pos", "n1").private == {"text": None}


def test_live_rectangles_tile_time_and_current_ones_are_unique(home):
    place = house(*home)
    for number, department in enumerate("DEFG"):
        tell(place, department, [record(30, department=department)], NOW + timedelta(hours=number))
    with place.store.reading() as connection:
        h = HISTORY.c
        past = connection.execute(select(h.valid_from, h.valid_to).where(h.known_to.is_(None)).order_by(h.valid_from))
        spans = [tuple(row) for row in past]
        now = connection.execute(select(QUESTIONS.c.valid_from)).scalars().all()
    assert [until for _, until in spans] == [since for since, _ in spans[1:]] + list(now)
    assert len(now) == 1
