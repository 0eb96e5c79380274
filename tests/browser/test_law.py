"""Rules under a person's hands: the form is asked for, and only what was shown is kept."""

from __future__ import annotations

import pytest
from browser.conftest import Watched
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_rule_is_kept_only_while_it_is_as_its_difference_was_shown(watched: Watched) -> None:
    page = watched.open("/rules", "#rules-table tr")
    keep, amount = page.locator("#rule-keep"), page.locator("#rule-amount")
    expect(amount).to_be_hidden()
    page.get_by_text("Открыть в форме").first.click()
    expect(amount).to_be_visible()
    expect(keep).to_be_disabled()
    amount.fill("77")
    page.locator("#rule-compare").click()
    expect(page.locator("#rule-diff .desk-added").first).to_be_visible()
    expect(keep).to_be_enabled()
    amount.fill("78")
    expect(keep).to_be_disabled()
    amount.fill("77")
    page.locator("#rule-reason").fill("проверка")
    expect(keep).to_be_enabled()
    keep.click()
    expect(page.locator("#rules-said")).to_contain_text("Сохранено")
    expect(amount).to_be_hidden()
    page.locator("#rule-new").click()
    expect(page.locator("#rule-key")).to_have_value("")
    expect(keep).to_be_disabled()
    assert watched.outside == [] and watched.complaints == []
