"""A copy of a room comes back as the same room, or not at all."""

import gzip
import random
import resource
import stat
import threading
import zlib
from datetime import timedelta

import pytest
from backup.copying import (
    ENGINES,
    PHRASE,
    brought_back,
    content,
    copied,
    lived_in,
    phrase_file,
    records,
    schema,
    stores,
)
from houses import NOW, house, tell

from dashboard.backup import making
from dashboard.backup.archive import checked
from dashboard.backup.folder import copies
from dashboard.backup.making import make, wanted
from dashboard.backup.restoring import Source, restore
from dashboard.backup.sealing import WrongKeyError
from dashboard.errors import StoreError, UsageError
from dashboard.settings import Settings


@pytest.fixture
def fresh(postgres_url):
    with stores(postgres_url) as give:
        yield give


@pytest.fixture(params=ENGINES)
def room(request, fresh, tmp_path):
    return lived_in(tmp_path / "home", fresh(request.param))


@pytest.fixture
def phrase(tmp_path):
    return phrase_file(tmp_path)


@pytest.mark.parametrize("into", ENGINES)
def test_a_copy_comes_back_with_every_row_key_and_file_on_either_engine(room, phrase, fresh, tmp_path, into):
    before = content(room)
    made = copied(room, phrase)
    back = brought_back(made, tmp_path / "new", fresh(into))
    assert content(back) == before and made.manifest.content_digest == before.digest
    assert before.text == {"text": "text of n1"}
    assert (tmp_path / "new" / "profiles" / "own.yaml").read_text() == "key: own"
    assert (tmp_path / "new" / "services.yaml").exists() and not (tmp_path / "new" / "inbox").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_schema_that_comes_back_is_the_one_that_the_migrations_make(fresh, tmp_path, engine):
    room = lived_in(tmp_path / "home", fresh(engine))
    back = brought_back(copied(room), tmp_path / "new", fresh(engine))
    assert schema(back) == schema(room) and any(index.where for t in schema(room).tables for index in t.indexes)


def test_views_and_triggers_come_back_on_their_own_engine_and_nowhere_else(fresh, tmp_path):
    room = lived_in(tmp_path / "home")
    with room.store.writing() as (connection, _):
        connection.exec_driver_sql("CREATE VIEW seen AS SELECT id FROM questions")
        connection.exec_driver_sql("CREATE TRIGGER kept BEFORE DELETE ON notes BEGIN SELECT RAISE(ABORT, 'no'); END")
    made = copied(room)
    assert len(schema(brought_back(made, tmp_path / "new")).beside) == 2
    with pytest.raises(StoreError, match="only sqlite understands"):
        brought_back(made, tmp_path / "other", fresh("postgresql"))


def test_functions_views_and_triggers_of_postgresql_come_back(fresh, tmp_path):
    room = lived_in(tmp_path / "home", fresh("postgresql"))
    with room.store.writing() as (connection, _):
        connection.exec_driver_sql("CREATE VIEW seen AS SELECT id FROM questions")
        connection.exec_driver_sql("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS "
                                   "$$ BEGIN RAISE EXCEPTION 'no'; END $$")
        connection.exec_driver_sql("CREATE TRIGGER kept BEFORE DELETE ON notes FOR EACH ROW EXECUTE FUNCTION no()")
    back = brought_back(copied(room), tmp_path / "new", fresh("postgresql"))
    assert schema(back) == schema(room) and len(schema(back).beside) == 3


def test_a_copy_and_its_folder_are_for_their_owner_alone(room):
    made = copied(room)
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700


def unpacked(file):
    """Return what a gzipped file holds, None where it cannot be unpacked."""
    try:
        return gzip.decompress(file)
    except (EOFError, OSError, zlib.error):
        return None


@pytest.mark.parametrize("keyed", [False, True])
def test_a_file_that_was_changed_or_cut_anywhere_is_refused_before_anything_is_written(tmp_path, phrase, keyed):
    made = copied(lived_in(tmp_path / "home"), phrase if keyed else None)
    whole, chance = made.file.read_bytes(), random.Random(20261125)
    places = [0, 1, len(whole) // 2, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(20))]
    broken = [whole[:place] for place in places] + [
        whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1:] for place in places[1:] if place > 10]
    for damaged in broken:
        if not keyed and unpacked(damaged) == unpacked(whole):
            continue  # another way to write the same zeros at the tar's end: nothing of the copy is changed
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(StoreError):
            brought_back(made, tmp_path / "new", "", Source(tmp_path / "damaged", PHRASE, without_keys=True))
        assert not (tmp_path / "new").exists()


def test_a_sealed_copy_tells_nothing_without_its_passphrase(tmp_path, phrase):
    made = copied(lived_in(tmp_path / "home"), phrase)
    key = next((tmp_path / "home" / "secrets").iterdir()).read_bytes()
    assert made.file.name.endswith(".sealed") and key not in made.file.read_bytes()
    with pytest.raises(WrongKeyError, match="--passphrase-file"):
        checked(made.file, None)
    with pytest.raises(WrongKeyError):
        checked(made.file, b"another phrase of words")


def test_a_short_passphrase_is_refused(tmp_path):
    with pytest.raises(UsageError):
        copied(house(tmp_path / "home"), phrase_file(tmp_path, b"short"))


def test_a_home_or_a_database_that_holds_something_is_left_alone(room, fresh, tmp_path):
    made = copied(room)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "town.yaml").write_text("mine")
    with pytest.raises(StoreError, match="town.yaml"):
        brought_back(made, tmp_path / "new")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["town.yaml"]
    with pytest.raises(StoreError, match="database is not empty"):
        taken = fresh("postgresql")
        house(tmp_path / "third", taken)
        brought_back(made, tmp_path / "fourth", taken)
    assert list((tmp_path / "fourth").iterdir()) == []


def test_a_copy_without_keys_says_so_and_comes_back_only_beside_its_keys_or_knowingly(room, tmp_path):
    made, target = copied(room), Settings(home=tmp_path / "new")
    assert not any("secrets" in name for name in made.manifest.members) and made.manifest.key_marks
    with pytest.raises(StoreError, match=r"vault-2026\.key"):
        restore(Source(made.file), target, lambda *_: None)
    assert not (tmp_path / "new").exists()
    target.secrets.mkdir(parents=True)
    for key in room.settings.secrets.iterdir():
        (target.secrets / key.name).write_bytes(key.read_bytes())
    restore(Source(made.file), target, lambda *_: None)
    assert content(house(tmp_path / "new")).text == {"text": "text of n1"}
    assert content(brought_back(made, tmp_path / "knowingly")).text == {"text": None}


def test_so_many_are_kept_and_the_new_one_always(tmp_path):
    room = lived_in(tmp_path / "home")
    for day in (1, 2, 3, -5):
        want = wanted(room.settings, keep=2)
        made = make(room.store.engine, room.settings, want, NOW + timedelta(days=day))
        assert made.file.exists()
    assert [one.at - NOW for one in copies(room.settings.backup_folder)] == [timedelta(days=-5), timedelta(days=3)]


def test_older_copies_stay_when_the_new_one_cannot_be_written(tmp_path):
    room = lived_in(tmp_path / "home")
    kept = copied(room).file
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, former[1]))
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            make(room.store.engine, room.settings, wanted(room.settings, keep=1), NOW + timedelta(days=1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert [path.name for path in kept.parent.iterdir() if path.name[0] != "."] == [kept.name]


def test_what_a_killed_copy_left_is_cleared_away_and_never_taken_for_a_copy(tmp_path):
    room = lived_in(tmp_path / "home")
    room.settings.backup_folder.mkdir()
    (room.settings.backup_folder / ".room-20261101-000000Z.tar.gz.77.part").write_bytes(b"half")
    assert copies(room.settings.backup_folder) == []
    copied(room)
    assert list(room.settings.backup_folder.glob(".*.part")) == []


def test_two_copies_at_once_are_one_copy_and_a_clear_word(tmp_path):
    room = lived_in(tmp_path / "home")
    refused = []

    def second(done, total):
        if not refused:
            with pytest.raises(StoreError, match="Another copy") as told:
                copied(room)
            refused.append(told)

    made = make(room.store.engine, room.settings, wanted(room.settings), NOW, second)
    assert len(refused) == 1 and made.file.exists()


def test_a_copy_made_while_cases_come_in_is_one_moment_and_makes_no_writer_wait(room, tmp_path):
    told, stop = [], threading.Event()

    def going_on():
        number = 200
        while not stop.is_set() and number < 400:
            tell(room, f"live-{number}", records(number, number + 1))
            told.append(number)
            number += 1

    writer = threading.Thread(target=going_on)
    heard = []

    def progress(done, total):
        if not heard:
            writer.start()
        before = len(told)
        while len(told) < before + 2:
            stop.wait(0.01)
        heard.append(len(told))

    made = make(room.store.engine, room.settings, wanted(room.settings), NOW, progress)
    stop.set()
    writer.join()
    back = brought_back(made, tmp_path / "new")
    assert heard[-1] > 4 and len(content(back).rows["questions"]) == made.manifest.rows["questions"] == 119
    assert content(back).digest == made.manifest.content_digest != content(room).digest


def test_a_file_with_another_version_of_the_format_names_its_program(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "FORMAT", 2)
    with pytest.raises(StoreError, match="made by the program"):
        copied(lived_in(tmp_path / "home"))
