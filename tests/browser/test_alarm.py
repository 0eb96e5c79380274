"""A broken term interrupts the wall once, in words that are read from six metres, and leaves when it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.conftest import Watched
from playwright.sync_api import Page
from staging import Staged, staging

from dashboard.domain.alerts.finding import Subject

pytestmark = pytest.mark.browser
ROTATING = "/wall?scenes=terms,rating&pace=300&night=off"
READY = ".scene-terms.shown :is(.value, .stale, .untold)"
STAGE = ".scene-alarm.shown"
ANNOUNCED = ".slot-alarm [data-alert]"
SMALL = """() => [...document.querySelectorAll('.stage *')].filter(el => el.textContent &&
  parseFloat(getComputedStyle(el).fontSize) < 0.022 * innerHeight).map(el => el.textContent)"""
SPILLED = """() => [...document.querySelectorAll(".stage *")].filter(el => { const r = el.getBoundingClientRect();
  return el.textContent && (r.right > innerWidth || r.bottom > 0.97 * innerHeight || r.top < 0.07 * innerHeight); })
  .map(el => el.textContent)"""
FITS = "() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"


@pytest.fixture
def staged(watched: Watched, demo_home: Path) -> Iterator[Staged]:
    """The alerts of the served town, told to a page whose clock the test may turn."""
    watched.page.clock.install()
    with staging(demo_home) as made:
        yield made


def announced(page: Page) -> None:
    """Wait until the wall knows of a broken term, and let it look twice."""
    page.wait_for_selector(ANNOUNCED, state="attached", timeout=60_000)
    page.clock.run_for(2500)


def test_a_broken_term_enters_once_holds_and_leaves(watched: Watched, staged: Staged) -> None:
    page = watched.open(ROTATING, READY)
    staged.fire(4, "heating", "ул. Мира")
    page.wait_for_selector(STAGE, timeout=60_000)
    said = page.locator(".stage").inner_text()
    assert "4" in said and "▲ Просрочено" in said and "ул. Мира" in said and "Ответственная за блок ЖКХ" in said
    assert page.locator(".scene.shown").count() == 1 and page.locator(".scene-name").inner_text() == "Просрочка"
    assert page.evaluate(FITS) == [0, 0] and page.evaluate(SMALL) == [] and page.evaluate(SPILLED) == []
    page.clock.run_for(21_000)
    page.wait_for_selector(".scene-terms.shown")
    page.clock.run_for(90_000)
    assert page.locator(STAGE).count() == 0
    assert watched.outside == [] and watched.complaints == []


def test_a_reload_does_not_show_it_again(watched: Watched, staged: Staged) -> None:
    page = watched.open(ROTATING, READY)
    alert = staged.fire(4, "heating")
    page.wait_for_selector(STAGE, timeout=60_000)
    page.reload()
    announced(page)  # the town's own life may break another term meanwhile: that one is news
    assert page.locator(f'.stage [data-alert^="{alert.id}/"]').count() == 0


def test_what_is_answered_leaves_the_stage_at_once(watched: Watched, staged: Staged) -> None:
    page = watched.open(ROTATING, READY)
    alert = staged.fire(4, "heating")
    page.wait_for_selector(STAGE, timeout=60_000)
    staged.take(alert)
    page.wait_for_selector(ANNOUNCED, state="detached", timeout=15_000)
    page.clock.run_for(1500)
    assert page.locator(STAGE).count() == 0


def test_many_at_once_are_one_interruption_with_the_gravest_in_words(watched: Watched, staged: Staged) -> None:
    page = watched.open(ROTATING, READY)
    staged.fire_all(*((n, Subject("days", "housing", "heating", f"{n}-я улица")) for n in range(3, 10)))
    page.wait_for_selector(STAGE, timeout=60_000)
    if "9-я улица" not in page.locator(".stage").inner_text():  # the town's own life has broken a term just before
        page.clock.run_for(65_000)
        page.wait_for_selector(STAGE, timeout=60_000)
    said = page.locator(".stage").inner_text()
    assert "9-я улица" in said and "и ещё 6" in said
    page.clock.run_for(21_000)
    page.wait_for_selector(".scene-terms.shown")
    page.clock.run_for(90_000)
    assert page.locator(STAGE).count() == 0


@pytest.mark.parametrize("address", ["/wall?scene=terms", "/wall?night=0-24", f"{ROTATING}&alarm=off"])
def test_a_pinned_scene_the_night_and_a_wall_that_wants_none_are_not_interrupted(
        watched: Watched, staged: Staged, address: str) -> None:
    staged.fire(4, "heating")
    page = watched.open(address)
    announced(page)
    assert page.locator(".scene.shown").count() == 1
    assert page.locator(STAGE).count() == 0
