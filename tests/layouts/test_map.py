"""The camera agrees with the map, callouts never cross, the style asks nobody."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import orjson
import pytest
from boards import sight, usual
from hypothesis import given
from hypothesis import strategies as some

from layouts.callouts import Callout, Columns, place
from layouts.camera import Window, fit
from layouts.overlay import shade, size
from layouts.panels import map as map_panel
from layouts.panels import overview_map
from layouts.plan import plan_around, plan_of, style

DRAWN = orjson.loads(Path("datasources/demo/plan.geojson").read_bytes())
spots = some.lists(some.tuples(some.integers(-900, 900), some.integers(-480, 480)), max_size=5, unique=True)
columns = some.sampled_from([map_panel.COLUMNS, overview_map.COLUMNS, Columns(-930, 630, 700, 300, 92)])


def across(a: Callout, b: Callout) -> bool:
    """Whether two lines properly cross."""
    def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    least = 1e-6
    one = side(a.start, a.end, b.start) * side(a.start, a.end, b.end)
    two = side(b.start, b.end, a.start) * side(b.start, b.end, a.end)
    return one < -least and two < -least


@given(spots, columns)
def test_lines_never_cross_and_boxes_never_overlap(anchors: list[tuple[int, int]], where: Columns) -> None:
    placed = place(anchors, where)
    assert len(placed) == len(anchors)
    for a, b in combinations(placed, 2):
        assert not across(a, b)
        assert a.left != b.left or abs(a.top - b.top) >= where.box_height


@given(spots, columns)
def test_no_line_runs_under_a_box(anchors: list[tuple[int, int]], where: Columns) -> None:
    for callout in place(anchors, where):
        assert where.low <= callout.end[0] <= where.high


def test_more_heaps_than_there_is_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        place([(float(i), 0.0) for i in range(7)], map_panel.COLUMNS)


@pytest.mark.parametrize("window", [map_panel.WINDOW, overview_map.WINDOW])
def test_the_whole_town_lies_inside_the_margins_of_the_window(window: Window) -> None:
    plan = plan_of(DRAWN)
    camera = fit(plan, window)
    left, top, right, bottom = window.margins
    for lat in (plan.south, plan.north):
        for lon in (plan.west, plan.east):
            x, y = camera.spot(lat, lon)
            assert left - window.width / 2 - 1 <= x <= window.width / 2 - right + 1
            assert top - window.height / 2 - 1 <= y <= window.height / 2 - bottom + 1


def test_a_hundred_metres_east_and_north_are_equally_long_on_the_map() -> None:
    plan = plan_around(69.4, 32.45)
    camera = fit(plan, map_panel.WINDOW)
    x0, y0 = camera.spot(69.4, 32.45)
    x1, _ = camera.spot(69.4, 32.45 + 100 / 39_167)
    _, y1 = camera.spot(69.4 + 100 / 111_320, 32.45)
    assert x1 - x0 == pytest.approx(y0 - y1, rel=0.01)


def test_a_place_knows_its_street_and_a_far_one_has_none() -> None:
    plan = plan_of(DRAWN)
    name, points = next(item for item in plan.streets if item[0] == "ул. Мира")
    lon, lat = points[len(points) // 2]
    assert plan.street_at(lat, lon) == name
    assert plan.street_at(69.5, 32.0) is None


@pytest.mark.parametrize("look", ["wall", "desk"])
def test_the_style_asks_nobody_for_letters_or_tiles(look: str) -> None:
    told = style(look, 1.0, "/map/plan.geojson")
    assert "glyphs" not in told and "sprite" not in told
    assert "http" not in json.dumps(told)
    fonts = [layer["layout"]["text-font"] for layer in told["layers"] if layer["type"] == "symbol"]
    assert fonts and all(font == ["Noto Sans", "sans-serif"] for font in fonts)


def test_the_plan_says_that_it_is_a_scheme() -> None:
    assert plan_of(DRAWN).scheme
    assert "схема" in orjson.dumps(map_panel.draw(sight()), default=lambda part: part.to_plotly_json()).decode()


def test_only_circles_are_drawn_and_every_heap_has_one() -> None:
    drawn = map_panel.figure(sight())
    assert [trace["type"] for trace in drawn["data"]] == ["scattermap"]
    assert "symbol" not in drawn["data"][0]["marker"]
    assert len(drawn["data"][0]["lat"]) == 3
    assert drawn["layout"]["map"]["style"].startswith("/map/style.json")


def test_the_rarer_the_brighter_and_the_more_the_larger() -> None:
    heaps = usual().clusters
    assert not hasattr(heaps, "reason")
    shades = [shade(heap) for heap in heaps]
    assert shades[0] != shades[2]
    assert size(4) < size(25) <= size(10_000)
