"""The desk of the shift hears the bell: what is found meanwhile stands there before its clock strikes."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.conftest import Watched
from playwright.sync_api import expect
from staging import staging

pytestmark = pytest.mark.browser
MUTED = """const every = window.setInterval;
  window.setInterval = (act, ms, ...more) => ms < 10000 ? every(act, ms, ...more) : 0"""


def test_a_new_alert_stands_in_the_queue_although_the_clock_of_the_page_is_silent(watched: Watched,
                                                                               demo_home: Path) -> None:
    with staging(demo_home) as staged:
        watched.page.add_init_script(MUTED)
        page = watched.open("/alerts", "#alerts-queue > *")
        staged.fire(4, "heating", "ул. Новейшая")
        expect(page.locator("#alerts-queue")).to_contain_text("ул. Новейшая", timeout=60_000)
        assert watched.outside == [] and watched.complaints == []
