"""The term of a first response passes in a served room: it is warned of, broken, said, and ends when given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from houses import NOW, record
from web.clocked import MINUTE, Town, served

from dashboard.alertbook import shipped_alerts
from dashboard.cache.board import WallAlert
from dashboard.domain.alerts.alert import Alert, Turn
from dashboard.domain.moments import moment_at
from dashboard.domain.people import LOCAL, Viewer
from dashboard.domain.rules import Stage
from dashboard.domain.scope import Scope, View
from dashboard.room import Room
from dashboard.store import alerts
from layouts.alerted import what
from layouts.shift import Shift

SOURCE = "incident"
TOLD = {SOURCE: [record(hours, channel="incident", topic="roads", block="roads", street="ул. Мира")
                 for hours in (22, 23)]}
"""By the shipped rule they are to hear something within a day: in two hours, and in one."""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with served(Town(tmp_path / "home", TOLD, NOW)) as made:
        yield made


def standing(town: Town) -> Alert:
    with town.house.store.reading() as connection:
        [alert] = [one for one in alerts.known(connection, town.at) if one.subject.ladder == "response"]
    return alert


def wall(town: Town) -> WallAlert:
    [alert] = town.standing("response").values()
    return alert


def sentence(town: Town) -> str:
    words, title = town.house.words, town.house.vocabularies().title
    shift = Shift(words, title, shipped_alerts(), {}, {}, {}, town.at)
    return str(what(standing(town).finding, shift)).replace("\N{NO-BREAK SPACE}", " ")


def test_a_first_response_is_warned_of_and_broken_and_each_number_opens_its_list(town: Town) -> None:
    room, seen = Room(town.house, Viewer("tester", LOCAL)), []
    for minutes in (20, 20, 40):
        town.look(minutes, step=20)
        finding = standing(town).finding
        seen.append((finding.step, finding.n))
        assert room.rows(finding.measure, finding.scope, View()).total == finding.n
    assert seen == [("two_hours", 2), ("half_hour", 1), ("breached", 1)]
    town.look(41, step=41)
    assert (standing(town).finding.n, room.count("overdue_open", Scope(), View())[""]) == (2, 0)


def test_the_broken_first_response_interrupts_the_wall_and_is_said_as_what_it_is(town: Town) -> None:
    town.look(61, step=61)
    assert (wall(town).stage, wall(town).calls) == (Stage.FIRST_RESPONSE, True)
    assert "Первый ответ просрочен" in town.said("alarm")
    assert sentence(town).startswith("Первый ответ просрочен: 1 —") and sentence(town).endswith("ул. Мира")


def test_an_answer_ends_it_and_the_term_of_the_answer_goes_on(town: Town) -> None:
    town.look(121, step=11)
    heard = moment_at(town.at - 5 * MINUTE, town.house.town.tz)
    town.told[SOURCE] = [replace(one, facts={**one.facts, "first_response": heard}) for one in TOLD[SOURCE]]
    town.speaks(SOURCE, timedelta(days=1))
    town.look(12)
    assert town.standing("response") == {}
    assert town.turns()["response", "roads", Turn.RESOLVED] == 1
    room = Room(town.house, Viewer("tester", LOCAL))
    assert [room.count(key, Scope(), View())[""] for key in ("responded_late", "response_on_time")] == [1, 1]
    assert room.count("with_deadline", Scope(), View())[""] == 2
