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
from dashboard.domain.people import LOCAL, Role, Viewer
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.web.api import api, documented
from dashboard.web.asked import strangers
from dashboard.web.build import build_of
from dashboard.web.export_routes import exports
from dashboard.web.headers import Guard
from dashboard.web.health_routes import health
from dashboard.web.live import Bell, live_router
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
from layouts.walls import drawer

ROOT = Path(__file__).parent


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Return the guarded ASGI application of a room."""
    settings = settings or Settings()
    house, bell, build, pulse = House(settings, now), Bell(), build_of(ROOT), Pulse()
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_keeping(house, bell, pulse))
    screen = Published(house)
    own, shown = settings.home / "plan.geojson", ROOT / "datasources/demo/plan.geojson"
    drawn, plan = ground((own, shown if house.demo else None), (house.town.centre.lat, house.town.centre.lon))

    def watcher() -> Room:
        return Room(house, Viewer("metrics", frozenset({Role.ADMINISTRATOR})))

    def room_of() -> Room:
        return Room(house, Viewer("local", LOCAL))

    for router in (api(room_of), documented(server, room_of), exports(room_of), health(room_of), open311(room_of),
                   live_router(screen, bell, build, now), parcel_router(screen, drawer(house.words, plan)),
                   map_router(drawn, style, build), metrics(watcher, bell, pulse)):
        server.include_router(router)
    strangers(server, room_of)
    mount(server, ROOT / "assets", room_of)
    return Guard(Packed(server), None if settings.open_network else settings.allowed_hosts)


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
