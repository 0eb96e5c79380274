"""An Open311 GeoReport v2 service over HTTP: windows of at most 90 days, patient with servers that fail or stall.

Format: https://wiki.open311.org/GeoReport_v2 . Nothing that the answer refers to is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from dashboard.errors import SourceError
from datasources.calling import Caller, Service, ask

SPAN = timedelta(days=90)
MOST_PAGES = 1_000


Window = dict[str, str]


def windows(service: Service, since: datetime, now: datetime) -> Iterator[Window]:
    """Yield the parameters of every question to ask, oldest first, so that `since` … `now` is covered."""
    if service.updated_after:
        yield {"updated_after": _text(since)}
        return
    start = min(since, now - SPAN)
    while start < now:
        end = min(start + SPAN, now)
        yield {"start_date": _text(start), "end_date": _text(end)}
        start = end


def fetch(service: Service, caller: Caller, since: datetime, now: datetime) -> list[Any]:
    """Return all requests of a service since an instant, each id once, the newest telling of it.

    Raises:
        SourceError: the service cannot be reached or says nothing that is GeoReport.
    """
    found: dict[str, Any] = {}
    for window in windows(service, since, now):
        for row in _pages(service, caller, window):
            key = str(row.get("service_request_id") or row.get("token") or len(found))
            if key not in found or _updated(row) >= _updated(found[key]):
                found[key] = row
    return list(found.values())


def _updated(row: Any) -> str:
    return str(row.get("updated_datetime") or "")


def _pages(service: Service, caller: Caller, window: Window) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for page in range(1, MOST_PAGES + 1):
        paging = {"page": str(page), "page_size": str(service.page_size)} if service.page_size else {}
        rows = _rows(service, ask(service, caller, {**dict(service.query), **window, **paging}))
        fresh = [row for row in rows if str(row.get("service_request_id")) not in seen]
        seen |= {str(row.get("service_request_id")) for row in fresh}
        yield from fresh
        if not service.page_size or not fresh or len(rows) < service.page_size:
            return


def _rows(service: Service, body: bytes) -> list[dict[str, Any]]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as broken:
        raise SourceError("The answer of {key} is no JSON", key=service.key) from broken
    rows = told.get("service_requests") if isinstance(told, dict) else told
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError("The answer of {key} is no list of requests", key=service.key)
    return rows


def _text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
