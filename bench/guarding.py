"""One room behind its gate and without it, asked in turns: what the guards cost a drill-down and a push."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import httpx
import uvicorn
import websockets
from starlette.types import ASGIApp, Receive, Scope, Send

from app import create_app
from bench.measuring import p95
from dashboard.clock import now
from dashboard.domain.people import LOCAL, Viewer
from dashboard.doors import founding
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.web.gate import VIEWER
from datasources.demo.people import COLLEAGUES, HEAD, PAPER
from intake.demo import fill

SCREENS, PUSHES, DRILLS = 50, 12, 300
DRILL = "/api/v1/list/open?limit=50"
Ways = dict[str, list[float]]


class Unguarded:
    """The same room without Host check, gate and limits: everybody is the head."""

    def __init__(self, guarded: ASGIApp) -> None:
        self._inner: ASGIApp = guarded._app._app  # type: ignore[attr-defined]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as if there were no door."""
        token = VIEWER.set(Viewer("bench", LOCAL))
        try:
            await self._inner(scope, receive, send)
        finally:
            VIEWER.reset(token)


def guarding(home: Path) -> tuple[Ways, Ways]:
    """Return (drill-downs, pushes): milliseconds behind the gate (`on`) and without it (`off`), in one run."""
    settings = Settings(home=home)
    house = House(settings, now)
    fill(house)
    founding.found(house, COLLEAGUES, PAPER)
    app = create_app(settings)
    with served(app) as bases:
        with httpx.Client(base_url=bases["on"]) as door:
            door.get(founding.link(house, HEAD))
            cookies = dict(door.cookies)
        found = drills(bases, cookies), asyncio.run(pushes(bases, screens(house), house))
    house.close()
    return found


def drills(bases: dict[str, str], cookies: dict[str, str]) -> Ways:
    """Return the times of lists, asked in turns."""
    times: Ways = {way: [] for way in bases}
    with httpx.Client(cookies=cookies) as client:
        for number in range(DRILLS + 20):
            for way, base in bases.items():
                start = perf_counter()
                client.get(base + DRILL).raise_for_status()
                if number >= 20:  # the first ones warm up
                    times[way].append((perf_counter() - start) * 1000)
    return times


def screens(house: House) -> list[str]:
    """Return the links of fifty screens."""
    room = Room(house, Viewer("bench", LOCAL))
    made = [room.do("add_screen", name=f"screen {n}", scenes="", network="") for n in range(SCREENS)]
    return [values["path"].rpartition("/")[2] for _, values in made]


async def pushes(bases: dict[str, str], links: list[str], house: House) -> Ways:
    """Return from a change's first word to every screen's drawn parcel, screens on both ways at once."""
    told: Ways = {way: [] for way in bases}
    begun: dict[str, float] = {}
    ready = asyncio.Event()
    walls = [asyncio.create_task(screen(base, {"room_screen": link}, told[way], begun, ready))
             for link in links for way, base in bases.items()]
    await asyncio.sleep(3)
    ready.set()
    for number in range(PUSHES):
        await asyncio.to_thread(changed, house, number)
        await asyncio.sleep(1.5)
    for task in walls:
        task.cancel()
    await asyncio.gather(*walls, return_exceptions=True)
    return told


async def screen(base: str, cookies: dict[str, str], told: list[float],  # noqa: PLR0913, PLR0917
                 begun: dict[str, float], ready: asyncio.Event) -> None:
    """Hear the bell, fetch every parcel, and note how long after the first word of a version it is there."""
    head = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    async with (httpx.AsyncClient(base_url=base, cookies=cookies) as http,
                websockets.connect(base.replace("http", "ws") + "/live", additional_headers=head) as bell):
        seen = ""
        async for message in bell:
            version = httpx.Response(200, content=message).json()["version"]
            if version == seen:
                continue
            seen, first = version, begun.setdefault(version, perf_counter())
            await http.get(f"/board/{version}", headers={"Accept-Encoding": "gzip"})
            if ready.is_set():
                told.append((perf_counter() - first) * 1000)


def changed(house: House, number: int) -> None:
    """Correct a fact, so that there is a new version of the board."""
    row = Room(house, Viewer("bench", LOCAL)).find("1")[number]
    Room(house, Viewer("bench", LOCAL)).do("correct", question=row["id"], field="department",
                                           value=f"bench {number}", reason="bench")


@contextmanager
def served(guarded: ASGIApp) -> Iterator[dict[str, str]]:
    """Serve the room both ways from one event loop; yield way → address. The guarded way starts and ends the room."""
    apps: dict[str, ASGIApp] = {"on": guarded, "off": Unguarded(guarded)}
    sockets = {way: _listening() for way in apps}
    servers = {way: uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on" if way == "on" else "off",
                                                  timeout_graceful_shutdown=1, ws_ping_interval=None))
               for way, app in apps.items()}

    async def serve() -> None:
        await asyncio.gather(*(server.serve([sockets[way]]) for way, server in servers.items()))

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    while not all(server.started for server in servers.values()):
        sleep(0.05)
    try:
        yield {way: f"http://127.0.0.1:{one.getsockname()[1]}" for way, one in sockets.items()}
    finally:
        for server in servers.values():
            server.should_exit = True
        thread.join()


def _listening() -> socket.socket:
    listening = socket.socket(proto=socket.IPPROTO_TCP)  # else asyncio leaves Nagle on, and an answer waits for an ACK
    listening.bind(("127.0.0.1", 0))
    listening.listen(512)
    return listening


def ratio(times: Ways) -> tuple[float, float]:
    """Return guarded / unguarded: of the medians, of the 95th percentiles."""
    return median(times["on"]) / median(times["off"]), p95(times["on"]) / p95(times["off"])
