"""The mirror is the truth a moment later: the same rows, one picture per reading."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, delete, insert, select, update
from sqlalchemy.pool import StaticPool
from towns import DIMENSIONS, NOW, Life, lives, settle, sqlite, stored, working

from dashboard.cache import loading
from dashboard.cache.mirror import TIDY_AFTER, Mirror
from dashboard.cache.tables import PAST, QUESTIONS
from dashboard.domain.scope import Scope, View
from dashboard.errors import StoreError
from dashboard.store import tables


def opened(engine: Engine) -> Mirror:
    mirror = Mirror(engine, DIMENSIONS)
    mirror.load()
    return mirror


def content(mirror: Mirror) -> tuple[list[Any], list[Any]]:
    with mirror._engine.connect() as connection:
        both = [connection.execute(select(table).order_by(table.c.id)).fetchall() for table in (QUESTIONS, PAST)]
    return both[0], both[1]


def tell(engine: Engine, told: Sequence[Life], seq: int) -> None:
    """Replace lives as the store does: the current row anew, history rows added or ended."""
    current, past = stored(told, seq)
    ids = [one.id for one in told]
    with engine.begin() as connection:
        connection.execute(delete(tables.QUESTIONS).where(tables.QUESTIONS.c.id.in_(ids)))
        connection.execute(delete(tables.HISTORY).where(tables.HISTORY.c.question_id.in_(ids)))
        for table, rows in ((tables.QUESTIONS, current), (tables.HISTORY, past)):
            if rows:
                connection.execute(insert(table), rows)
        connection.execute(update(tables.FEED).values(value=seq))


def test_a_mirror_has_the_rows_of_the_truth(tmp_path: Path) -> None:
    engine = settle(sqlite(tmp_path), lives(1, 60))
    with engine.connect() as connection:
        expected = connection.execute(select(QUESTIONS).order_by(QUESTIONS.c.id)).fetchall()
    mirror = opened(engine)
    assert [tuple(row) for row in content(mirror)[0]] == [tuple(row) for row in expected]
    assert len(content(mirror)[1]) > 20


def test_the_fast_way_and_the_plain_way_bring_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large truth is read by a process beside; one in memory cannot be, so it goes by cursor."""
    told = lives(2, 50)
    monkeypatch.setattr(loading, "MANY", 10)
    home = tmp_path / "Дом %41 #1?"  # the address of a file is an address: its signs must not speak
    home.mkdir()
    by_cursor = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    assert content(opened(settle(sqlite(home), told))) == content(opened(settle(by_cursor, told)))


def test_a_copy_that_breaks_off_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "room.db").write_bytes(b"this is no database" * 99)
    with pytest.raises(StoreError, match="broke off"):
        list(loading._beside(str(tmp_path / "room.db"), loading.SCHEMAS["questions"], ["SELECT 1 AS id"]))


def test_a_town_without_any_row_is_a_mirror_too(tmp_path: Path) -> None:
    mirror = opened(settle(sqlite(tmp_path), []))
    with mirror.ask(View(), NOW, working) as reading:
        assert reading.count("received", Scope()) == {"": 0}
        assert reading.count("received", Scope(), "topic") == {}


def test_after_many_deltas_the_mirror_equals_a_fresh_one(tmp_path: Path) -> None:
    rng, told = Random(3), lives(3, 40)
    engine = settle(sqlite(tmp_path), told)
    mirror = opened(engine)
    for seq in range(2, 32):
        chosen = rng.sample(range(1, 56), 5)
        tell(engine, _renamed(seq, chosen), seq)
        assert mirror.follow() > 0
        assert mirror.seq == seq
    fresh = opened(engine)
    # history rows that a test deletes outright stay in a mirror: the store never deletes them
    assert content(mirror)[0] == content(fresh)[0]


def _renamed(seed: int, ids: Sequence[int]) -> list[Life]:
    return [one._replace(id=number, external_id=f"n{number}") for one, number in
            zip(lives(seed * 1000, len(ids)), ids, strict=True)]


def test_a_change_of_history_reaches_the_mirror(tmp_path: Path) -> None:
    engine = settle(sqlite(tmp_path), lives(4, 20))
    mirror = opened(engine)
    with engine.begin() as connection:
        believed = select(tables.HISTORY.c.id).where(tables.HISTORY.c.known_to.is_(None))
        one = connection.execute(believed).scalars().first()
        connection.execute(update(tables.HISTORY).where(tables.HISTORY.c.id == one).values(known_to=NOW.at, seq=2))
        connection.execute(update(tables.FEED).values(value=2))
    assert mirror.follow() == 1
    assert content(mirror) == content(opened(engine))


def test_nothing_new_is_nothing_done(tmp_path: Path) -> None:
    mirror = opened(settle(sqlite(tmp_path), lives(5, 10)))
    assert mirror.follow() == 0


def test_a_tombstone_takes_a_question_and_its_past_away(tmp_path: Path) -> None:
    engine = settle(sqlite(tmp_path), lives(6, 30))
    mirror = opened(engine)
    with engine.begin() as connection:
        connection.execute(delete(tables.QUESTIONS).where(tables.QUESTIONS.c.id == 7))
        connection.execute(delete(tables.HISTORY).where(tables.HISTORY.c.question_id == 7))
        connection.execute(insert(tables.TOMBSTONES), {"seq": 2, "question_id": 7})
        connection.execute(update(tables.FEED).values(value=2))
    mirror.follow()
    assert content(mirror) == content(opened(engine))
    assert 7 not in {row.id for row in content(mirror)[0]}


def test_a_reading_keeps_its_picture_while_the_town_goes_on(tmp_path: Path) -> None:
    engine = settle(sqlite(tmp_path), lives(7, 30))
    mirror = opened(engine)
    with mirror.ask(View(), NOW, working) as reading:
        before = (reading.seq, reading.ids("received", Scope()))
        tell(engine, _renamed(9, [1, 2, 3, 77]), 2)
        mirror.follow()
        assert (reading.seq, reading.ids("received", Scope())) == before
    with mirror.ask(View(), NOW, working) as reading:
        assert reading.seq == 2


def test_eight_readers_beside_a_writer_see_whole_pictures(tmp_path: Path) -> None:
    """Every change of the feed renames the topic of all rows: a torn picture would show two topics or a wrong seq."""
    engine = settle(sqlite(tmp_path), lives(8, 200))
    mirror = opened(engine)
    _rename(engine, mirror, 2)

    def look(_: int) -> None:
        for _ in range(15):
            with mirror.ask(View(), NOW, working) as reading:
                scope = Scope().within("status", "spam", "duplicate", "new", "in_work", "closed", "returned",
                                       "forwarded", "deferred", "")
                assert set(reading.count("received", scope, "topic").items()) == {(f"topic of {reading.seq}", 200)}

    with ThreadPoolExecutor(8) as readers:
        looking = readers.map(look, range(8))
        for seq in range(3, 33):
            _rename(engine, mirror, seq)
        list(looking)


def _rename(engine: Engine, mirror: Mirror, seq: int) -> None:
    with engine.begin() as connection:
        connection.execute(update(tables.QUESTIONS).values(topic=f"topic of {seq}", seq=seq))
        connection.execute(update(tables.FEED).values(value=seq))
    mirror.follow()


def test_an_idle_mirror_tidies_up_and_stays_the_same(tmp_path: Path) -> None:
    engine = settle(sqlite(tmp_path), lives(9, 100))
    mirror = opened(engine)
    for seq in range(2, 3 + TIDY_AFTER // 100):
        _rename(engine, mirror, seq)
    before = content(mirror)
    assert mirror.tidy()
    assert content(mirror) == before


def test_a_follow_that_fails_leaves_the_picture_as_it_was(tmp_path: Path) -> None:
    engine = settle(sqlite(tmp_path), lives(10, 20))
    mirror = opened(engine)
    before = content(mirror)
    with engine.begin() as connection:
        connection.execute(update(tables.QUESTIONS).values(topic="new", seq=2))
        connection.execute(update(tables.FEED).values(value=2))
        connection.exec_driver_sql("ALTER TABLE tombstones RENAME TO gone")
    with pytest.raises(Exception, match="tombstones"):
        mirror.follow()
    assert content(mirror) == before
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO tombstones")
    assert mirror.follow() == 20
