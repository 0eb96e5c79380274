"""An Open311 GeoReport v2 service over HTTP: windows of at most 90 days, patient with servers that fail or stall.

Format: https://wiki.open311.org/GeoReport_v2 . Nothing that the answer refers to is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import orjson
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from dashboard.errors import SourceError

SPAN = timedelta(days=90)
LARGEST = 64 << 20
MOST_PAGES = 1_000
PATIENCE_S = 60.0
"""Longest that a server's Retry-After is obeyed within one poll; the next poll comes anyway."""
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class Passing(Exception):  # noqa: N818  (a condition, not an error: it is tried again)
    """A failure that may pass; `after` seconds are what the server asked to wait."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


@dataclass(frozen=True, slots=True)
class Service:
    """One endpoint.

    Attributes:
        key: the source's key.
        url: address of `requests.json`.
        cadence_s: seconds between polls.
        updated_after: whether the server knows that parameter; else the last 90 days are asked anew each time.
        page_size: rows a page, or 0 if the server does not page.
        attempts: how often a passing failure is tried.
        timeout_s: how long a silent server is waited for.
        query: further parameters (jurisdiction_id, api_key).
    """

    key: str
    url: str
    cadence_s: int = 900
    updated_after: bool = False
    page_size: int = 0
    attempts: int = 5
    timeout_s: float = 20.0
    query: tuple[tuple[str, str], ...] = ()


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


def fetch(service: Service, client: httpx.Client, since: datetime, now: datetime) -> list[Any]:
    """Return all requests of a service since an instant, each id once, the newest telling of it.

    Raises:
        SourceError: the service cannot be reached or says nothing that is GeoReport.
    """
    found: dict[str, Any] = {}
    for window in windows(service, since, now):
        for row in _pages(service, client, window):
            key = str(row.get("service_request_id") or row.get("token") or len(found))
            if key not in found or _updated(row) >= _updated(found[key]):
                found[key] = row
    return list(found.values())


def _updated(row: Any) -> str:
    return str(row.get("updated_datetime") or "")


def _pages(service: Service, client: httpx.Client, window: Window) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for page in range(1, MOST_PAGES + 1):
        paging = {"page": str(page), "page_size": str(service.page_size)} if service.page_size else {}
        rows = ask(service, client, {**dict(service.query), **window, **paging})
        fresh = [row for row in rows if str(row.get("service_request_id")) not in seen]
        seen |= {str(row.get("service_request_id")) for row in fresh}
        yield from fresh
        if not service.page_size or not fresh or len(rows) < service.page_size:
            return


def ask(service: Service, client: httpx.Client, parameters: dict[str, str]) -> list[dict[str, Any]]:
    """Return the rows of one answer, tried again while the failure may pass.

    Raises:
        SourceError: it did not pass, or the answer is none.
    """
    tries = Retrying(retry=retry_if_exception_type(Passing), stop=stop_after_attempt(service.attempts), wait=_pause,
                     reraise=True)
    try:
        return tries(_once, service, client, parameters)
    except Passing as failed:
        raise SourceError("The service {key} does not answer: {why}", key=service.key, why=failed) from failed


def _pause(state: RetryCallState) -> float:
    failed = state.outcome.exception() if state.outcome else None
    asked = failed.after if isinstance(failed, Passing) else None
    backing_off: float = wait_exponential_jitter(multiplier=0.5, max=15)(state)
    return backing_off if asked is None else min(asked, PATIENCE_S)


def _once(service: Service, client: httpx.Client, parameters: dict[str, str]) -> list[dict[str, Any]]:
    try:
        with client.stream("GET", service.url, params=parameters, timeout=service.timeout_s) as answer:
            if answer.status_code in PASSING:
                pause = retry_after(answer.headers.get("Retry-After"), answer.headers.get("Date"))
                raise Passing(f"HTTP {answer.status_code}", pause)
            if answer.status_code != httpx.codes.OK:
                raise SourceError("The service {key} refuses: HTTP {code}", key=service.key, code=answer.status_code)
            return _rows(service, _body(service, answer))
    except httpx.InvalidURL as wrong:
        raise SourceError("The address of {key} is wrong: {why}", key=service.key, why=wrong) from wrong
    except httpx.TransportError as failed:
        raise Passing(type(failed).__name__) from failed


def _body(service: Service, answer: httpx.Response) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST:
            raise SourceError("The answer of {key} is larger than {mb} MB", key=service.key, mb=LARGEST >> 20)
    return bytes(body)


def _rows(service: Service, body: bytes) -> list[dict[str, Any]]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as broken:
        raise SourceError("The answer of {key} is no JSON", key=service.key) from broken
    rows = told.get("service_requests") if isinstance(told, dict) else told
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError("The answer of {key} is no list of requests", key=service.key)
    return rows


def retry_after(text: str | None, told_on: str | None = None) -> float | None:
    """Return the seconds of a Retry-After header, or None.

    A date (RFC 9110) is measured against the answer's own Date: the two clocks need not agree.
    """
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        pause = parsedate_to_datetime(text) - parsedate_to_datetime(told_on or "")
    except (ValueError, TypeError):
        return None
    return max(0.0, pause.total_seconds())


def _text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
