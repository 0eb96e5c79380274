"""The composition root: the only file that knows everybody. `uvicorn --factory app:create_app`."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from callbacks.mounting import DASH, mount
from dashboard.clock import now
from dashboard.domain.people import WATCHER
from dashboard.doors.opening import porter_of
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.web.admission import Admission
from dashboard.web.api import api, documented
from dashboard.web.build import build_of
from dashboard.web.door_page import Front, style_of
from dashboard.web.export_routes import exports
from dashboard.web.faults import BARE, Faults, strangers
from dashboard.web.gate import Gate, viewer
from dashboard.web.hall import Hall
from dashboard.web.headers import Guard
from dashboard.web.health_routes import health
from dashboard.web.journal_routes import journal
from dashboard.web.live import Bell, live_router
from dashboard.web.login import login_router
from dashboard.web.maps import map_router
from dashboard.web.metrics_routes import metrics
from dashboard.web.open311 import open311
from dashboard.web.packed import Packed
from dashboard.web.parcels import parcel_router
from dashboard.web.pulse import Pulse
from intake.keeping import Keeping
from intake.published import Published
from layouts.ground import ground
from layouts.plan import style
from layouts.shell import admitted
from layouts.walls import drawer

ROOT = Path(__file__).parent


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Return the guarded ASGI application of a room."""
    settings = settings or Settings()
    house, bell, build, pulse = House(settings, now), Bell(), build_of(ROOT), Pulse()
    server = FastAPI(**BARE, lifespan=_keeping(house, bell, pulse))
    screen, porter = Published(house), porter_of(house)
    front = Front(house.words, house.town.name, style_of(ROOT / "assets"))
    shown = ROOT / "datasources/demo/plan.geojson" if house.demo else None
    drawn, plan = ground((settings.home / "plan.geojson", shown), (house.town.centre.lat, house.town.centre.lon))
    def room_of() -> Room:
        return Room(house, viewer())
    for router in (api(room_of), documented(server, room_of), exports(room_of), health(room_of), open311(room_of),
                   login_router(Hall(porter, front, bell.ring)), live_router(screen, bell, build, now),
                   parcel_router(screen, drawer(house.words, plan)), map_router(drawn, style, build), journal(room_of),
                   metrics(lambda: Room(house, WATCHER), bell, pulse, porter.keys.watcher)):
        server.include_router(router)
    strangers(server, room_of, DASH)
    mount(server, ROOT / "assets", room_of)
    hosts = None if settings.open_network else settings.allowed_hosts
    return Guard(Faults(Gate(Packed(server), porter, Admission(admitted()), front), room_of), hosts, front.strange())


def _keeping(house: House, bell: Bell, pulse: Pulse) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        keeping = Keeping(house, bell.ring)
        await to_thread(keeping.start)
        async with pulse.beating(keeping.silence):
            yield
        await to_thread(keeping.stop)
        await to_thread(house.close)
    return lifespan
