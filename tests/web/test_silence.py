"""One source falls silent in a served room: what rests on it alone says so, one alert stands, nothing flaps."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from fastapi import FastAPI
from houses import NOW, OPENED, days_ago, record
from serving import serving

from dashboard.cache.board import Board, Unavailable, WallAlert
from dashboard.domain.alerts.alert import Turn
from dashboard.domain.appeals import Record
from dashboard.domain.fields import Privacy
from dashboard.domain.figures import Trust
from dashboard.domain.scope import Scope, View
from dashboard.house import House
from dashboard.settings import Settings
from dashboard.store import alerts
from dashboard.store.batches import Arrival
from dashboard.store.store import Checked
from dashboard.web.live import Bell, live_router
from dashboard.web.parcels import parcel_router
from intake.published import Published
from intake.vigil import Vigil
from layouts.plan import plan_around
from layouts.walls import drawer

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
EVENING = NOW.replace(hour=14)
"""Five in the afternoon: what falls silent now calls nobody further until the morning."""
BELIEVED = {Trust.CURRENT, Trust.PARTIAL, Trust.STALE}
"""States by sources; too few and empty are the figure's own."""
LARGE, SMALL = "pos", "sed"


def cases(topic: str, count: int) -> list[Record]:
    """Three overdue questions of one topic, the rest closed in time."""
    late = [record(24 * 9 + n, topic=topic, due=days_ago(2), street="ул. Мира") for n in range(3)]
    done = [record(24 * 12 + n, topic=topic, due=days_ago(2), closed=days_ago(3), status="closed", outcome="solved")
            for n in range(count - 3)]
    return [*late, *done]


TOLD = {LARGE: cases("heating", 25), SMALL: cases("roofs", 5)}


class Town:
    """A served room whose clock and sources the test moves; its jobs run when they are told to."""

    def __init__(self, home: Path) -> None:
        self.at = EVENING
        self.house = House(Settings(home=home), lambda: self.at)
        OPENED.append(self.house)
        for source in TOLD:
            self.speaks(source, 24 * HOUR)
        self.house.open_mirror()
        self.vigil = Vigil(self.house, lambda *_: None)
        self.address = ""

    def speaks(self, source: str, cadence: timedelta) -> None:
        """Take an export of a source; what it says has not changed."""
        store = self.house.store
        arrival = Arrival(source, "pos", source, f"{source} {self.at}", self.at, f"source:{source}")
        batch, _ = store.begin(arrival, Checked((), ()), self.at)
        store.save(batch, TOLD[source], self.house.teller())
        store.finish(batch, int(cadence.total_seconds()), self.at)

    def look(self, minutes: int, step: int = 1) -> None:
        """Let time pass; the jobs of a serving process come round every so many minutes."""
        for _ in range(0, minutes, step):
            self.at += step * MINUTE
            self.house.follow()
            self.vigil.look()
            self.house.follow()
            self.house.publish()

    def turns(self) -> Counter[tuple[str, str, Turn]]:
        """Ladder, topic or source, and what happened to it, of everything that ever happened."""
        with self.house.store.reading() as connection:
            about = {alert.id: alert.subject for alert in alerts.known(connection, self.at - 9 * HOUR)}
            log = alerts.log(connection)
        return Counter((about[one.alert].ladder, about[one.alert].topic or about[one.alert].source, one.told.turn)
                       for one in log)

    def standing(self, ladder: str) -> dict[str, WallAlert]:
        """The alerts of a ladder on the published board by topic or source."""
        return {one.topic or one.source: one for one in self.house.published.alerts if one.ladder == ladder}

    def board(self, source: str | None = None) -> Board:
        """The wall's board of the town, or of one source."""
        scope = Scope() if source is None else Scope().within("source", source)
        return self.house.boards.board(scope, View(), privacy=Privacy.WALL)

    def said(self, panel: str) -> str:
        """What the served parcel says in a panel."""
        slots = httpx.get(f"{self.address}/board/x").json()["slots"]
        found = next(slot for slot in slots if slot["id"] == {"type": "panel", "key": panel})
        return json.dumps(found["props"], ensure_ascii=False)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path / "home")
    screen, server = Published(made.house), FastAPI()
    server.include_router(live_router(screen, Bell(), "b1", lambda: made.at))
    server.include_router(parcel_router(screen, drawer(made.house.words, plan_around(69.4, 32.45))))
    with serving(server) as made.address:
        yield made


def beliefs(board: Board) -> set[tuple[Trust, tuple[str, ...]]]:
    """How far the figures of all registered metrics may be believed, and without whom, as far as sources decide it."""
    found = set()
    for figures in board.metrics.values():
        assert not isinstance(figures, Unavailable)
        found |= {(figure.state, figure.missing) for figure in figures if figure.state in BELIEVED}
    return found


class Case(NamedTuple):
    """Which source falls silent, what becomes of totals without it, and the topics of both."""

    silent: str
    state: Trust
    topic: str
    other: str
    other_topic: str


CURRENT = {(Trust.CURRENT, ())}
CASES = (Case(LARGE, Trust.STALE, "heating", SMALL, "roofs"), Case(SMALL, Trust.PARTIAL, "roofs", LARGE, "heating"))
SILENCES = pytest.mark.parametrize("case", CASES, ids=[case.silent for case in CASES])


def fall_silent(town: Town, source: str) -> None:
    """Let one source speak for the last time and more than three of its cadences pass."""
    town.speaks(source, HOUR)
    town.look(201, step=25)


@SILENCES
def test_exactly_what_rests_on_a_silent_source_is_doubted(town: Town, case: Case) -> None:
    town.look(1)
    assert beliefs(town.board()) == CURRENT
    fall_silent(town, case.silent)
    assert set(town.board().metrics) >= set(town.house.metrics)
    assert beliefs(town.board()) == {(case.state, (case.silent,))}
    assert beliefs(town.board(case.silent)) == {(Trust.STALE, (case.silent,))}
    assert beliefs(town.board(case.other)) == CURRENT
    assert httpx.get(f"{town.address}/live").json()["sources"][case.silent][1] == "silent"


@SILENCES
def test_a_silence_is_one_alert_and_covers_the_terms_of_that_source_alone(town: Town, case: Case) -> None:
    town.look(1)
    assert {topic: alert.calls for topic, alert in town.standing("days").items()} == {"heating": True, "roofs": True}
    fall_silent(town, case.silent)
    terms, silence = town.standing("days"), town.standing("silence")
    assert {source: alert.step for source, alert in silence.items()} == {case.silent: "silent"}
    assert (terms[case.topic].covered, terms[case.topic].calls) == ("source", False)
    assert (terms[case.other_topic].covered, terms[case.other_topic].calls) == ("", True)
    assert "без ответа 1" in town.said("now")


def test_nothing_flaps_while_a_source_is_silent_and_its_alert_ends_once_when_it_speaks(town: Town) -> None:
    case = CASES[0]
    town.look(1)
    fall_silent(town, case.silent)
    before, version = town.turns(), town.house.published.version
    town.look(60)
    assert (town.turns(), town.house.published.version) == (before, version)
    town.speaks(case.silent, HOUR)
    town.look(30, step=2)
    assert town.turns() - before == {("silence", case.silent, Turn.FADED): 1,
                                     ("silence", case.silent, Turn.RESOLVED): 1, ("days", case.topic, Turn.RELEASED): 1}
    assert town.standing("silence") == {} and town.standing("days")[case.topic].calls
    assert beliefs(town.board()) == CURRENT
