"""The scripts of the wall alone, by a clock of the test: what broke in the night interrupts once in the morning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ASSETS = Path(__file__).parent.parent.parent / "assets"
SCENES = "".join(f"<section class='scene scene-{key}' data-scene='{key}' data-title='{key}'>{within}</section>"
                 for key, within in (("terms", ""), ("night", ""), ("alarm", "<div class='stage'></div>")))
WALL = f"""<div id='wall' data-zone='UTC' data-language='ru' data-pace='300' data-night='23-6' data-rest='и ещё {{n}}'
  data-age-s='' data-age-min='' data-age-h='' data-age-d=''>{SCENES}<div class='slot-alarm'></div></div>"""
ROOM = ("window.room = {now: () => Date.now(), listeners: [], sources: {}, prepare() {}, redraw() {}, lostSince: null, "
        "offset: 0}")
STAGE = ".scene-alarm.shown"
SIX = datetime(2026, 11, 24, 6, tzinfo=UTC)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page."""
    opened = chromium.new_page()
    yield opened
    opened.close()


def stand(page: Page, at: datetime, *raised: datetime) -> None:
    """Put up a wall at a moment at which these terms have been broken, the gravest first, and let it look."""
    page.clock.install(time=at - timedelta(hours=1))
    page.clock.pause_at(at)
    page.set_content(WALL)
    broken = "".join(f"<article data-alert='{n}' data-raised='{moment.isoformat()}'><b>№{n}</b><p class='rest'></p>"
                     "</article>" for n, moment in enumerate(raised))
    page.eval_on_selector(".slot-alarm", "(slot, html) => { slot.innerHTML = html; }", broken)
    page.evaluate(ROOM)
    for script in ("31-alarm.js", "30-wall.js"):
        page.add_script_tag(path=ASSETS / script)
    page.clock.run_for(4000)


def test_what_broke_in_the_night_interrupts_once_in_the_first_minute_of_the_morning(page: Page) -> None:
    stand(page, SIX - timedelta(seconds=10), SIX - timedelta(hours=5), SIX - timedelta(hours=2))
    assert page.locator(".scene-night.shown").count() == 1
    page.clock.run_for(9_000)
    assert page.locator(STAGE).inner_text().split() == ["№0", "и", "ещё", "1"]
    page.clock.run_for(22_000)
    assert page.locator(".scene-terms.shown").count() == 1
    page.clock.run_for(90_000)
    assert page.locator(STAGE).count() == 0


def test_what_broke_before_the_night_is_no_news_in_the_morning(page: Page) -> None:
    stand(page, SIX + timedelta(seconds=2), SIX - timedelta(hours=9))
    assert page.locator(".scene-terms.shown").count() == 1


@pytest.mark.parametrize("minutes, news", [(9, 1), (11, 0)])
def test_by_day_only_the_last_ten_minutes_are_news(page: Page, minutes: int, news: int) -> None:
    at = SIX + timedelta(hours=4)
    stand(page, at, at - timedelta(minutes=minutes))
    assert page.locator(STAGE).count() == news


def test_after_the_first_minute_of_the_morning_the_night_is_no_news(page: Page) -> None:
    at = SIX + timedelta(minutes=2)
    stand(page, at, SIX - timedelta(hours=2))
    assert page.locator(STAGE).count() == 0
