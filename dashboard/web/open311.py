"""Our cases in Open311 GeoReport v2, without texts, names and exact houses of people.

Format: https://wiki.open311.org/GeoReport_v2 ; `start_date`/`end_date` span 90 days at most, newest first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request

from dashboard.domain.moments import moment_at
from dashboard.domain.query import Query, last, sensible
from dashboard.domain.scope import Scope, View
from dashboard.errors import UsageError
from dashboard.room import Room
from dashboard.web import shapes
from dashboard.web.asked import MissingError, RoomOf, query_of, telling, whole

SPAN = timedelta(days=90)
PAGE, MOST = 50, 1000
NEWEST = (("received", True),)
MEASURE = {"open": "received_open", "closed": "settled"}
Requests = list[dict[str, Any]]


def open311(room_of: RoomOf) -> APIRouter:
    """Return the routes."""
    router = APIRouter(prefix="/open311/v2", route_class=telling(room_of))

    @router.get("/requests.json", summary="Cases in GeoReport v2")
    async def requests(request: Request) -> Requests:
        return await asyncio.to_thread(found, room_of(), query_of(request))

    @router.get("/requests/{number:path}.json", summary="One case in GeoReport v2")
    async def one(number: str) -> Requests:
        return await asyncio.to_thread(case, room_of(), number)

    @router.get("/services.json", summary="Topics as GeoReport v2 services")
    async def services() -> Requests:
        room = room_of()
        titles = await asyncio.to_thread(room.members, "topic")
        return [{"service_code": key, "service_name": title, "description": title, "metadata": False,
                 "type": "batch", "keywords": "", "group": ""} for key, title in titles.items()]

    return router


def found(room: Room, query: Query) -> Requests:
    """Return the page of requests that a query asks for.

    Raises:
        UsageError: the query cannot be read.
    """
    numbers = [number for text in query.get("service_request_id", ()) for number in text.split(",") if number]
    if numbers:  # the format lets it overrule everything else
        return [request for number in numbers[:MOST] for request in _known(room, number)]
    since, until = window(room, query)
    scope = Scope(since, until)
    codes = [code for text in query.get("service_code", ()) for code in text.split(",") if code]
    if codes:
        scope = scope.within("topic", *codes)
    size = min(whole(query, "page_size", PAGE), MOST)
    offset = (whole(query, "page", 1) - 1) * size
    page = room.rows(_measure(query), scope, View(), (offset, size), NEWEST)
    return [told(room, row) for row in page.rows]


def _measure(query: Query) -> str:
    """Return the measure of the statuses asked for, which stand in one value divided by commas."""
    chosen = {status for text in query.get("status", ()) for status in text.split(",") if status}
    if not chosen <= set(MEASURE):
        raise UsageError("{name} is one of: {known}", name="status", known=", ".join(MEASURE))
    return MEASURE[chosen.pop()] if len(chosen) == 1 else "received"


def case(room: Room, number_: str) -> Requests:
    """Return one request by `source:number:question`; the number itself may hold colons and slashes.

    Raises:
        MissingError: there is no such case.
    """
    source, _, rest = number_.partition(":")
    external_id, _, question = rest.rpartition(":")
    try:
        known = room.case(source, external_id, question, texts=False)
    except UsageError as unknown:
        raise MissingError("There is no case {id}", id=number_) from unknown
    return [told(room, room.flat(known))]


def _known(room: Room, number: str) -> Requests:
    try:
        return case(room, number)
    except MissingError:
        return []


def window(room: Room, query: Query) -> tuple[date, date]:
    """Return the first and last civil day asked for: the last 90 days unless the query says otherwise."""
    today = room.house.moments().on
    end, start = last(query, "end_date"), last(query, "start_date")
    until = _day(end, room) if end else (min(_day(start, room) + SPAN, today) if start else today)
    since = _day(start, room) if start else until - SPAN
    if since > until:
        raise UsageError("The window ends before it begins")
    return max(since, until - SPAN), until


def _day(text: str, room: Room) -> date:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=text) from broken
    sensible(at.date(), text)
    return moment_at(at, room.town.tz).on if at.tzinfo else at.date()


def told(room: Room, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case as a GeoReport v2 request; the address is the street, never a house."""
    zone, title = room.town.tz, room.house.vocabularies().title
    closed, received = shapes.moment(row, "closed", zone), shapes.moment(row, "received", zone)
    topic, agency = row["topic"] or "other", row["department"]
    return {
        "service_request_id": f"{row['source']}:{row['external_id']}:{row['question']}",
        "status": "closed" if closed else "open", "status_notes": None, "service_name": title("topic", topic),
        "service_code": topic, "description": None,
        "agency_responsible": title("department", agency) if agency else None, "service_notice": None,
        "requested_datetime": _dated(received, zone), "updated_datetime": _dated(closed or received, zone),
        "expected_datetime": _dated(shapes.moment(row, "due", zone), zone), "address": row["street"],
        "address_id": None, "zipcode": None, "lat": None, "long": None, "media_url": None,
    }


def _dated(text: str | None, zone: Any) -> str | None:
    """Return a date-time: the format knows no bare dates, so a day becomes its first instant in the town's zone."""
    if text is None or "T" in text:
        return text
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), zone).isoformat()
