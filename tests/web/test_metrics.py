"""/metrics tells how the room runs, to this machine alone, and nothing about anybody."""

import asyncio
import re

import httpx
import pytest
from fastapi import FastAPI
from houses import house
from web.servers import SECRETS, tell, town

from dashboard.backup.making import make, wanted
from dashboard.domain.people import Role, Viewer
from dashboard.room import Room
from dashboard.store import papers
from dashboard.web.live import Bell
from dashboard.web.metrics_routes import Family, metrics, written
from dashboard.web.pulse import Pulse

LINE = re.compile(r'^room_[a-z_]+(?:\{(?:[a-z]+="(?:[^"\\]|\\.)*",?)+\})? -?[0-9.e+-]+$')


def asked(place, client="127.0.0.1", **headers):
    """The answer to a question from an address."""
    app = FastAPI()
    app.include_router(metrics(lambda: Room(place, Viewer("metrics", frozenset({Role.ADMINISTRATOR}))), Bell(),
                               Pulse(), "token"))

    async def ask():
        transport = httpx.ASGITransport(app=app, client=(client, 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            return await http.get("/metrics", headers={"Authorization": "Bearer token", **headers})

    return asyncio.run(ask())


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    store = "" if request.param == "sqlite" else request.getfixturevalue("postgres_store_url")
    place = house(tmp_path, store)
    tell(place, "town.csv", town())
    with place.store.writing() as (connection, numbers):
        papers.quarantine(connection, ("Мария Петрова.csv", "sha", 1, None), ("no", {}), place.now(), numbers)
    return place


def test_everything_that_is_watched_is_told_in_the_format_of_prometheus(place):
    make(place.store.engine, place.settings, wanted(place.settings), place.now())
    answer = asked(place)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not LINE.match(line)] == []
    told = dict(line.rsplit(" ", 1) for line in lines)
    assert told['room_source_state{source="pos",state="fresh"}'] == "1" == told['room_imports{state="done"}']
    assert told["room_quarantined_files"] == "1" and told["room_rejected_rows"] == "0"
    assert told["room_backup_age_seconds"] == "0" and told["room_backup_well"] == "1"
    assert float(told["room_store_bytes"]) > 10_000 and float(told["room_disk_free_bytes"]) > 0
    assert {"room_board_age_seconds", "room_open_pages", "room_event_loop_lag_seconds",
            "room_publisher_silence_seconds", 'room_source_observed_age_seconds{source="pos"}'} <= told.keys()
    assert any(name.startswith('room_info{version="') for name in told)


def test_no_metric_holds_a_word_about_anybody(place):
    answer = asked(place).text
    assert [secret for secret in SECRETS if secret in answer] == [] and not re.search("[а-яё]", answer)


@pytest.mark.parametrize("client, headers", [("10.0.0.7", {}), ("127.0.0.1", {"X-Forwarded-For": "10.0.0.7"}),
                                             ("127.0.0.1", {"Forwarded": "for=10.0.0.7"})])
def test_another_machine_finds_nothing_there(tmp_path, client, headers):
    assert asked(house(tmp_path), client, **headers).status_code == 404


def test_a_label_cannot_break_out_of_its_quotes():
    assert written([Family("x", "y", [({"source": 'a"b\\c\nd'}, 1)])]).splitlines()[-1] == (
        r'room_x{source="a\"b\\c\nd"} 1')


@pytest.mark.parametrize("carried", ["", "Bearer ", "Bearer wrong", "token"])
def test_who_does_not_carry_the_token_is_told_nothing(tmp_path, carried):
    answer = asked(house(tmp_path), Authorization=carried)
    assert (answer.status_code, answer.text) == (401, "Unauthorized")
