"""The composition root: the only file that knows everybody. `uvicorn --factory app:create_app`."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from hashlib import blake2b
from pathlib import Path

import orjson
from fastapi import FastAPI
from starlette.types import ASGIApp

from callbacks.mounting import mount
from dashboard.cache.board import Board, SourceState
from dashboard.clock import now
from dashboard.domain.people import LOCAL, Viewer
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.web.api import api, documented
from dashboard.web.export_routes import exports
from dashboard.web.headers import Guard
from dashboard.web.health_routes import health
from dashboard.web.live import Bell, live_router
from dashboard.web.maps import map_router
from dashboard.web.open311 import open311
from dashboard.web.packed import Packed
from dashboard.web.parcels import parcel_router
from intake.keeping import Keeping
from layouts.plan import Plan, plan_around, plan_of, style
from layouts.walls import drawer

ROOT = Path(__file__).parent
CODE = ("*.py", "assets/*", "layouts/**/*.py", "callbacks/*.py", "dashboard/**/*.py", "locale/**/*.po")
NO_PLAN = b'{"type": "FeatureCollection", "features": []}'


class Published:
    """The board as every screen sees it, ready without computing: what the bell and the parcels ask."""

    def __init__(self, house: House) -> None:
        self._house = house

    def version(self) -> str:
        """Return the version of the live board."""
        return self._house.published.version

    def board(self) -> Board:
        """Return the live board of the whole town."""
        return self._house.published

    def health(self) -> tuple[SourceState, ...]:
        """Return the state of every source."""
        return self._house.published.sources


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Return the guarded ASGI application of a room."""
    settings = settings or Settings()
    house, bell, build = House(settings, now), Bell(), build_of(ROOT)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_keeping(house, bell))
    screen, (drawn, plan) = Published(house), plan_here(house)

    def room_of() -> Room:
        return Room(house, Viewer("local", LOCAL))

    for router in (api(room_of), documented(server, room_of), exports(room_of), health(room_of), open311(room_of),
                   live_router(screen, bell, build, now), parcel_router(screen, drawer(house.words, plan)),
                   map_router(drawn, style, build)):
        server.include_router(router)
    mount(server, ROOT / "assets", room_of)
    return Guard(Packed(server), None if settings.open_network else settings.allowed_hosts)


def plan_here(house: House) -> tuple[bytes, Plan]:
    """Return the plan's file and value: the home's own, the demonstration's while it is on, else an empty one."""
    own, shown = house.settings.home / "plan.geojson", ROOT / "datasources/demo/plan.geojson"
    path = own if own.exists() else shown if house.demo else None
    if path is None:
        return NO_PLAN, plan_around(house.town.centre.lat, house.town.centre.lon)
    drawn = path.read_bytes()
    return drawn, plan_of(orjson.loads(drawn))


def build_of(root: Path) -> str:
    """Return a short digest of what runs: pages of another build reload themselves."""
    files = sorted(path for pattern in CODE for path in root.glob(pattern) if path.is_file())
    return blake2b(b"".join(path.read_bytes() for path in files), digest_size=5).hexdigest()


def _keeping(house: House, bell: Bell) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        keeping = Keeping(house, bell.ring)
        await to_thread(keeping.start)
        yield
        await to_thread(keeping.stop)
    return lifespan
