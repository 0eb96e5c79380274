"""The JSON API under /api/v1; its documentation is served from this machine alone."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, Response

from dashboard.domain.scope import UNKNOWN
from dashboard.errors import UsageError
from dashboard.room import Room
from dashboard.web import alert_shapes, shapes
from dashboard.web.asked import RoomOf, asked_strictly, query_of, telling, there, whole

MOST, PAGE = 10_000, 1_000
TOLD = ("/api/", "/open311", "/healthz", "/readyz")
NO_MEASURE = "There is no measure {key}; known are: {known}"
NO_METRIC = "There is no metric {key}; known are: {known}"
Answer = dict[str, Any]


def api(room_of: RoomOf) -> APIRouter:
    """Return the routes; blocking work runs in threads, so that no question holds up the screens."""
    router = APIRouter(prefix="/api/v1", route_class=telling(room_of))
    _definitions(router, room_of)
    _numbers(router, room_of)
    _states(router, room_of)
    return router


def _definitions(router: APIRouter, room_of: RoomOf) -> None:
    @router.get("/measures", summary="All measures with their definitions")
    async def measures() -> list[Answer]:
        room = room_of()
        return [shapes.measure(m, room.words) for m in room.measures.values()]

    @router.get("/metrics", summary="All metrics with their definitions")
    async def metrics() -> list[Answer]:
        room = room_of()
        return [shapes.metric(m, room.words) for m in room.house.metrics.values()]


def _numbers(router: APIRouter, room_of: RoomOf) -> None:
    @router.get("/metrics/{key}", summary="One metric in a scope, divided by a dimension if asked")
    async def metric(key: str, request: Request, by: str | None = None) -> list[Answer]:
        room = room_of()
        there(key, room.house.metrics, NO_METRIC)
        scope, view = await asyncio.to_thread(asked_strictly, room, request, "by")
        figures = await asyncio.to_thread(room.metric, key, scope, view, by)
        return [shapes.figure(f, room.town.tz) for f in figures]

    @router.get("/count/{measure}", summary="Number of questions of a measure")
    async def count(measure: str, request: Request, by: str | None = None) -> Answer:
        return await asyncio.to_thread(_counted, room_of(), request, measure, by)

    @router.get("/list/{measure}", summary="Exactly the questions that the count counted, a page of them")
    async def list_(measure: str, request: Request, offset: str = "0", limit: str = str(PAGE)) -> Answer:
        room = room_of()
        there(measure, room.measures, NO_MEASURE)
        scope, view = await asyncio.to_thread(asked_strictly, room, request, "offset", "limit")
        query = query_of(request)
        page = whole(query, "offset", 0, least=0), whole(query, "limit", PAGE)
        if page[1] > MOST:
            raise UsageError("A page has from 1 to {most} rows", most=MOST)
        found = await asyncio.to_thread(room.rows, measure, scope, view, page)
        doubts = await asyncio.to_thread(room.doubts)
        return {"total": found.total, "rows": [shapes.row(r, room.town.tz, doubts) for r in found.rows]}


def _counted(room: Room, request: Request, measure: str, by: str | None) -> Answer:
    """Return a count; its members and its total are one statement's, so that they agree."""
    there(measure, room.measures, NO_MEASURE)
    scope, view = asked_strictly(room, request, "by")
    members = room.count(measure, scope, view, by) if by else {}
    total = sum(members.values()) if by else room.count(measure, scope, view)[UNKNOWN]
    at = view.as_of or view.known_at or room.house.now()
    return {"measure": measure, "as_of": shapes.instant(at, room.town.tz), "scope": shapes.scope(scope),
            "total": total, "by": dict(members)}


def _states(router: APIRouter, room_of: RoomOf) -> None:
    @router.get("/sources", summary="Health of every source")
    async def sources() -> list[Answer]:
        room = room_of()
        states = await asyncio.to_thread(room.health)
        return [shapes.source(s, room.town.tz) for s in states]

    @router.get("/alerts", summary="The queue of alerts that stand and concern the reader")
    async def alerts() -> list[Answer]:
        return await asyncio.to_thread(_queue, room_of())

    @router.get("/board", summary="The live board: every metric of a scope")
    async def board(request: Request) -> Answer:
        room = room_of()
        scope, view = await asyncio.to_thread(asked_strictly, room, request)
        return shapes.board(await asyncio.to_thread(room.board, scope, view), room.town.tz)


def _queue(room: Room) -> list[Answer]:
    duty = room.duty()
    return alert_shapes.alerts(duty, room.called([alert for found in duty for alert in found]), room.town.tz)


def documented(server: FastAPI, room_of: RoomOf) -> APIRouter:
    """Return the routes of the API's description and of a page that shows it."""
    router = APIRouter(prefix="/api/v1")

    @router.get("/openapi.json", include_in_schema=False)
    async def description() -> JSONResponse:
        return JSONResponse(_described(server, room_of()))

    @router.get("/docs", include_in_schema=False)
    async def page() -> Response:
        room = room_of()
        return HTMLResponse(shapes.docs_page(_described(server, room), room.words))

    return router


def _described(server: FastAPI, room: Room) -> Answer:
    found = get_openapi(title="Situation room", version="1", routes=server.routes)
    found["paths"] = {path: methods for path, methods in found["paths"].items() if path.startswith(TOLD)}
    names = {"measure": list(room.measures), "key": list(room.house.metrics), "by": list(room.dimensions)}
    scoped = shapes.scope_parameters(room.dimensions.values(), room.words)
    for path, methods in found["paths"].items():
        for told in methods.values():
            told["responses"] = {"200": told["responses"]["200"], **shapes.refusals(room.words)}
            for one in (p for p in told.get("parameters", ()) if p["name"] in names):
                one["schema"] = {"type": "string", "enum": names[one["name"]]}
        if path.startswith(("/api/v1/count", "/api/v1/list", "/api/v1/metrics/", "/api/v1/board")):
            for told in methods.values():
                told["parameters"] = [*told.get("parameters", ()), *scoped]
    return found
