"""The applicant is stored nowhere; a keyed mark tells that the same person asks the same again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from houses import NOW, days_ago, house, record, room, tell
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dashboard.domain.applicants import Asked, identity_of, repeats
from dashboard.domain.moments import Moment
from dashboard.domain.scope import Scope, View
from dashboard.store.digest import content_digest
from dashboard.store.tables import APPLICANTS, LINKS, QUESTIONS
from dashboard.store.undo import undo_batch

ANNA = {"text": "холодно", "applicant": "Анна Ёлкина", "contact": "+7 921 123-45-67"}
ALL = Scope()


def asked(number, days, private=ANNA, **facts):
    return replace(record(number, received=days_ago(days), **facts), private=private)


def repeated(place):
    return {row["external_id"] for row in place.rows("repeated", ALL, View()).rows}


@pytest.fixture
def place(tmp_path):
    return room(tmp_path)


def test_the_same_applicant_on_the_same_topic_within_the_window_is_a_repeat_and_linked(place):
    tell(place.house, "a", [asked(1, 20)])
    tell(place.house, "b", [asked(2, 3)])
    assert repeated(place) == {"n2"}
    [link] = place.case("pos", "n2").links
    assert (link.kind, link.key.external_id, link.theirs) == ("repeat_of", "n1", False)
    assert place.case("pos", "n2").events[-1].actor == "room:repeats"


@pytest.mark.parametrize("other", [
    {"topic": "snow"}, {"topic": None}, {"house": "ул. Мира, 7"}, {"status": "duplicate"}, {"status": "spam"}])
def test_another_matter_another_house_spam_and_duplicates_are_no_repeats(place, other):
    tell(place.house, "a", [asked(1, 20, house="ул. Мира, 5"), asked(2, 3, **other)])
    assert repeated(place) == set()


def test_after_the_window_it_is_a_new_matter(place):
    tell(place.house, "a", [asked(1, 40), asked(2, 9)])
    assert repeated(place) == set()


def test_another_applicant_is_another_person(place):
    other = {**ANNA, "contact": "+7 921 123-45-68"}
    tell(place.house, "a", [asked(1, 20), asked(2, 3, other)])
    assert repeated(place) == set()


def test_several_questions_of_one_appeal_are_no_repeats(place):
    one = asked(1, 3)
    tell(place.house, "a", [one, replace(one, question="2")])
    assert repeated(place) == set()


@pytest.mark.parametrize("files", [[[1, 2, 3]], [[3, 2, 1]], [[3], [2], [1]], [[2], [1, 3]]])
def test_the_order_in_which_appeals_come_in_makes_no_difference(tmp_path, files):
    told = {1: asked(1, 25), 2: asked(2, 14), 3: asked(3, 1)}
    place = room(tmp_path)
    for number, numbers in enumerate(files):
        tell(place.house, f"f{number}", [told[n] for n in numbers], NOW + timedelta(minutes=number))
    assert repeated(place) == {"n2", "n3"}


def test_a_repeat_is_seen_across_the_turn_of_the_year(tmp_path):
    now = datetime(2027, 1, 20, 9, tzinfo=UTC)
    place = room(tmp_path, now=now)
    for number, on in ((1, date(2026, 12, 28)), (2, date(2027, 1, 12))):
        tell(place.house, f"f{number}", [replace(record(number, received=Moment(on)), private=ANNA)], now)
    assert repeated(place) == {"n2"}
    with place.house.store.reading() as connection:
        assert dict(connection.execute(select(APPLICANTS.c.question_id, APPLICANTS.c.year)).fetchall()) == {
            1: 2026, 2: 2027}


def test_without_the_key_of_the_former_year_nobody_is_recognised(tmp_path):
    now = datetime(2027, 1, 20, 9, tzinfo=UTC)
    place = room(tmp_path, now=now)
    tell(place.house, "a", [replace(record(1, received=Moment(date(2026, 12, 28))), private=ANNA)], now)
    place.house.store.vault.destroy(2026)
    tell(place.house, "b", [replace(record(2, received=Moment(date(2027, 1, 12))), private=ANNA)], now)
    assert repeated(place) == set() and place.house.store.vault.years() == [2027]


def test_name_and_contact_are_stored_nowhere_and_the_mark_differs_from_home_to_home(tmp_path):
    marks = []
    for name in ("one", "two"):
        place = house(tmp_path / name)
        tell(place, "a", [asked(1, 3)])
        with place.store.reading() as connection:
            marks.append(connection.execute(select(APPLICANTS.c.mark)).scalar_one())
        assert room(tmp_path / name).case("pos", "n1").private == {"text": "холодно"}
    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert marks[0] != marks[1] and not any(word in raw for word in ("Ёлкина".encode(), b"1234567", b"123-45-67"))


def test_two_homes_fed_the_same_files_have_the_same_digest(tmp_path):
    found = set()
    for name, order in (("one", 1), ("two", -1)):
        place = house(tmp_path / name)
        for file in ([asked(1, 20)], [asked(2, 3)])[::order]:
            tell(place, file[0].external_id, file)
        with place.store.reading() as connection:
            found.add(content_digest(connection))
    assert len(found) == 1


def test_the_source_cannot_talk_a_repeat_away(place):
    tell(place.house, "a", [asked(1, 20), asked(2, 3)])
    tell(place.house, "b", [asked(2, 3, repeated=False, department="E")], NOW + timedelta(minutes=5))
    assert repeated(place) == {"n2"} and place.case("pos", "n2").state["department"] == "E"


def test_what_an_import_made_a_repeat_is_none_when_either_import_is_taken_back(place):
    first = tell(place.house, "a", [asked(1, 20)])
    second = tell(place.house, "b", [asked(2, 3)])
    teller = place.house.teller()
    undo_batch(place.house.store, first.id, teller, "cli:test", NOW)
    assert repeated(place) == set() and place.count("received", ALL, View())[""] == 1
    tell(place.house, "c", [asked(1, 20)], NOW + timedelta(minutes=1))
    assert repeated(place) == {"n2"}
    undo_batch(place.house.store, second.id, teller, "cli:test", NOW + timedelta(minutes=2))
    assert repeated(place) == set()
    tell(place.house, "d", [asked(2, 3)], NOW + timedelta(minutes=3))
    assert repeated(place) == {"n2"}
    with place.house.store.reading() as connection:
        assert len(connection.execute(select(LINKS)).fetchall()) == 1


def test_the_same_file_again_tells_nothing_new(place):
    told = [asked(1, 20), asked(2, 3)]
    tell(place.house, "a", told)
    before = len(place.case("pos", "n2").events)
    again = tell(place.house, "b", told, NOW + timedelta(minutes=5))
    assert (again.unchanged, len(place.case("pos", "n2").events)) == (2, before)


def test_repeats_are_found_on_postgresql_too(postgres_store_url, tmp_path):
    place = room(tmp_path, postgres_store_url)
    tell(place.house, "a", [asked(1, 20), asked(2, 3)])
    assert repeated(place) == {"n2"}


@pytest.mark.parametrize("one, other", [
    (("Анна Ёлкина", "+7 (921) 123-45-67"), ("анна  елкина", "89211234567")),
    (("ИВАНОВ И. И.", ""), ("Иванов И.И", "")),
    (("", "Ivanov@Mail.RU"), ("", " ivanov@mail.ru"))])
def test_two_spellings_are_one_applicant(one, other):
    assert identity_of(one) == identity_of(other) != ""


@pytest.mark.parametrize("nobody", [("",), ("-", " "), ("нет",)])
def test_what_identifies_nobody_is_no_identity(nobody):
    assert identity_of(nobody) == ""


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["heating", "snow", None]), st.integers(1, 4)),
                max_size=12), st.integers(0, 99))
def test_which_questions_are_repeats_does_not_depend_on_their_order(told, seed):
    lines = [Asked(n, appeal * 10 + n % 2, ("pos", str(n), "1"), topic, None, None, on, None, "in_work", None)
             for n, (on, topic, appeal) in enumerate(told)]
    shuffled = Random(seed).sample(lines, len(lines))
    assert sorted(repeats(lines, 30)) == sorted(repeats(shuffled, 30))


def test_marks_of_questions_that_are_no_more_change_nothing(place):
    batch = tell(place.house, "a", [asked(1, 20)])
    undo_batch(place.house.store, batch.id, place.house.teller(), "cli:test", NOW)
    tell(place.house, "b", [asked(2, 3)])
    with place.house.store.reading() as connection:
        assert connection.execute(select(QUESTIONS.c.repeated)).scalars().all() == [None, None]
