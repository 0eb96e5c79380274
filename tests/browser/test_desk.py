"""The pages of the desk in a browser: Russian, whole, at home; files are followed; a lost server is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser.conftest import Watched
from browser.desk import NUMBER, query, settled
from playwright.sync_api import expect

from dashboard.domain.people import Role
from dashboard.registry import discover
from layouts.screens import Page

pytestmark = pytest.mark.browser
LATIN = re.compile(r"[A-Za-z]{3,}")
SAMPLES = Path(__file__).parent.parent / "samples"
PAGES = {"/": NUMBER, "/list?measure=open": ".ag-center-cols-container .ag-row", "/sources": "#sources-batches table",
         "/definitions": ".desk-definition", "/audit": "#audit-entries table"}
OTHERS = {"/alerts": ".alerts-row", "/calendar": ".law-month .law-days", "/matrix": ".desk-matrix td a",
          "/promises": ".desk-month td", "/roster": "#roster-rows :is(tr, li, p)", "/rules": "#rules-table tr"}
SHORT = frozenset({"CSV", "XLSX", "XLS", "JSON", "gzip", "PDF", "PNG", "Backspace", "Esc", "MAX"})
"""Names of formats, keys and a messenger have no Russian words."""
SAID = """() => { const cells = '.ag-row, #sources-batches td:nth-child(4), #sources-quarantine td, ' +
    '#audit-entries td, #audit-chain code';
  const all = document.body.cloneNode(true); all.querySelectorAll(cells).forEach(cell => cell.remove());
  all.querySelectorAll('script, style').forEach(part => part.remove());
  const spoken = [...document.querySelectorAll('[title], [placeholder], [aria-label]')]
    .filter(el => !el.closest('.ag-row, .desk-definition, #sources-batches, #audit-entries'))
    .map(el => [el.title, el.placeholder, el.ariaLabel].join(' '));
  const texts = [], walker = document.createTreeWalker(all, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) { texts.push(walker.currentNode.nodeValue); }
  return texts.join(' ') + ' ' + spoken.join(' ') + ' ' + document.title; }"""


CUT_CELLS = """() => [...document.querySelectorAll('.ag-cell')]
  .filter(cell => ['external_id', 'received', 'due', 'closed'].includes(cell.getAttribute('col-id')))
  .filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)"""
CUT_LABELS = """() => [...document.querySelectorAll('.desk-panel .main-svg text')].filter(text => {
  const own = text.getBoundingClientRect(), all = text.closest('.svg-container').getBoundingClientRect();
  return own.width && (own.left < all.left - 1 || own.right > all.right + 1); }).map(text => text.textContent)"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_russian_asks_nobody_and_complains_of_nothing(watched: Watched, path: str) -> None:
    page = watched.open(path, PAGES[path])
    page.wait_for_load_state("networkidle")
    assert [word for word in LATIN.findall(page.evaluate(SAID)) if word not in SHORT] == []
    assert watched.outside == []
    assert watched.complaints == []


def test_no_other_page_asks_anybody_or_complains(watched: Watched) -> None:
    for path, drawn in OTHERS.items():
        watched.open(path, drawn).wait_for_load_state("networkidle")
    assert watched.outside == []
    assert watched.complaints == []


def test_every_page_of_the_desk_is_opened_by_a_test() -> None:
    own = {page.path for page in discover("layouts.pages", Page).values()
           if page.look == "desk" and Role.HEAD in page.access}
    assert own - {"/case"} == {path.partition("?")[0] for path in (*PAGES, *OTHERS)}


def test_one_appeal_is_reached_from_a_list_and_shows_its_text(watched: Watched) -> None:
    page = watched.open("/list?measure=open", ".ag-row a[href]")
    page.locator(".ag-row a[href]").first.click()
    page.wait_for_selector(".case-events li")
    assert page.url.startswith(f"{watched.address}/case?")
    law, citizen = page.locator(".case-clocks h3").all_inner_texts()[:2]
    assert law.startswith("срок — ") and citizen == "человек ждёт уже"
    page.locator("#case-trail .desk-up").click()
    page.wait_for_selector("#list-trail h1")
    assert query(page)["measure"] == ["open"]
    assert watched.complaints == []


def test_an_uploaded_file_that_cannot_be_used_is_explained_on_the_page(watched: Watched) -> None:
    page = watched.open("/sources", "#sources-batches table")
    page.locator("#sources-upload input[type=file]").set_input_files(
        {"name": "картинка.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(64)})
    expect(page.locator("#sources-fates")).to_contain_text("«картинка.csv» не принят", timeout=30_000)
    expect(page.locator("#sources-quarantine")).to_contain_text("картинка.csv", timeout=30_000)


def test_several_files_are_followed_and_the_same_one_again_brings_no_changes(watched: Watched) -> None:
    page = watched.open("/sources", "#sources-batches table")
    cases = (SAMPLES / "pos" / "pos_cp1251.csv").read_bytes()
    fates = page.locator("#sources-fates p")
    for name, said in (("первый.csv", "добавлено"), ("второй.csv", "изменений нет")):
        page.locator("#sources-upload input[type=file]").set_input_files(
            [{"name": name, "mimeType": "text/csv", "buffer": cases},
             {"name": f"пустой {name}", "mimeType": "text/csv", "buffer": b""}])
        expect(fates.filter(has_text=f"«{name}»")).to_contain_text(said, timeout=30_000)
        expect(fates.filter(has_text=f"пустой {name}")).to_contain_text("Файл пуст", timeout=30_000)


def test_a_file_that_is_too_large_is_refused_in_words(watched: Watched) -> None:
    page = watched.open("/sources", "#sources-batches table")
    page.locator("#sources-upload input[type=file]").set_input_files(
        {"name": "много.csv", "mimeType": "text/csv", "buffer": bytes(20 * 1024 * 1024 + 1)})
    expect(page.locator("#sources-too-large")).to_be_visible()


def test_the_page_says_so_when_the_server_is_gone(watched: Watched) -> None:
    watched.page.clock.install()
    page = watched.open("/definitions", ".desk-definition")
    page.route("**/healthz", lambda route: route.abort())
    page.clock.fast_forward(11_000)
    expect(page.locator("#desk-gone")).to_be_visible(timeout=30_000)
    page.unroute("**/healthz")
    page.clock.fast_forward(11_000)
    expect(page.locator("#desk-gone")).to_be_hidden(timeout=30_000)


def test_a_small_screen_cuts_no_number_no_date_and_no_label(watched: Watched) -> None:
    watched.page.set_viewport_size({"width": 1366, "height": 768})
    page = watched.open("/?measure=overdue_open")
    settled(page)
    expect(page.locator("#desk-strip")).to_contain_text("ПОС")
    page.wait_for_selector(".ag-center-cols-container .ag-row a[href]")
    page.wait_for_selector('[id*="desk_channels"] .bars .point')
    assert page.evaluate(CUT_CELLS) == []
    assert page.evaluate(CUT_LABELS) == []


def test_a_browser_at_an_unknown_address_gets_a_russian_page_with_a_way_back(watched: Watched) -> None:
    answer = watched.page.goto(f"{watched.address}/nonsense")
    assert answer is not None
    assert answer.status == 404
    assert [word for word in LATIN.findall(watched.page.evaluate(SAID)) if word not in SHORT] == []
    watched.page.locator("a.desk-button").click()
    settled(watched.page)


def test_paper_shows_no_controls(watched: Watched) -> None:
    page = watched.open("/")
    settled(page)
    page.emulate_media(media="print")
    for part in (".desk-scope", ".desk-menu", ".desk-search-box", "nav"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(NUMBER).first).to_be_visible()
