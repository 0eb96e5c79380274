"""The page of the audit log: paged, filtered, and loud when the chain is broken."""

import json
from datetime import timedelta

import pytest
from dash import no_update
from houses import NOW, record, room, tell
from plotly.utils import PlotlyJSONEncoder
from sqlalchemy import text

from callbacks.auditing import shown, turned
from callbacks.sources import sections
from dashboard.domain.proof import Entry, Kind
from dashboard.store.audit import note
from dashboard.store.proving import prove
from layouts.desk.journal import PAGE, kinds, short

NOBODY = (None, None, None)


@pytest.fixture
def place(tmp_path):
    """A room in which somebody exported 120 times, on two days."""
    found = room(tmp_path)
    with found.house.store.writing() as (connection, numbers):
        for n in range(120):
            at = NOW - timedelta(days=n % 2)
            note(connection, numbers, Entry(Kind.EXPORT, f"user{n % 3}", f"pos/{n}/1", {"format": "pdf", "n": n}, at))
    return found


def said(parts):
    return json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_the_newest_entries_come_first_and_the_older_ones_after_them(place):
    _, entries, foot, *_ = shown(place, NOBODY, 0)
    assert foot == "1–50 из 120" and "pos/119/1" in said(entries) and "pos/69/1" not in said(entries)
    _, entries, foot, *_ = shown(place, NOBODY, turned("audit-older", 50))
    assert foot == "101–120 из 120" and "pos/0/1" in said(entries)
    assert shown(place, NOBODY, 700)[2] == "101–120 из 120"
    assert (turned("audit-newer", 50), turned("audit-newer", 0), turned("audit-kind", 100)) == (0, 0, 0)


def test_kind_actor_and_day_choose_and_go_with_the_file(place):
    _, _, foot, _, _, href, actors = shown(place, ("export", "user1", "22.11.2026"), 0)
    assert foot == "1–20 из 20" and actors == ["user0", "user1", "user2"]
    assert href == "/audit.csv?kind=export&actor=user1&day=2026-11-22"
    assert "Таких записей" in said(shown(place, ("login", None, None), 0)[1])


def test_a_day_that_cannot_be_read_is_said(place):
    found = shown(place, (None, None, "1 ноября"), 0)
    assert "24.11.2026" in found[3] and found[0] is no_update


def test_the_state_of_the_chain_is_said_and_a_broken_one_on_the_page_of_health_too(place):
    tell(place.house, "a", [record(1)])
    assert "ещё не проверялся" in said(shown(place, NOBODY, 0)[0])
    prove(place.house.store, ("serve", NOW))
    assert "Журнал цел; проверен 23.11.2026 12:30" in said(shown(place, NOBODY, 0)[0])
    assert "НАРУШЕН" not in said(sections(place, None)[0])
    with place.house.store.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE id = 7"))
    prove(place.house.store, ("serve", NOW))
    for parts in (shown(place, NOBODY, 0)[0], sections(place, None)[0]):
        assert "ЖУРНАЛ НАРУШЕН: запись №\N{NO-BREAK SPACE}7: отсутствует" in said(parts)


def test_every_kind_of_deed_has_a_russian_title(place):
    titles = {one["value"]: one["label"] for one in kinds(place.words)}
    assert set(titles) == set(Kind)
    assert [kind for kind, title in titles.items() if title == kind] == []


def test_a_hash_is_shown_short_and_whole_in_its_title():
    assert short("pos/1/1") == "pos/1/1"
    assert short("a" * 64).title == "a" * 64
    assert PAGE == 50
