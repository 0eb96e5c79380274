"""The desk under a person's hands: one address is the whole state, and every step leads back."""

from __future__ import annotations

import pytest
from browser.conftest import Watched
from browser.desk import NUMBER, click_longest_bar, query, settled
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_address_gets_its_moment_and_back_does_not_trap(watched: Watched) -> None:
    page = watched.open("/definitions", ".desk-definition")
    page.goto(f"{watched.address}/")
    settled(page)
    page.go_back()
    page.wait_for_selector(".desk-definition")


def test_a_mark_narrows_backspace_widens_and_back_returns(watched: Watched) -> None:
    page = watched.open("/")
    settled(page)
    whole = page.locator(NUMBER).first.inner_text()
    click_longest_bar(page)
    page.wait_for_selector(".desk-trail-arrow")
    assert list(query(page))[:2] == ["since", "until"]
    assert "block" in query(page)
    assert page.locator(NUMBER).first.inner_text() != whole
    page.wait_for_function("() => document.querySelector('#desk-wider')")
    page.keyboard.press("Backspace")
    page.wait_for_selector(".desk-trail-arrow", state="detached")
    expect(page.locator(NUMBER).first).to_have_text(whole)
    page.go_back()
    page.wait_for_selector(".desk-trail-arrow")
    assert watched.complaints == []


def test_the_path_leads_from_the_town_to_one_appeal_in_place(watched: Watched) -> None:
    page = watched.open("/")
    settled(page)
    for level in ("block", "topic", "street"):
        click_longest_bar(page)
        page.wait_for_function("level => new URLSearchParams(location.search).has(level)", arg=level)
        page.wait_for_function(
            "n => document.querySelectorAll('.desk-trail-arrow').length === n",
            arg=["block", "topic", "street"].index(level) + 1)
    total = int(page.locator("#desk-total").inner_text())
    expect(page.locator(".ag-center-cols-container .ag-row")).to_have_count(total)


def test_reload_keeps_the_very_same_picture(watched: Watched) -> None:
    page = watched.open("/?block=housing")
    settled(page)
    before, address = page.locator("#desk-numbers").inner_text(), page.url
    page.reload()
    settled(page)
    assert page.url == address
    assert page.locator("#desk-numbers").inner_text() == before


def test_a_choice_in_the_left_column_is_counted_and_kept_in_the_address(watched: Watched) -> None:
    page = watched.open("/")
    settled(page)
    row = page.locator(".desk-filter .desk-row").first
    name, count = (row.locator(part).inner_text() for part in (".desk-member", ".desk-count"))
    row.click()
    page.wait_for_selector(".desk-row.desk-on")
    assert page.locator(".desk-trail-here").inner_text() == name
    expect(page.locator(NUMBER).first).to_have_text(count)


def test_keys_help_search_and_close(watched: Watched) -> None:
    page = watched.open("/")
    settled(page)
    page.keyboard.press("?")
    expect(page.locator("#desk-keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#desk-keys")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("отоп")
    page.locator("#desk-found a", has_text="Отопление").first.click()
    page.wait_for_function("() => new URLSearchParams(location.search).get('topic') === 'heating'")


def test_a_note_is_left_and_stays(watched: Watched) -> None:
    page = watched.open("/")
    settled(page)
    page.locator(".desk-number").nth(2).hover()
    page.locator(".desk-note-open").nth(2).click()
    page.locator("#note-text").fill("Сверено с дежурным")
    page.locator("#note-save").click()
    page.wait_for_selector("#note-list blockquote")
    page.reload()
    settled(page)
    expect(page.locator(".desk-note-open.desk-noted")).to_have_count(1)


def test_a_typed_period_becomes_the_address(watched: Watched) -> None:
    page = watched.open("/")
    settled(page)
    page.locator("#desk-since").fill("01.02.2026")
    page.locator("#desk-until").fill("28.02.2026")
    page.locator("#desk-days").click()
    page.wait_for_function("() => location.search.includes('since=2026-02-01&until=2026-02-28')")


def test_a_snapshot_is_two_clicks_away_and_arrives(watched: Watched) -> None:
    page = watched.open("/")
    settled(page)
    page.locator("#desk-snapshots summary").click()
    with page.expect_download(timeout=60_000) as arriving:
        page.locator("#desk-snapshot a").first.click()
    assert arriving.value.suggested_filename.endswith(".pdf")
    expect(page.locator("#desk-snapshot a").first).to_be_hidden()
