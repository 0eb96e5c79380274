"""One source falls silent in a served room: what rests on it alone says so, one alert stands, nothing flaps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from houses import NOW, days_ago, record
from web.clocked import HOUR, Town, served

from dashboard.cache.board import Board, Unavailable
from dashboard.domain.alerts.alert import Turn
from dashboard.domain.appeals import Record
from dashboard.domain.figures import Trust

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


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with served(Town(tmp_path / "home", TOLD, EVENING)) as made:
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
