"""Draws every scene and page at 1920×1080 into docs/pictures from a fresh demonstration town."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "pictures"
SCENES = ("overview", "map", "terms", "rating", "topics", "night")
PAGES = {"desk": "/", "desk-block": "/?block=housing", "list": "/list?measure=open", "sources": "/sources",
         "definitions": "/definitions", "roster": "/roster", "audit": "/audit", "alerts": "/alerts?alert=2",
         "matrix": "/matrix", "promises": "/promises", "rules": "/rules", "calendar": "/calendar",
         "wall-alarm": "/wall?night=off"}
OTHERS = {"administrator": {"accounts": "/accounts"}, "nablyudatel": {"observer": "/observer"}}
"""Login → pages that the head does not see."""
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
SETTLE_MS = 6_000
START_S = 60


def served(home: Path) -> tuple[subprocess.Popen[str], str, str]:
    """Return a serving process of a home, its address and a one-time link for the head."""
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dashboard.cli"]
    if not home.exists():
        subprocess.run([*command, "demo"], env=env, cwd=ROOT, check=True)
    process = subprocess.Popen([*command, "serve", "--port", "0"], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = process.stdout.readline().split()[-1].rstrip("/")
    inside = process.stdout.readline().split()[-1]
    for _ in range(START_S * 2):
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5)
            return process, url, inside
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the room did not start")


def way_in(home: Path, login: str) -> str:
    """Return a one-time link of somebody of the demonstration."""
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dashboard.cli", "login-link", login]
    said = subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return said.split()[-1]


def one_case(page: Page, url: str) -> str:
    """Return the address of an open question that has a street."""
    rows = page.context.request.get(f"{url}/api/v1/list/open?limit=50").json()["rows"]
    row = next(row for row in rows if row["street"])
    return "/case?" + urlencode({"source": row["source"], "id": row["external_id"], "question": row["question"]})


def draw(page: Page, url: str, target: Path) -> None:
    """Open an address, let it settle, and keep the picture."""
    page.goto(url)
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=target)


def guests(url: str, home: Path, inside: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (way in, name → path of what is drawn) of everybody."""
    yield inside, {f"wall-{scene}": f"/wall?scene={scene}&pace=0" for scene in SCENES} | PAGES
    for login, pages in OTHERS.items():
        yield way_in(home, login), pages
    yield f"{url}/login", {"login": "/login"}


def drawn(browser: Browser, url: str, who: tuple[str, dict[str, str]], told: argparse.Namespace) -> None:
    """Draw what somebody sees, of what was asked for."""
    inside, pages = who
    width, height = map(int, told.size.split("x"))
    page = browser.new_page(viewport={"width": width, "height": height}, locale="ru-RU")
    page.on("console", lambda m: print(m.type, m.text[:300]) if m.type in ("error", "warning") else None)
    page.goto(inside)
    if "desk" in pages:
        pages = {**pages, "case": one_case(page, url)}
    for name, path in pages.items():
        if not told.names or name in told.names:
            draw(page, url + path, told.out / f"{name}.png")


def main() -> None:
    """Draw what was asked for, or everything."""
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--home", type=Path)
    asked.add_argument("--out", type=Path, default=TARGET)
    asked.add_argument("--size", default="1920x1080")
    told = asked.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    home = told.home or Path(tempfile.mkdtemp()) / "home"
    process, url, inside = served(home)
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for who in guests(url, home, inside):
                drawn(browser, url, who, told)
            browser.close()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
