"""The audit log as a file: GET /audit.csv?kind=&actor=&day=2026-11-24, streamed."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from dashboard.domain.formulas import harmless
from dashboard.domain.proof import Wanted
from dashboard.domain.query import day_said, last
from dashboard.logbook import JOURNAL
from dashboard.room import Room
from dashboard.web.asked import RoomOf, query_of, telling
from dashboard.web.export_routes import BURST, PER_MINUTE, slowed
from dashboard.web.rates import Rate

PORTION = 1_000
Rows = Iterator[Mapping[str, str | int]]


def journal(room_of: RoomOf) -> APIRouter:
    """Return the route of the log's file."""
    router, rate = APIRouter(include_in_schema=False, route_class=telling(room_of)), Rate(BURST, PER_MINUTE)

    @router.get("/audit.csv")
    async def whole(request: Request) -> StreamingResponse:
        room = room_of()
        slowed(room, rate)
        rows = await asyncio.to_thread(room.journal_whole, wanted(room, request), "csv")
        headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
        return StreamingResponse(lines(rows), media_type="text/csv; charset=utf-8", headers=headers)

    return router


def wanted(room: Room, request: Request) -> Wanted:
    """Return which entries a query asks for.

    Raises:
        UsageError: its day cannot be read.
    """
    query = query_of(request)
    text = last(query, "day")
    on = day_said(text) if text else None
    return replace(Wanted.during(on, on, room.town.tz), kind=last(query, "kind"), actor=last(query, "actor"))


def lines(rows: Rows) -> Iterator[str]:
    """Yield the file in portions of many lines; no cell is a formula."""
    yield _written([JOURNAL])
    while portion := list(islice(rows, PORTION)):
        yield _written([[harmless(cell) for cell in row.values()] for row in portion])


def _written(rows: Iterable[Iterable[str | int]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()
