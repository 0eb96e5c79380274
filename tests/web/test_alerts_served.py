"""The desk of the shift through a served room: callbacks and the API answer whom an alert concerns, and nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from alarms import fire, overdue, silent
from entering import ADMINISTRATOR, BLOCK, CURATOR, HEAD, OBSERVER, OPERATOR, come_in, people
from houses import days_ago, house, record, tell
from serving import serving
from web.pressing import dependencies, press

from app import create_app
from dashboard.clock import now
from dashboard.domain.people import LOCAL, Viewer
from dashboard.room import Room
from dashboard.settings import Settings

SECRET = "<img src=x onerror=alert(1)> мастер Петров не вышел"
PLACE = "улица Тайная"
"""Two cases: the wall names no place with fewer than three."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an alert of each block and one of the room, the first of them taken in words of a person."""
    place = tmp_path_factory.mktemp("alerts")
    told = house(place)
    tell(told, "a", [record(n, due=days_ago(2), street="ул. Мира") for n in range(1, 5)])
    people(place)
    told.now = now
    for found in (overdue(), overdue("roads", "snow_roads", PLACE, 2), silent()):
        fire(told, found, at=now())
    room = Room(told, Viewer("operator", LOCAL))
    today = f"{told.moments().on}"
    room.do("acknowledge", alert=1, reason=SECRET, until=f"{today}T23:59:59", promise_on=today, promise=SECRET)
    room.do("comment_alert", alert=1, text=SECRET)
    (place / "screen").write_text(room.do("add_screen", name="hall", scenes="", network="")[1]["path"])
    told.close()
    return place


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with serving(create_app(Settings(home=home))) as found:
        yield found


def plain(answer: httpx.Response) -> str:
    """What an answer says, however its letters are written."""
    try:
        return json.dumps(answer.json(), ensure_ascii=False)
    except ValueError:
        return answer.text


def part(client: httpx.Client, known: list[Any], slot: str, **values: Any) -> httpx.Response:
    """Call the callback that fills a slot of the page."""
    one = next(one for one in known if slot in one["output"].strip(".").split("..."))
    return press(client, one, **values)


@pytest.mark.parametrize("login, concerned", [
    (HEAD, {1, 2, 3}), (OPERATOR, {1, 2, 3}), (CURATOR, {1, 2, 3}), (BLOCK, {1}), (ADMINISTRATOR, {3})])
def test_page_and_api_tell_exactly_the_alerts_that_concern_somebody(address: str, home: Path, login: str,
                                                                    concerned: set[int]) -> None:
    with come_in(address, home, login) as client:
        assert client.get("/alerts").status_code == 200
        rows = client.get("/api/v1/alerts").json()
        queue = plain(part(client, dependencies(client), "alerts-queue.children", search=""))
        opened = {n: plain(part(client, dependencies(client), "alerts-head.children", search=f"?alert={n}"))
                  for n in range(1, 4)}
    assert {row["id"] for row in rows} == concerned
    assert {n for n in range(1, 4) if f"/alerts?alert={n}" in queue} == concerned
    assert {n for n, said in opened.items() if "Это относится к другому блоку" not in said} == concerned
    assert (PLACE in queue + json.dumps(rows, ensure_ascii=False)) == (2 in concerned)


def test_an_alert_is_taken_through_the_page(address: str, home: Path) -> None:
    with come_in(address, home, BLOCK) as client:
        known = dependencies(client)
        act = next(one for one in known if any(part["id"] == "take-do" for part in one["inputs"]))
        said = {"value": "three", "take-reason": "бригада едет", "take-promise-on": "", "take-promise": "",
                "alerts-done": 4}
        foreign = plain(press(client, act, search="?alert=2", **said))
        unread = plain(press(client, act, search="?alert=1", **{**said, "take-promise-on": "скоро"}))
        done = plain(press(client, act, search="?alert=1", **said))
        log = plain(part(client, known, "alerts-log.children", search="?alert=1"))
    assert "▲ Это относится к другому блоку" in foreign
    assert "▲ Пишите день так: 24.11.2026" in unread
    assert "● Взято до " in done
    assert '"data": 5' in done
    assert "«бригада едет»" in log


def test_the_administrator_answers_no_alert_of_a_block(address: str, home: Path) -> None:
    with come_in(address, home, ADMINISTRATOR) as client:
        act = next(one for one in dependencies(client) if any(part["id"] == "end-do" for part in one["inputs"]))
        told = [plain(press(client, act, search=f"?alert={n}", value="готово")) for n in (1, 2)]
        cause = next(one for one in dependencies(client) if any(part["id"] == "cause-do" for part in one["inputs"]))
        assert "недоступно" in plain(press(client, cause, search="", value="day"))
    assert all("Это относится к другому блоку" in said for said in told)


def test_who_declares_a_cause_covers_with_it_and_may_end_it(address: str, home: Path) -> None:
    with come_in(address, home, OPERATOR) as client:
        known = dependencies(client)
        declare, end = (next(one for one in known if any(name in part["id"] for part in one["inputs"]))
                        for name in ("cause-do", "cause-end"))
        said = {"cause-title": SECRET, "cause-blocks": [], "cause-topics": ["heating"], "cause-places": [],
                "cause-until": "noon", "cause-own": ""}
        assert "● Объявлена причина" in plain(press(client, declare, **said))
        assert SECRET in plain(part(client, known, "alerts-queue.children", search=""))
        assert "▲ Действующей причины" in plain(press(client, end))


@pytest.mark.parametrize("who", ["screen", OBSERVER])
def test_observers_and_screens_get_no_alert_and_no_word_of_it(address: str, home: Path, who: str) -> None:
    with come_in(address, home, who if who != "screen" else HEAD) as inside, httpx.Client(base_url=address) as screen:
        screen.get((home / "screen").read_text())
        screen.get("/live")
        screen.headers["X-CSRFToken"] = screen.cookies.get("_csrf_token", "")
        client = screen if who == "screen" else inside
        with come_in(address, home, HEAD) as head:
            known = [one for one in dependencies(head) if "alert" in json.dumps(one) or "cause-" in json.dumps(one)]
        answers = [press(client, one, search="?alert=1", value="day") for one in known]
        pages = [client.get(path) for path in ("/alerts", "/api/v1/alerts")]
        boards = [client.get(path) for path in ("/wall", "/board/wall")]
    assert len(known) > 8
    assert {answer.status_code for answer in pages} <= {303, 401, 403, 404}
    said = " ".join(plain(answer) for answer in (*answers, *pages, *boards))
    assert [word for word in ("Петров", PLACE, "alerts-row") if word in said] == []


def test_what_a_person_wrote_is_text_and_never_markup(address: str, home: Path) -> None:
    with come_in(address, home, HEAD) as client:
        known = dependencies(client)
        answers = [part(client, known, slot, search="?alert=1") for slot in ("alerts-queue.children",
                                                                            "alerts-head.children")]
        page = client.get("/alerts?alert=1").text
    for answer in answers:
        assert SECRET in plain(answer), "it is told"
        assert "<img" not in answer.text
        assert '"Markdown"' not in plain(answer)
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "onerror" not in page


def test_no_word_of_a_person_reaches_a_file_of_the_home_but_the_store(home: Path) -> None:
    told = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith("room.db")]
    assert [path.name for path in told if "Петров".encode() in path.read_bytes()] == []
