"""A demonstration town on a real server, and Debian's Chromium looking at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from entering import way_in
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, sync_playwright
from serving import serving

from app import create_app
from dashboard.clock import now
from dashboard.house import House
from dashboard.settings import Settings
from intake.demo import fill

WEBGL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@dataclass
class Watched:
    """A page with everything it asked for and complained of."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str, drawn: str | None = None) -> Page:
        """Go to a path and wait until `drawn`, a selector, is there."""
        self.page.goto(self.address + path)
        if drawn:
            self.page.wait_for_selector(drawn, timeout=60_000, state="attached")
        return self.page

    @property
    def outside(self) -> list[str]:
        """What was asked of another host than the room's."""
        own = urlsplit(self.address).netloc
        told = [urlsplit(url) for url in self.asked]
        return [url.geturl() for url in told if url.scheme not in ("data", "blob") and url.netloc != own]


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the served demonstration town."""
    return Path(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def demo_address(demo_home: Path) -> Iterator[str]:
    """The address of a served demonstration town."""
    settings = Settings(home=demo_home)
    house = House(settings, now)
    fill(house)
    house.close()
    with serving(create_app(settings)) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which draws WebGL in software."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=WEBGL)
        yield browser
        browser.close()


@pytest.fixture
def watched(chromium: Browser, demo_address: str, demo_home: Path) -> Iterator[Watched]:
    """A fresh page of the wall's size, inside as the head, that notes requests, console errors and failures."""
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="ru-RU")
    context.request.get(demo_address + way_in(demo_home), max_redirects=0)
    seen = Watched(context.new_page(), demo_address)

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "GPU stall" not in message.text:
            seen.complaints.append(message.text)

    def asked(request: Request) -> None:
        seen.asked.append(request.url)

    def failed(error: Error) -> None:
        seen.complaints.append(str(error))

    def answered(response: Response) -> None:
        if response.status >= 400:
            seen.complaints.append(f"{response.status} {response.url}")

    seen.page.on("console", said)
    seen.page.on("request", asked)
    seen.page.on("websocket", lambda socket: seen.asked.append(socket.url))
    seen.page.on("pageerror", failed)
    seen.page.on("response", answered)
    yield seen
    context.close()
