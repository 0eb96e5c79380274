"""Stored terms follow changed rules: the old ones stay as what was known, a kill leaves no trace, imports go on."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import count as numbers
from pathlib import Path

import pytest
from houses import NOW, house, record, room, tell
from sqlalchemy import select

from dashboard.domain.moments import day_number
from dashboard.domain.people import LOCAL, Viewer
from dashboard.domain.reach import RULED
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.room import Room
from dashboard.store import edition
from dashboard.store.batches import Arrival
from dashboard.store.jobs import recent
from dashboard.store.recomputing import begin, look, write
from dashboard.store.store import Checked
from dashboard.store.tables import EVENTS, HISTORY, QUESTIONS
from intake.recomputing import Recompute

ROOT = Path(__file__).parent.parent.parent
TWENTY = {"amount": 20}


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """A room of four questions: two by a rule of ПОС, one by 59-ФЗ, one with a date of its own."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_store_url")
    found = room(tmp_path, url)
    tell(found.house, "a", [record(1, law="pos"), record(30, law="pos"), record(2, law="59-fz"),
                            record(3, law="pos", due=record(3).facts["received"])])
    return found


def later(found, hours=1):
    """The same room, hours later."""
    return Room(house(found.settings.home, found.settings.store, NOW + timedelta(hours=hours)), Viewer("tester", LOCAL))


def terms(found, view=None):
    """Number → (day of its term, where that comes from)."""
    rows = found.rows("received", Scope(), view or View(), columns=("external_id", "due_on", "due_source")).rows
    return {row["external_id"]: (row["due_on"], row["due_source"]) for row in rows}


def days_after(row, days):
    return day_number(record(int(row[1:])).facts["received"].on + timedelta(days=days))


def events(found):
    with found.house.store.reading() as connection:
        return connection.execute(select(EVENTS.c.id)).scalars().all()


def everything(found):
    """All states that anybody ever knew, but not when."""
    with found.house.store.reading() as connection:
        return [sorted(map(repr, connection.execute(select(*(c for c in table.c if c.name not in LEFT)))))
                for table in (QUESTIONS, HISTORY)]


LEFT = {"id", "seq", "known_from", "known_to", "said_hash"}


def change(found, **changes):
    return found.do("change_rule", key="pos-answer", changes=changes, valid_from=None, reason="the decree")


def test_the_term_before_the_change_stays_known_and_the_new_one_begins_with_it(place):
    before, told = terms(place), events(place)
    after = later(place)
    change(after, amount=9)
    assert Recompute(after.house).look() == (4, 2)
    assert terms(after)["n1"] == (days_after("n1", 9), "pos-answer")
    assert {key: terms(after)[key] for key in ("n2", "n3")} == {key: before[key] for key in ("n2", "n3")}
    assert terms(later(place, 2), View(known_at=NOW + timedelta(minutes=59))) == before
    assert events(after) == told
    assert not Recompute(after.house).due()


def test_only_what_moved_is_written(place):
    with place.house.store.reading() as connection:
        written = dict(connection.execute(select(QUESTIONS.c.external_id, QUESTIONS.c.seq)).all())
    change(place, amount=9)
    Recompute(place.house).look()
    with place.house.store.reading() as connection:
        now = dict(connection.execute(select(QUESTIONS.c.external_id, QUESTIONS.c.seq)).all())
    assert {key for key in now if now[key] != written[key]} == {"n1", "n30"}


def test_a_rule_from_a_day_on_moves_only_what_begins_later(place):
    since = record(1).facts["received"].on
    place.do("change_rule", key="pos-answer", changes=TWENTY, valid_from=since.isoformat(), reason="new order")
    assert Recompute(place.house).look().moved == 1
    found = terms(place)
    assert found["n1"][1] == f"pos-answer@{since.isoformat()}"
    assert found["n30"][1] == "pos-answer"
    rows = {rule.key: rule for rule in place.rules()}
    assert rows["pos-answer"].valid_to == since - timedelta(days=1)
    assert place.terms(place.case("pos", "n30"))["answer"].term.rule == rows["pos-answer"]
    assert place.terms(place.case("pos", "n1"))["answer"].term.rule.amount == 20


def test_a_moved_day_of_the_calendar_moves_the_terms_that_end_on_it(place):
    last = terms(place)["n2"][0]
    on = date.fromordinal(last + date(1970, 1, 1).toordinal())
    place.do("change_calendar", reason="moved", changes={"days_off": [
        {"day": on.isoformat(), "source": "s", "confirmed": True}]})
    assert Recompute(place.house).look().moved >= 1
    assert terms(place)["n2"][0] < last


def test_a_changed_rule_of_the_first_response_moves_it_beside_an_own_date_of_the_answer_and_nothing_else(place):
    tell(place.house, "b", [record(6, channel="incident", due=record(3).facts["received"]), record(8, channel="edds")])
    before, columns = terms(place), ("external_id", "respond_at", "respond_source")

    def first_words():
        rows = place.rows("received", Scope(), View(), columns=columns).rows
        return {row["external_id"]: row["respond_at"] for row in rows if row["respond_source"]}

    given = first_words()
    place.do("change_rule", key="incident-first-response", changes={"amount": 8}, valid_from=None, reason="ours")
    assert Recompute(place.house).look().moved == 1
    assert first_words() == {"n6": given["n6"] - 16 * 3_600_000_000}
    assert terms(place) == before


def test_what_vanished_or_was_taken_back_is_left_as_it_is(place):
    tell(place.house, "b", [record(7, law="pos")])
    place.do("undo_import", batch=2)
    before = terms(place)
    change(place, amount=9)
    Recompute(place.house).look()
    assert place.case("pos", "n7").state["status"] == "vanished"
    assert terms(place).keys() == before.keys()


def test_an_import_that_began_under_the_old_rules_is_looked_at_again(place):
    old = place.house.teller()
    change(place, amount=9)
    Recompute(place.house).look()
    store = place.house.store
    batch, _ = store.begin(Arrival("pos", "pos", "c", "sha-c", NOW, "source:pos"), Checked((), ()), NOW)
    store.save(batch, [record(5, law="pos")], old)
    assert Recompute(place.house).due()
    Recompute(place.house).look()
    assert terms(place)["n5"] == (days_after("n5", 9), "pos-answer")
    assert not Recompute(place.house).due()


def test_what_is_told_between_counting_and_writing_is_not_lost(place):
    change(place, amount=9)
    store, teller = place.house.store, place.house.teller()
    at = begin(store, teller.law, ("x", NOW))
    step = look(store, at, RULED, teller, NOW)
    tell(place.house, "d", [record(1, law="pos", status="in_work", department="E")])
    assert write(store, at, step, teller, NOW) is False
    case = place.case("pos", "n1")
    assert (case.state["department"], day_number(case.state["due"].on)) == ("E", days_after("n1", 9))
    Recompute(place.house).look()
    assert not Recompute(place.house).due()


def test_newer_rules_in_the_middle_of_a_count_win(place, monkeypatch):
    monkeypatch.setattr("dashboard.store.recomputing.PORTION", 1)
    change(place, amount=9)
    turns = numbers()
    Recompute(place.house, lambda: next(turns) < 2).look()
    change(place, amount=3)
    Recompute(place.house).look()
    assert [terms(place)[key][0] for key in ("n1", "n30")] == [days_after("n1", 3), days_after("n30", 3)]


def test_two_that_count_at_once_do_each_portion_once(place, monkeypatch):
    monkeypatch.setattr("dashboard.store.recomputing.PORTION", 1)
    change(place, amount=9)
    other = Recompute(house(place.settings.home, place.settings.store))
    turns = numbers()

    def beside():
        if next(turns) == 2:
            other.look()
        return True

    Recompute(place.house, beside).look()
    with place.house.store.reading() as connection:
        [job] = [job for job in recent(connection) if job.kind == "recompute"]
        assert (job.state, job.done) == ("done", 4)
        assert edition.standing(connection).counted == edition.edition(connection)
    assert terms(place)["n1"][0] == days_after("n1", 9)


def test_a_fresh_room_has_nothing_to_count(tmp_path):
    assert not Recompute(room(tmp_path).house).due()


def test_a_broken_off_count_goes_on_in_the_same_job(place, monkeypatch):
    monkeypatch.setattr("dashboard.store.recomputing.PORTION", 1)
    change(place, amount=9)
    turns = numbers()
    Recompute(place.house, lambda: next(turns) < 2).look()
    assert 0 < place.recount().done < place.recount().total == 4
    Recompute(later(place).house).look()
    assert [job.state for job in place.jobs() if job.kind == "recompute"] == ["done"]


def recomputing(home):
    """Start the real command with small portions, so that there are many places to be killed at."""
    code = ("import dashboard.store.recomputing as r; r.PORTION = 20; r.LOOKED = 40\n"
            "import sys; sys.argv = ['x', 'recompute']; from dashboard.cli import main; main()")
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def done_of(found):
    with found.house.store.reading() as connection:
        return edition.standing(connection).resume_id


def test_killed_in_the_middle_it_ends_as_if_nobody_had(tmp_path):
    told = [record(n, law="pos" if n % 3 else "59-fz") for n in range(1, 3001)]
    calm, killed = room(tmp_path / "calm"), room(tmp_path / "killed")
    for found in (calm, killed):
        tell(found.house, "a", told)
        change(found, amount=9)
    Recompute(calm.house).look()
    for number in range(3):
        process, target = recomputing(killed.settings.home), 500 * (number + 1)
        begun = time.monotonic()
        while done_of(killed) < target and process.poll() is None and time.monotonic() - begun < 60:
            pass
        assert process.poll() is None, "it ended before it could be killed"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert 1500 <= done_of(killed) < 3000
    tell(killed.house, "b", [replace(told[0], facts={**told[0].facts, "department": "E"})])
    tell(calm.house, "b", [replace(told[0], facts={**told[0].facts, "department": "E"})])
    assert recomputing(killed.settings.home).wait() == 0
    assert not Recompute(killed.house).due()
    current, past = everything(killed)
    assert (current, past) == tuple(everything(calm))


def test_a_text_made_from_an_older_version_is_refused(place):
    holds = place.editions("rules")[0]
    change(place, amount=9)
    with pytest.raises(UsageError, match="newer version"):
        place.do("edit_rules", text=holds.text, reason="mine", based_on=holds.number)
    assert [one.reason for one in place.editions("rules")][0] == "the decree"
