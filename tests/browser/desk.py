"""What the tests of the desk do on its first page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

NUMBER = ".desk-number .desk-value"


def query(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def settled(page: Page) -> None:
    """Wait until the address carries its moment and the numbers are drawn."""
    page.wait_for_function("() => location.search.includes('as_of')")
    page.wait_for_selector(NUMBER)


def click_longest_bar(page: Page) -> None:
    """Click the longest bar of the panel that leads one step down."""
    bars = page.locator('[id*="desk_drill"] .bars .point')
    bars.last.wait_for()
    box = bars.last.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
