"""Texts are kept as long as their terms say and no longer; what is destroyed is told in a protocol; numbers stay."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cli.commands import run
from houses import NOW, boston_csv, house, record, room, tell
from sqlalchemy import func, select

from dashboard.discretion import keeping_of, shipped
from dashboard.domain.measures import MEASURES
from dashboard.domain.moments import Moment
from dashboard.domain.retention import Way
from dashboard.domain.scope import Scope, View
from dashboard.store.destroying import protocols
from dashboard.store.tables import APPLICANTS, QUESTIONS, REJECTS, VAULT
from intake.files import Intake
from intake.folder import Folder
from intake.raw import lying, plainly
from intake.retention import Retention
from intake.watch import Watch

ANNA = {"text": "в доме холодно", "address": "ул. Мира, 5", "applicant": "Анна Ёлкина", "contact": "8 921 123-45-67"}
ACTOR = "cli:test"


def asked(number, year, channel="sed", closed=None):
    """A question of a year with texts; closed in that year, or in another, or not at all."""
    over = {} if closed == "never" else {"closed": Moment(date(closed or year, 12, 30)), "status": "closed"}
    return replace(record(number, received=Moment(date(year, 12, 20)), channel=channel, **over), private=ANNA)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(tmp_path, request):
    store = request.getfixturevalue("postgres_store_url") if request.param == "postgresql" else ""
    return room(tmp_path, store)


def texts(place, number):
    return place.case("pos", f"n{number}").private


def numbers(place):
    return {key: place.count(key, Scope(), View(), by) for key in MEASURES for by in (None, "channel", "topic")}


def test_a_year_whose_every_text_is_past_its_term_goes_with_its_key(place):
    tell(place.house, "a", [asked(1, 2020), asked(2, 2020, "social_vk"), asked(3, 2026)])
    before = numbers(place)
    done = Retention(place.house).apply(ACTOR)
    assert [(line.year, line.channel, line.texts, line.term, line.way) for line in done.lines] == [
        (2020, "sed", 2, "appeals", Way.KEY), (2020, "social_vk", 2, "social", Way.KEY)]
    assert done.keys == (2020,) and place.house.store.vault.years() == [2026]
    assert texts(place, 1) == {"text": None, "address": None} and texts(place, 3)["text"] == ANNA["text"]
    assert numbers(place) == before


def test_where_only_some_channels_are_past_their_terms_texts_go_one_by_one(place):
    tell(place.house, "a", [asked(1, 2023), asked(2, 2023, "social_vk"), asked(3, 2023, "edds")])
    before = numbers(place)
    done = Retention(place.house).apply(ACTOR)
    assert [(line.channel, line.way) for line in done.lines] == [("social_vk", Way.ROWS)]
    assert (done.keys, done.marks) == ((), 1)
    assert texts(place, 2) == {"text": None, "address": None} and texts(place, 1)["text"] == ANNA["text"]
    assert numbers(place) == before


@pytest.mark.parametrize("closed, over", [("never", False), (2025, False), (2020, True)])
def test_the_term_begins_with_the_year_after_the_end_and_open_questions_are_kept(place, closed, over):
    tell(place.house, "a", [asked(1, 2019, closed=closed)])
    Retention(place.house).apply(ACTOR)
    assert (texts(place, 1)["text"] is None) is over


def test_the_last_day_of_a_term_is_the_last_of_december(tmp_path):
    for on, kept in ((datetime(2025, 12, 31, 12, tzinfo=UTC), True), (datetime(2026, 1, 1, 12, tzinfo=UTC), False)):
        place = room(tmp_path, now=on)
        tell(place.house, "a", [asked(1, 2019)], on)
        tell(place.house, "b", [asked(1, 2020)], on)
        Retention(place.house).apply(ACTOR)
        assert (texts(place, 1)["text"] is not None) is kept


def test_a_trial_touches_nothing(place):
    tell(place.house, "a", [asked(1, 2019)])
    found = Retention(place.house).trial(ACTOR)
    assert (found.number, found.texts, found.keys) == (0, 2, (2019,))
    assert texts(place, 1)["text"] == ANNA["text"] and place.house.store.vault.years() == [2019]


def test_every_destruction_has_one_protocol_and_a_second_call_has_none(place):
    tell(place.house, "a", [asked(1, 2019)])
    done = Retention(place.house).apply(ACTOR)
    assert Retention(place.house).apply(ACTOR).empty
    with place.house.store.reading() as connection:
        assert protocols(connection) == [done]
    assert (done.number, done.actor, done.told_at, done.terms[0].confirmed) == (1, ACTOR, NOW, False)


def test_a_key_that_a_kill_left_behind_goes_with_the_next_call(place):
    tell(place.house, "a", [asked(1, 2019)])
    vault = place.house.store.vault
    kept = (place.settings.secrets / "vault-2019.key").read_bytes()
    Retention(place.house).apply(ACTOR)
    (place.settings.secrets / "vault-2019.key").write_bytes(kept)
    assert Retention(place.house).apply(ACTOR).keys == (2019,) and vault.years() == []


def test_what_was_destroyed_does_not_come_back_with_the_same_file_told_again(place):
    tell(place.house, "a", [asked(1, 2019)])
    Retention(place.house).apply(ACTOR)
    tell(place.house, "b", [asked(1, 2019)])
    assert texts(place, 1) == {"text": None, "address": None}


def test_another_process_notices_that_a_key_is_gone(tmp_path):
    here, there = house(tmp_path), house(tmp_path)
    tell(here, "a", [asked(1, 2019)])
    there.store.vault.destroy(2019)
    tell(here, "b", [asked(2, 2019)])
    assert room(tmp_path).case("pos", "n2").private["text"] == ANNA["text"]


def test_sealed_bytes_leave_the_file_of_the_store(tmp_path):
    place = room(tmp_path)
    tell(place.house, "a", [asked(1, 2023, "social_vk"), asked(2, 2023)])
    with place.house.store.reading() as connection:
        v = VAULT.c
        sealed = bytes(connection.execute(select(v.sealed).where(v.question_id == 1, v.field == "text")).scalar_one())
    Retention(place.house).apply(ACTOR)
    place.house.close()
    assert not any(sealed in path.read_bytes() for path in tmp_path.glob("room.db*"))


def test_a_region_of_texts_is_counted_right(tmp_path):
    place = room(tmp_path)
    tell(place.house, "a", [asked(n, 2018 + n % 9, ("sed", "social", "edds", "pos")[n % 4]) for n in range(1, 200)])
    done = Retention(place.house).apply(ACTOR)
    with place.house.store.reading() as connection:
        left = connection.execute(select(func.count()).where(func.length(VAULT.c.sealed) > 0)).scalar_one()
        marks = connection.execute(select(func.count()).select_from(APPLICANTS)).scalar_one()
        questions = connection.execute(select(func.count()).select_from(QUESTIONS)).scalar_one()
    assert (left + done.texts, marks + done.marks, questions) == (2 * 199, 199, 199)
    assert done.keys == (2018, 2019, 2020)


def test_cells_of_rejected_rows_go_after_their_days(tmp_path):
    file = boston_csv(tmp_path / "a.csv", 3)
    file.write_text(file.read_text().replace("101000000000,01", "101000000000,X1"))
    then = NOW - timedelta(days=400)
    Intake(house(tmp_path / "home", now=then)).take(file, ACTOR, profile="boston_311")
    done = Retention(house(tmp_path / "home")).apply(ACTOR)
    with house(tmp_path / "home").store.reading() as connection:
        assert connection.execute(select(REJECTS.c.cells)).scalars().all() == [b""]
    assert done.cells == 1 and room(tmp_path / "home").rejected(1)[0]["cells"] == {}


def watched(place, seconds):
    watch = Watch(place.house, Folder(place.settings.inbox))
    watch.look(seconds)
    watch.look(seconds + 2)


@pytest.fixture
def inbox(tmp_path):
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def test_files_that_were_taken_or_refused_lie_sealed_for_their_owner_alone(tmp_path, inbox):
    boston_csv(inbox / "good.csv", 3)
    (inbox / "bad.csv").write_text("кто;что\nАнна;8 921 123-45-67\n")
    watched(room(tmp_path), 0)
    assert [path.relative_to(inbox).as_posix() for path in lying(inbox)] == ["done/good.csv", "quarantine/bad.csv"]
    for path in lying(inbox):
        assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
        assert not any(word in path.read_bytes() for word in (b"123-45-67", "Анна".encode(), b"Main St"))


def test_a_sealed_file_dropped_again_is_the_file_it_was(tmp_path, inbox):
    place = room(tmp_path)
    boston_csv(inbox / "a.csv", 3)
    plain = (inbox / "a.csv").read_bytes()
    watched(place, 0)
    with plainly(place.house.store.vault, inbox / "done" / "a.csv") as opened:
        assert opened.read_bytes() == plain
    (inbox / "done" / "a.csv").rename(inbox / "a.csv")
    watched(place, 10)
    assert len(place.batches()) == 1 and [path.name for path in lying(inbox)] == ["a.csv"]


@pytest.mark.parametrize("harm", [lambda b: b[:-1], lambda b: b[:-400], lambda b: b[:40],
                                  lambda b: b[:200] + bytes([b[200] ^ 1]) + b[201:]])
def test_a_damaged_sealed_file_is_refused_with_a_reason(tmp_path, inbox, harm):
    place = room(tmp_path)
    boston_csv(inbox / "a.csv", 30)
    watched(place, 0)
    sealed = (inbox / "done" / "a.csv").read_bytes()
    (inbox / "b.csv").write_bytes(harm(sealed))
    watched(place, 10)
    assert [path.name for path in lying(inbox)] == ["a.csv", "b.csv"]
    assert "damaged" in place.quarantined()[0].reason


def test_sealed_files_go_after_their_days_and_plain_ones_of_former_days_are_sealed(tmp_path, inbox):
    place = room(tmp_path)
    (inbox / "done").mkdir()
    for name, days in (("old.csv", 31), ("new.csv", 29)):
        (inbox / "done" / name).write_text("8 921 123-45-67")
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(inbox / "done" / name, (at, at))
    done = Retention(place.house).apply(ACTOR)
    assert (done.files, [path.name for path in lying(inbox)]) == (1, ["new.csv"])
    assert b"921" not in (inbox / "done" / "new.csv").read_bytes()


def test_the_daily_job_acts_once_a_day(tmp_path):
    job = Retention(house(tmp_path))
    assert job.daily() is not None and job.daily() is None


def test_a_channel_without_a_term_has_the_one_above_it():
    keeping = keeping_of(shipped("retention"), {"social_vk": "social", "social": None, "a": "b", "b": "a"})
    assert [keeping.term_of(c).key for c in ("social_vk", "social", "pos", "a", None)] == [
        "social", "social", "appeals", "appeals", "appeals"]


def test_the_command_tries_destroys_and_prints_the_protocol(tmp_path):
    tell(house(tmp_path), "a", [asked(1, 2019), asked(2, 2020, "social_vk")])
    trial, done, again = (run(tmp_path, "retention", *more) for more in (("--dry-run",), (), ()))
    printed = run(tmp_path, "retention", "--protocol", "1")
    assert "БУДЕТ УНИЧТОЖЕНО" in trial.stdout and "№ 1" in done.stdout and printed.stdout == done.stdout
    assert "ВКонтакте" in printed.stdout and "не подтверждено" in printed.stdout and "2019, 2020" in printed.stdout
    assert "Ничего не хранится" in again.stdout
    assert run(tmp_path, "retention", "--protocol", "9").returncode == 2
