"""The composition root: the only file that knows everybody. `uvicorn --factory app:create_app`."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from callbacks.mounting import mount
from dashboard.clock import now
from dashboard.doors.opening import porter_of
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.web.admission import Admission
from dashboard.web.api import api, documented
from dashboard.web.asked import strangers
from dashboard.web.build import build_of
from dashboard.web.door_page import Front, style_of
from dashboard.web.export_routes import exports
from dashboard.web.gate import Gate, viewer
from dashboard.web.hall import Hall
from dashboard.web.headers import Guard
from dashboard.web.health_routes import health
from dashboard.web.live import Bell, live_router
from dashboard.web.login import login_router
from dashboard.web.maps import map_router
from dashboard.web.open311 import open311
from dashboard.web.packed import Packed
from dashboard.web.parcels import parcel_router
from dashboard.web.rates import Rate
from intake.keeping import Keeping
from intake.published import Published
from layouts.ground import ground
from layouts.plan import style
from layouts.shell import pages
from layouts.walls import drawer

ROOT = Path(__file__).parent
TRIES = 10, 20.0
"""How often one machine may try to sign in: at once, and per minute after that."""


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Return the guarded ASGI application of a room."""
    settings = settings or Settings()
    house, bell, build = House(settings, now), Bell(), build_of(ROOT)
    screen, porter = Published(house), porter_of(house)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_life(house, bell, porter.close))
    front = Front(house.words, house.town.name, style_of(ROOT / "assets"))
    own, shown = settings.home / "plan.geojson", ROOT / "datasources/demo/plan.geojson"
    drawn, plan = ground((own, shown if house.demo else None), (house.town.centre.lat, house.town.centre.lon))

    def room_of() -> Room:
        return Room(house, viewer())

    for router in (api(room_of), documented(server, room_of), exports(room_of), health(room_of), open311(room_of),
                   login_router(Hall(porter, front, Rate(*TRIES), bell.ring)), live_router(screen, bell, build, now),
                   parcel_router(screen, drawer(house.words, plan)), map_router(drawn, style, build)):
        server.include_router(router)
    strangers(server, room_of)
    mount(server, ROOT / "assets", room_of)
    gate = Gate(Packed(server), porter, Admission({path: page.access for path, page in pages().items()}), front)
    return Guard(gate, None if settings.open_network else settings.allowed_hosts)


def _life(house: House, bell: Bell, shut: Callable[[], None]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        keeping = Keeping(house, bell.ring)
        await to_thread(keeping.start)
        yield
        await to_thread(keeping.stop)
        shut()
        await to_thread(house.close)
    return lifespan
