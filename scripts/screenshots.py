"""Draws every scene and page at 1920×1080 into docs/pictures from a fresh demonstration town."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "pictures"
SCENES = ("overview", "map", "terms", "rating", "topics", "night")
PAGES = {"desk": "/", "desk-block": "/?block=housing", "list": "/list?measure=open", "sources": "/sources",
         "definitions": "/definitions"}
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


def main() -> None:
    """Draw what was asked for, or everything."""
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--home", type=Path)
    asked.add_argument("--out", type=Path, default=TARGET)
    asked.add_argument("--size", default="1920x1080")
    told = asked.parse_args()
    width, height = map(int, told.size.split("x"))
    told.out.mkdir(parents=True, exist_ok=True)
    home = told.home or Path(tempfile.mkdtemp()) / "home"
    addresses = {f"wall-{scene}": f"/wall?scene={scene}&pace=0" for scene in SCENES} | PAGES
    process, url, inside = served(home)
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": width, "height": height}, locale="ru-RU")
            page.on("console", lambda m: print(m.type, m.text[:300]) if m.type in ("error", "warning") else None)
            page.goto(inside)
            addresses["case"] = one_case(page, url)
            for name, path in addresses.items():
                if not told.names or name in told.names:
                    draw(page, url + path, told.out / f"{name}.png")
            browser.close()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
