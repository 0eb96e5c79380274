"""The JSON API under /api/v1; its documentation is served from this machine alone."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, Response

from dashboard.domain.scope import UNKNOWN
from dashboard.errors import UsageError
from dashboard.web import shapes
from dashboard.web.asked import RoomOf, asked

MOST = 10_000
Answer = dict[str, Any]


def api(room_of: RoomOf) -> APIRouter:
    """Return the routes; blocking work runs in threads, so that no question holds up the screens."""
    router = APIRouter(prefix="/api/v1")

    @router.get("/measures", summary="All measures with their definitions")
    async def measures() -> list[Answer]:
        room = room_of()
        return [shapes.measure(m, room.words) for m in room.measures.values()]

    @router.get("/metrics", summary="All metrics with their definitions")
    async def metrics() -> list[Answer]:
        room = room_of()
        return [shapes.metric(m, room.words) for m in room.house.metrics.values()]

    @router.get("/metrics/{key}", summary="One metric in a scope, divided by a dimension if asked")
    async def metric(key: str, request: Request, by: str | None = None) -> list[Answer]:
        room = room_of()
        scope, view = asked(room, request)
        figures = await asyncio.to_thread(room.metric, key, scope, view, by)
        return [shapes.figure(f, room.town.tz) for f in figures]

    @router.get("/count/{measure}", summary="Number of questions of a measure")
    async def count(measure: str, request: Request, by: str | None = None) -> Answer:
        room = room_of()
        scope, view = asked(room, request)
        total = await asyncio.to_thread(room.count, measure, scope, view)
        members = await asyncio.to_thread(room.count, measure, scope, view, by) if by else {}
        at = view.as_of or room.house.now()
        return {"measure": measure, "as_of": shapes.instant(at, room.town.tz), "scope": shapes.scope(scope),
                "total": total[UNKNOWN], "by": dict(members)}

    @router.get("/list/{measure}", summary="Exactly the questions that the count counted, a page of them")
    async def list_(measure: str, request: Request, offset: int = 0, limit: int = 1000) -> Answer:
        if not (0 <= offset and 0 < limit <= MOST):
            raise UsageError("A page has from 1 to {most} rows", most=MOST)
        room = room_of()
        scope, view = asked(room, request)
        page = await asyncio.to_thread(room.rows, measure, scope, view, (offset, limit))
        return {"total": page.total, "rows": [shapes.row(r, room.town.tz) for r in page.rows]}

    @router.get("/sources", summary="Health of every source")
    async def sources() -> list[Answer]:
        room = room_of()
        states = await asyncio.to_thread(room.health)
        return [shapes.source(s, room.town.tz) for s in states]

    @router.get("/board", summary="The live board: every metric of a scope")
    async def board(request: Request) -> Answer:
        room = room_of()
        scope, view = asked(room, request)
        return shapes.board(await asyncio.to_thread(room.board, scope, view), room.town.tz)

    return router


def documented(server: FastAPI, room_of: RoomOf) -> APIRouter:
    """Return the routes of the API's description and of a page that shows it."""
    router = APIRouter(prefix="/api/v1")

    @router.get("/openapi.json", include_in_schema=False)
    async def description() -> JSONResponse:
        return JSONResponse(_described(server))

    @router.get("/docs", include_in_schema=False)
    async def page() -> Response:
        return HTMLResponse(shapes.docs_page(_described(server), room_of().words))

    return router


def _described(server: FastAPI) -> dict[str, Any]:
    routes = [r for r in server.routes if str(getattr(r, "path", "")).startswith(("/api/", "/open311", "/healthz", "/readyz"))]
    return get_openapi(title="Situation room", version="1", routes=routes)
