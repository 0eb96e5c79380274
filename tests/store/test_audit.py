"""The audit log in a real store: whatever is done to it behind its back is found, on SQLite and on PostgreSQL."""

import multiprocessing
import os
import signal
from itertools import count

import pytest
from houses import NOW, house
from sqlalchemy import select, text

from dashboard.domain.chain import Broken, How
from dashboard.domain.proof import GENESIS, Content, Entry, Kind, chained
from dashboard.store.audit import COLUMNS, note, sealed_head
from dashboard.store.proving import StoppedError, last_proven, lines, prove, verify
from dashboard.store.tables import AUDIT, FEED

ENTRIES = 6
ENGINES = ("sqlite", "postgresql")
TEXTS = ("actor", "kind", "subject", "facts", "before", "hash")


def entry(number):
    return Entry(Kind.EXPORT, "Иванов", f"pos/{number}/1", {"format": "pdf", "size": number}, NOW)


def noted(store, numbers):
    for number in numbers:
        with store.writing() as (connection, counters):
            note(connection, counters, entry(number))


@pytest.fixture(params=ENGINES)
def store(request, tmp_path):
    url = request.getfixturevalue("postgres_store_url") if request.param == "postgresql" else ""
    found = house(tmp_path, url).store
    noted(found, range(1, ENTRIES + 1))
    return found


def behind(store, statement, **values):
    """Do to the database what no code of ours does."""
    with store.engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0


def broken(store):
    return verify(store).broken


def test_an_untouched_log_is_whole_and_its_end_is_the_last_entry(store):
    with store.reading() as connection:
        [*_, last] = lines(connection)
        end = sealed_head(connection)
    assert broken(store) is None
    assert (end.head.entries, end.head.hash, end.fits) == (ENTRIES, last.hash, True)


def test_an_empty_log_is_whole(tmp_path):
    found = verify(house(tmp_path).store)
    assert (found.head, found.broken) == ((0, GENESIS), None)


@pytest.mark.parametrize("number", [1, 3, ENTRIES])
@pytest.mark.parametrize("column", TEXTS)
def test_one_changed_letter_of_any_text_is_found(store, column, number):
    behind(store, f"UPDATE audit SET {column} = 'z' || substr({column}, 2) WHERE id = :n", n=number)
    assert broken(store) == Broken(number, How.CHANGED)


@pytest.mark.parametrize("number", [1, 3, ENTRIES])
def test_one_changed_instant_is_found(store, number):
    behind(store, "UPDATE audit SET told_at = told_at + 1 WHERE id = :n", n=number)
    assert broken(store) == Broken(number, How.CHANGED)


@pytest.mark.parametrize("number", [1, 3, ENTRIES])
def test_a_changed_number_is_found(store, number):
    behind(store, "UPDATE audit SET id = id + 100 WHERE id = :n", n=number)
    assert broken(store) in (Broken(number, How.ORDER), Broken(number, How.MISSING))


@pytest.mark.parametrize("change", ["count = count - 1", "count = count + 1", "hash = 'z' || substr(hash, 2)",
                                    "seal = 'z' || substr(seal, 2)", "id = 2"])
def test_a_changed_head_is_found(store, change):
    behind(store, f"UPDATE audit_head SET {change}")
    assert broken(store) == Broken(ENTRIES, How.UNSEALED)


def test_a_byte_that_makes_no_letter_any_more_is_found(tmp_path):
    found = house(tmp_path).store
    noted(found, [1, 2])
    behind(found, "UPDATE audit SET actor = CAST(x'D0FFD0' || substr(CAST(actor AS BLOB), 4) AS TEXT) WHERE id = 1")
    assert broken(found) == Broken(1, How.CHANGED)


@pytest.mark.parametrize("number", [1, 3, ENTRIES])
def test_a_deleted_entry_is_found_the_last_one_too(store, number):
    behind(store, "DELETE FROM audit WHERE id = :n", n=number)
    assert broken(store) == Broken(number, How.MISSING)


@pytest.mark.parametrize("first, second", [(1, 2), (2, 5), (1, ENTRIES)])
def test_two_swapped_entries_are_found(store, first, second):
    for old, new in ((first, -1), (second, first), (-1, second)):
        behind(store, "UPDATE audit SET id = :new WHERE id = :old", old=old, new=new)
    assert broken(store) == Broken(first, How.ORDER)


@pytest.mark.parametrize("place", [1, 3, ENTRIES + 1])
def test_an_inserted_entry_is_found(store, place):
    with store.reading() as connection:
        hashes = [GENESIS, *(line.hash for line in lines(connection))]
    content = Content("1", "mallory", "export", "x", "{}")
    for number in range(ENTRIES, place - 1, -1):
        behind(store, "UPDATE audit SET id = id + 1 WHERE id = :n", n=number)
    row = (place, 1, *content[1:], hashes[place - 1], chained(hashes[place - 1], content))
    behind(store, f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({', '.join(f':{c}' for c in COLUMNS)})",
           **dict(zip(COLUMNS, row, strict=True)))
    assert broken(store) == Broken(place, How.INSERTED)


def test_who_cuts_the_end_off_without_the_key_cannot_hide_it_by_going_on(store):
    with store.reading() as connection:
        kept = list(lines(connection))[2]
    behind(store, "DELETE FROM audit WHERE id > 3")
    behind(store, "UPDATE audit_head SET count = 3, hash = :h", h=kept.hash)
    behind(store, "UPDATE feed SET value = 3 WHERE name = 'audit'")
    assert broken(store) == Broken(3, How.UNSEALED)
    noted(store, [7, 8])
    assert broken(store) == Broken(5, How.UNSEALED)


def test_who_burns_the_head_cannot_hide_it_by_going_on(store):
    behind(store, "DELETE FROM audit_head")
    assert broken(store) == Broken(ENTRIES, How.UNSEALED)
    noted(store, [7])
    assert broken(store) is not None


def test_the_key_of_another_home_does_not_fit(store, tmp_path):
    (tmp_path / "secrets" / "audit.key").write_bytes(os.urandom(32))
    store.vault._named.clear()
    assert broken(store) == Broken(ENTRIES, How.UNSEALED)


def test_the_key_is_readable_by_its_owner_alone(store, tmp_path):
    assert (tmp_path / "secrets" / "audit.key").stat().st_mode & 0o777 == 0o600


def test_a_hash_on_paper_is_found_again_later_and_a_foreign_one_is_not(store):
    with store.reading() as connection:
        paper = sealed_head(connection).head.hash
    noted(store, [7, 8])
    assert verify(store, paper).broken is None
    assert verify(store, "0" * 64).broken == Broken(ENTRIES + 2, How.FOREIGN)


def test_a_verification_is_noted_with_its_verdict(store):
    assert prove(store, ("serve", NOW)).broken is None
    behind(store, "UPDATE audit SET actor = 'x' WHERE id = 2")
    assert prove(store, ("serve", NOW)).broken == Broken(2, How.CHANGED)
    with store.reading() as connection:
        found = last_proven(connection)
    assert (found.at, found.verdict.broken, found.verdict.head.entries) == (NOW, Broken(2, How.CHANGED), ENTRIES + 1)


def test_a_verification_ends_when_the_process_does(store):
    with pytest.raises(StoppedError):
        verify(store, goes_on=lambda: False)


def test_what_was_rolled_back_left_no_entry(store):
    with pytest.raises(ZeroDivisionError), store.writing() as (connection, numbers):
        note(connection, numbers, entry(7))
        raise ZeroDivisionError
    noted(store, [7])
    assert verify(store).head.entries == ENTRIES + 1 and broken(store) is None


def test_a_quiet_note_does_not_move_the_feed(store):
    before = store.seq()
    with store.writing(quiet=True) as (connection, numbers):
        note(connection, numbers, entry(7))
    assert store.seq() == before and broken(store) is None


def append(home, url, numbers):
    found = house(home, url).store
    noted(found, numbers)


def two_at_once(home, url):
    """Two processes of their own append to one log as quickly as they can."""
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=append, args=(home, url, range(start, start + 60))) for start in (0, 1000)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    return [process.exitcode for process in both]


def test_two_processes_at_once_keep_one_chain(store, tmp_path):
    url = "" if store.engine.dialect.name == "sqlite" else store.engine.url.render_as_string(hide_password=False)
    assert two_at_once(tmp_path, url) == [0, 0]
    found = verify(store)
    assert (found.head.entries, found.broken) == (ENTRIES + 120, None)


def endlessly(home, url):
    append(home, url, count(1))


def test_a_kill_in_the_middle_of_appending_leaves_a_whole_chain(store, tmp_path):
    url = "" if store.engine.dialect.name == "sqlite" else store.engine.url.render_as_string(hide_password=False)
    spawn = multiprocessing.get_context("spawn")
    for more in (5, 23, 41):
        before = verify(store).head.entries
        process = spawn.Process(target=endlessly, args=(tmp_path, url))
        process.start()
        while verify(store).head.entries < before + more:
            assert process.is_alive()
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert broken(store) is None
    with store.reading() as connection:
        at = connection.execute(select(FEED.c.value).where(FEED.c.name == "audit")).scalar_one()
        assert at == connection.execute(select(AUDIT.c.id).order_by(AUDIT.c.id.desc()).limit(1)).scalar_one()
