"""Every number of the demonstration's wall and desk, followed to its rows and counted again from the events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from contracts.recount import MEANINGS, Recount
from houses import house

from callbacks.desk_drawing import desk, settled
from dashboard.domain.measures import MEASURES
from dashboard.domain.people import LOCAL, Viewer
from dashboard.domain.scope import UNKNOWN, Scope, View
from dashboard.registry import discover
from dashboard.room import Room
from intake.demo import fill
from layouts.desk.glance import glance_of
from layouts.plan import plan_around
from layouts.screens import Panel
from layouts.walls import drawer

DESK = discover("layouts.panels", Panel)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    fill(house(folder))
    return folder


@pytest.fixture
def town(home: Path) -> Room:
    return Room(house(home), Viewer("tester", LOCAL))


def links(part: Any) -> Iterator[tuple[str, str]]:
    """Yield (address, what is written on it) of every link and mark of a drawn part."""
    if isinstance(part, list):
        for each in part:
            yield from links(each)
    elif isinstance(part, dict):
        href = part.get("href")
        if isinstance(href, str) and "measure=" in href:
            yield href.partition("?")[2], written(part.get("children"))
        for search in part.get("customdata") or ():
            if search:
                yield search.lstrip("?"), ""
        for value in part.values():
            yield from links(value)


def written(children: Any) -> str:
    return children if isinstance(children, str) else ""


def wall(town: Room) -> Any:
    centre = town.town.centre
    return json.loads(drawer(town.words, plan_around(centre.lat, centre.lon))(town.board(Scope(), View())))


def pages(town: Room) -> Iterator[Any]:
    yield wall(town)
    for more in ("", "&block=housing", "&compare=year"):
        drawn = desk(town, settled(town, "", "/") + more, DESK)
        yield json.loads(orjson.dumps(drawn, default=lambda each: each.to_plotly_json()))


def test_every_measure_has_a_second_meaning_to_be_held_against() -> None:
    assert set(MEANINGS) == set(MEASURES)
    assert {key: looks_at for key, (looks_at, _) in MEANINGS.items()} == {m.key: m.period for m in MEASURES.values()}


def test_every_measure_of_the_whole_town_is_what_its_events_say(town: Room) -> None:
    recount = Recount(town.house)
    for measure in MEASURES:
        assert town.count(measure, Scope(), View())[UNKNOWN] == recount.count(measure, Scope(), View()), measure


def test_every_number_on_wall_and_desk_opens_as_many_rows_as_the_events_tell(town: Room) -> None:
    recount = Recount(town.house)
    found = {address: text for page in pages(town) for address, text in links(page)}
    assert len(found) > 400
    for address, text in sorted(found.items())[:: max(1, len(found) // 250)]:
        glance = glance_of(address)
        rows = town.rows(glance.measure, glance.scope, glance.view, (0, 1))
        assert rows.total == recount.count(glance.measure, glance.scope, glance.view), address
        if text.isdecimal():
            assert rows.total == int(text), address
