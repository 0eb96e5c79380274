"""The watch folder: what is still is taken, what is broken is put aside, the rest goes on."""

import gzip
import os
import shutil

import pytest
from houses import NOW, boston_csv, room, tell

from dashboard.domain.scope import Scope, View
from intake import files
from intake.folder import Folder
from intake.watch import Watch


@pytest.fixture
def place(tmp_path):
    return room(tmp_path / "home")


@pytest.fixture
def watched(place):
    folder = Folder(place.settings.inbox)
    folder.prepare()
    return Watch(place.house, folder)


def look_twice(watched):
    """Look, and look again when everything has been still for two seconds."""
    watched.look(0.0)
    return watched.look(2.0)


def count(place):
    return place.count("received", Scope(), View())[""]


def test_a_file_is_taken_only_when_its_size_has_been_still_for_a_second(place, watched):
    inbox = place.settings.inbox
    file = boston_csv(inbox / "a.csv", 10)
    assert watched.look(0.0) == 0
    assert watched.look(0.9) == 0
    file.write_text(file.read_text() + " ")
    assert watched.look(1.5) == 0
    assert watched.look(2.6) == 1
    assert count(place) == 10


def test_a_file_taken_lies_in_done(place, watched):
    boston_csv(place.settings.inbox / "a.csv", 3)
    look_twice(watched)
    assert [p.name for p in (place.settings.inbox / "done").iterdir()] == ["a.csv"]


def test_the_subfolder_names_the_profile(place, watched):
    (place.settings.inbox / "boston_311").mkdir()
    boston_csv(place.settings.inbox / "boston_311" / "x.csv", 4)
    look_twice(watched)
    assert place.batches()[0].profile == "boston_311"


@pytest.mark.parametrize("name, content", [
    ("empty.csv", b""),
    ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
    ("cut.csv.gz", gzip.compress(b"a;b\n" + b"1;2\n" * 9999, mtime=0)[:-20]),
    ("header.csv", b"a;b;c\n"),
    ("stranger.csv", b"one;two;three\n1;2;3\n"),
])
def test_a_broken_file_goes_to_quarantine_with_a_reason_and_the_rest_goes_on(place, watched, name, content):
    inbox = place.settings.inbox
    (inbox / name).write_bytes(content)
    boston_csv(inbox / "good.csv", 5)
    look_twice(watched)
    assert [p.name for p in (inbox / "quarantine").iterdir()] == [name]
    refused = place.quarantined()
    assert [(q.name, q.size) for q in refused] == [(name, len(content))]
    assert place.words(refused[0].reason) != refused[0].reason or not refused[0].reason.isascii()
    assert count(place) == 5


def test_a_name_in_an_old_encoding_is_read_as_people_know_it(place, watched):
    inbox = place.settings.inbox
    (inbox / os.fsdecode("Отчёт.csv".encode("cp1251"))).write_bytes(b"")
    boston_csv(inbox / "good.csv", 5)
    look_twice(watched)
    assert [q.name for q in place.quarantined()] == ["Отчёт.csv"]
    assert count(place) == 5


def test_a_file_that_breaks_the_reading_goes_to_quarantine_and_the_rest_goes_on(place, watched, monkeypatch):
    inbox = place.settings.inbox
    (inbox / "strange.csv").write_text("a;b\n1;2\n")
    boston_csv(inbox / "good.csv", 5)
    reading = files.read
    monkeypatch.setattr(files, "read", lambda path: {}["no such key"] if path.name == "strange.csv" else reading(path))
    look_twice(watched)
    assert [q.name for q in place.quarantined()] == ["strange.csv"]
    assert count(place) == 5


def test_a_bomb_is_refused_before_it_fills_the_disk(place, watched):
    (place.settings.inbox / "bomb.csv.gz").write_bytes(gzip.compress(b"0" * (300 << 20)))
    look_twice(watched)
    assert [q.name for q in place.quarantined()] == ["bomb.csv.gz"]


def test_the_same_file_dropped_again_changes_nothing(place, watched):
    file = boston_csv(place.settings.inbox / "a.csv", 10)
    shutil.copy(file, place.settings.home / "kept.csv")
    look_twice(watched)
    shutil.copy(place.settings.home / "kept.csv", place.settings.inbox / "again.csv")
    watched.look(10.0)
    watched.look(12.0)
    assert len(place.batches()) == 1
    assert count(place) == 10


def test_a_folder_that_cannot_be_written_to_works_by_content(place, watched, monkeypatch):
    boston_csv(place.settings.inbox / "a.csv", 10)
    monkeypatch.setattr("pathlib.Path.rename", _refuse)
    assert look_twice(watched) == 1
    assert watched.look(4.0) + watched.look(6.0) == 0
    assert count(place) == 10


def _refuse(*_):
    raise PermissionError


def test_a_source_that_fails_says_since_when_and_recovers(place, watched):
    inbox = place.settings.inbox
    (inbox / "boston_311").mkdir()
    (inbox / "boston_311" / "bad.csv").write_bytes(b"")
    look_twice(watched)
    source = next(s for s in place.source_rows() if s.key == "boston_311")
    assert source.failing_since == NOW
    assert source.error
    boston_csv(inbox / "boston_311" / "good.csv", 3)
    watched.look(10.0)
    watched.look(12.0)
    assert next(s for s in place.source_rows() if s.key == "boston_311").failing_since is None


def test_an_unknown_word_waits_for_a_person_and_then_means_what_was_said(place, watched):
    header = "Номер;Дата поступления;Статус;Категория;Организация, в которой находится сообщение\n"
    rows = "".join(f"{n};10.11.2026;Загадочный статус;Отопление;Котельная\n" for n in range(3))
    (place.settings.inbox / "pos").mkdir()
    (place.settings.inbox / "pos" / "a.csv").write_text(header + rows, encoding="utf-8")
    look_twice(watched)
    assert place.count("open", Scope(), View())[""] == 3
    word = next(w for w in place.unknown_words() if w.field == "status")
    assert (word.value, word.rows) == ("Загадочный статус", 3)
    place.do("map_word", word=word.id, member="closed")
    assert place.count("open", Scope(), View())[""] == 0
    assert place.count("closed", Scope(), View())[""] == 3
    assert all(w.field != "status" for w in place.unknown_words())


def test_what_people_told_about_a_word_holds_for_the_next_file(place, watched):
    tell(place.house, "warm-up", [])
    header = "Номер;Дата поступления;Статус;Категория\n"
    (place.settings.inbox / "pos").mkdir()
    (place.settings.inbox / "pos" / "a.csv").write_text(header + "1;10.11.2026;Странно;Отопление\n", encoding="utf-8")
    look_twice(watched)
    place.do("map_word", word=place.unknown_words()[0].id, member="approval")
    (place.settings.inbox / "pos" / "b.csv").write_text(header + "2;11.11.2026;Странно;Отопление\n", encoding="utf-8")
    watched.look(10.0)
    watched.look(12.0)
    assert place.count("open", Scope(), View(), "status") == {"approval": 2}
