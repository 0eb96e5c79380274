"""The wall as a screen shows it: whole, calm, Russian, at home, and alive without anybody's hand."""

from __future__ import annotations

import io
import re

import pytest
from browser.conftest import Watched
from PIL import Image

pytestmark = pytest.mark.browser
SCENES = ("overview", "map", "terms", "rating", "topics")
DRAWN = ".scene.shown :is(.value, .stale, .untold)"
LATIN = re.compile(r"[A-Za-z]{2,}")
SIZES = [(1920, 1080), (3840, 2160)]
FITS = """() => { const all = document.documentElement;
  return [all.scrollWidth - innerWidth, all.scrollHeight - innerHeight]; }"""
SAID = """() => { document.querySelector('.build').remove(); return document.body.innerText + document.title }"""
SPILLED = """scene => {
  const box = document.querySelector('.scene-' + scene).getBoundingClientRect(), out = [];
  document.querySelectorAll('.scene-' + scene + ' :is(p, h2, li, a, b, article, .number, .label)').forEach(el => {
    const r = el.getBoundingClientRect();
    if (r.width && (r.right > box.right + 2 || r.bottom > box.bottom + 2 || r.left < box.left - 2)) {
      out.push(el.className + ': ' + el.textContent.slice(0, 40)); }
  });
  return out; }"""

CLIPPED = """scene => {
  const out = [], shown = el => el.getClientRects().length && getComputedStyle(el).visibility === 'visible';
  document.querySelectorAll(`.scene-${scene} *, header *, footer *`).forEach(el => {
    const style = getComputedStyle(el), hides = [style.overflowX, style.overflowY].some(o => o !== 'visible');
    const cut = el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1;
    if (shown(el) && el.textContent.trim() && (style.textOverflow === 'ellipsis' || (hides && cut && el.clientWidth))) {
      out.push(el.className + ': ' + el.textContent.slice(0, 60)); }
  });
  return out; }"""


def wait_map(watched: Watched, key: str) -> None:
    """Wait until the map of a panel has drawn its plan."""
    watched.page.wait_for_function(
        """key => { const el = document.querySelector('.panel-' + key + ' .js-plotly-plot');
          const map = el && el._fullLayout && el._fullLayout.map && el._fullLayout.map._subplot;
          return map && map.map && map.map.loaded(); }""", arg=key, timeout=120_000)


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_shown_whole_in_russian_without_asking_anybody(watched: Watched, scene: str) -> None:
    page = watched.open(f"/wall?scene={scene}", DRAWN)
    page.wait_for_selector(f".scene-{scene}.shown")
    if scene in ("overview", "map"):
        wait_map(watched, "overview_map" if scene == "overview" else "map")
    assert page.locator(".scene.shown").count() == 1
    assert page.evaluate(FITS) == [0, 0]
    assert page.evaluate(SPILLED, scene) == []
    assert page.evaluate(CLIPPED, scene) == []
    assert LATIN.findall(page.evaluate(SAID)) == []
    assert watched.outside == []
    assert watched.complaints == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_scrolls_and_the_giant_numbers_keep_their_part_of_the_screen(
        watched: Watched, width: int, height: int) -> None:
    watched.page.set_viewport_size({"width": width, "height": height})
    page = watched.open("/wall?scene=overview", DRAWN)
    assert page.evaluate(FITS) == [0, 0]
    size = page.evaluate("() => parseFloat(getComputedStyle(document.querySelector('.number')).fontSize)")
    assert size == pytest.approx(0.13 * height, rel=0.01)


def test_the_scene_and_its_pace_come_from_the_address(watched: Watched) -> None:
    page = watched.open("/wall?scene=terms&pace=4&night=off&alarm=off", ".scene-terms.shown")
    page.wait_for_selector(".scene-rating.shown", timeout=20_000)
    page.wait_for_selector(".scene-topics.shown", timeout=20_000)


def test_the_way_to_the_next_scene_is_seen(watched: Watched) -> None:
    page = watched.open("/wall?scene=terms&pace=30&night=off&alarm=off", ".scene-terms.shown")
    page.wait_for_function("""() => { const bar = document.querySelector('.rotation').getBoundingClientRect();
      return bar.width > 60 && bar.height >= 3 && bar.bottom <= innerHeight; }""", timeout=20_000)


def test_only_the_scene_that_is_shown_is_drawn_and_the_next_one_just_before_its_turn(watched: Watched) -> None:
    page = watched.open("/wall?scene=terms&pace=12&night=off&alarm=off", DRAWN)
    assert page.locator(".scene-rating .value").count() == 0
    page.wait_for_selector(".scene-rating .value", state="attached", timeout=15_000)
    assert page.locator(".scene-terms.shown").count() == 1


def test_a_scene_alone_in_the_address_stays(watched: Watched) -> None:
    page = watched.open("/wall?scene=rating", ".scene-rating.shown")
    assert page.evaluate("() => document.querySelector('.rotation').getBoundingClientRect().width") == 0


def test_the_clock_ticks_from_the_servers_time_in_the_towns_zone(watched: Watched) -> None:
    watched.page.clock.install(time="2001-01-01T00:00:00Z")  # a screen whose own clock is wrong
    page = watched.open("/wall?scene=night", ".night-clock:not(:empty)")
    page.wait_for_function("() => room.offset > 0")
    page.clock.run_for(1000)
    told = page.evaluate("async () => (await (await fetch('/live')).json()).now")
    shown = page.locator(".clock-time").text_content() or ""
    hour = (int(told[11:13]) + 3) % 24
    assert shown[:2] == f"{hour:02d}" or told[14:16] in ("59", "00")


def test_every_number_of_the_wall_is_a_link_to_its_rows(watched: Watched) -> None:
    page = watched.open("/wall", DRAWN)
    for scene in SCENES:  # those that nobody sees wait until they are nearly shown
        page.evaluate("scene => room.prepare(scene)", scene)
        page.wait_for_selector(f".scene-{scene} .value", state="attached")
    bare = page.evaluate("() => [...document.querySelectorAll('.value')].filter(el => !el.getAttribute('href'))"
                         ".map(el => el.textContent)")
    assert bare == []
    hrefs = page.evaluate("() => [...document.querySelectorAll('.scene a')].map(el => el.getAttribute('href'))")
    assert len(hrefs) > 100
    assert all(href.startswith(("/list?measure=", "/list?cluster=")) for href in hrefs)


def test_a_version_that_changes_reaches_the_wall_and_underlines_what_changed(watched: Watched) -> None:
    page = watched.open("/wall?scene=overview", DRAWN)
    page.wait_for_function("() => room.watching")
    before = page.evaluate("() => room.updates")
    page.evaluate("() => { document.querySelector('.number .value').firstChild.nodeValue = '1' }")
    assert page.locator(".number .value.changed").count() == 1
    page.evaluate("() => room.redraw()")
    page.wait_for_function("n => room.updates > n", arg=before)


def test_a_lost_server_is_said_with_its_hour_and_ages_go_on_without_it(watched: Watched) -> None:
    page = watched.open("/wall?scene=overview", DRAWN)
    page.context.set_offline(True)
    page.wait_for_selector(".lost:not(:empty)", timeout=60_000)
    assert re.search(r"нет связи с \d\d:\d\d", page.locator(".lost").inner_text())
    size, top = page.evaluate("""() => { const el = document.querySelector('.lost');
      return [parseFloat(getComputedStyle(el).fontSize), el.getBoundingClientRect().top]; }""")
    assert size >= 0.03 * 1080 - 1 and top < 100
    assert set(page.locator(".source .shape").all_inner_texts()) == {"◌"}
    assert page.locator(".source:not([data-state=unknown])").count() == 0


def test_the_maps_are_named_in_russian_and_show_no_foreign_control(watched: Watched) -> None:
    page = watched.open("/wall?scene=map", DRAWN)
    wait_map(watched, "map")
    names = page.evaluate("() => [...document.querySelectorAll('.maplibregl-canvas')].map(el => el.ariaLabel)")
    assert names and set(names) == {"Карта"}
    assert page.locator(".maplibregl-ctrl-attrib").count() == 0


def test_a_wall_whose_bell_was_cut_comes_back_by_itself(watched: Watched) -> None:
    page = watched.page
    cut: list[bool] = [True]
    page.route_web_socket("**/live", lambda socket: socket.close() if cut[0] else socket.connect_to_server())
    watched.open("/wall?scene=overview", "#wall")
    page.wait_for_function("() => room.drawn && !room.bell")
    cut[0] = False
    page.wait_for_function("() => room.bell", timeout=40_000)


def test_the_poll_alone_keeps_the_wall_alive_where_sockets_are_blocked(watched: Watched) -> None:
    watched.page.route_web_socket("**/live", lambda socket: socket.close())
    page = watched.open("/wall?scene=overview", DRAWN)
    assert page.evaluate("() => [room.bell, room.lostSince]") == [False, None]


def test_a_new_build_reloads_the_page_behind_a_dark_fade(watched: Watched) -> None:
    page = watched.open("/wall?scene=overview", DRAWN)
    with page.expect_navigation():
        page.evaluate("() => { room.build = 'another'; window.stays = true; }")
    page.wait_for_selector(DRAWN)
    assert page.evaluate("() => window.stays") is None


def test_a_picture_of_the_wall_survives_a_quarter_of_its_size_and_grey(watched: Watched) -> None:
    page = watched.open("/wall?scene=overview", DRAWN)
    box = page.locator(".number").first.bounding_box()
    assert box is not None
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L").resize((480, 270), Image.Resampling.LANCZOS)
    quarter = picture.crop((int(box["x"] / 4), int(box["y"] / 4), int((box["x"] + 120) / 4), int((box["y"] + 140) / 4)))
    dark, light = quarter.getextrema()
    assert isinstance(dark, int) and isinstance(light, int) and light - dark > 150


@pytest.mark.parametrize("path", ["/nowhere", "/wall/nowhere", "/wall2"])
def test_an_unknown_path_is_not_found(watched: Watched, path: str) -> None:
    answer = watched.page.goto(watched.address + path)
    assert answer is not None and answer.status == 404
