"""Asking a server over HTTP: patient with servers that fail, stall, drip and lie, and never for ever."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from threading import Event

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    sleep_using_event,
    stop_after_attempt,
    stop_any,
    stop_when_event_set,
    wait_exponential_jitter,
)

from dashboard.errors import SourceError

LARGEST = 64 << 20
PATIENCE_S = 60.0
"""Longest pause within one poll; a server that asks for a longer one is left alone until then."""
DRIPPING = 6
"""How many times `timeout_s` a whole answer may take: a server that drips holds its poll no longer."""
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class Passing(Exception):  # noqa: N818  (a condition, not an error: it is tried again)
    """A failure that may pass; `after` seconds are what the server asked to wait."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class LaterError(SourceError):
    """The server asks to be left alone for `after` seconds."""

    def __init__(self, after: float, key: str) -> None:
        super().__init__("The service {key} asks to be left alone for {n} min", key=key, n=max(1, round(after / 60)))
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


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the client, and the sign that the room is stopping, which ends every pause."""

    client: httpx.Client
    stopping: Event = field(default_factory=Event)


def ask(service: Service, caller: Caller, parameters: dict[str, str]) -> bytes:
    """Return the body of one answer, tried again while the failure may pass.

    Raises:
        SourceError: it did not pass, or the server refuses.
    """
    ends = stop_any(stop_after_attempt(service.attempts), stop_when_event_set(caller.stopping))
    tries = Retrying(retry=retry_if_exception_type(Passing), stop=ends, wait=_pause, reraise=True,
                     sleep=sleep_using_event(caller.stopping))
    try:
        return tries(_once, service, caller, parameters)
    except Passing as failed:
        raise SourceError("The service {key} does not answer: {why}", key=service.key, why=failed) from failed


def _pause(state: RetryCallState) -> float:
    failed = state.outcome.exception() if state.outcome else None
    asked = failed.after if isinstance(failed, Passing) else None
    backing_off: float = wait_exponential_jitter(multiplier=0.5, max=15)(state)
    return backing_off if asked is None else asked


def _once(service: Service, caller: Caller, parameters: dict[str, str]) -> bytes:
    if caller.stopping.is_set():
        raise SourceError("The room is stopping: {key} is asked again when it serves", key=service.key)
    try:
        with caller.client.stream("GET", service.url, params=parameters, timeout=service.timeout_s) as answer:
            if answer.status_code in PASSING:
                pause = retry_after(answer.headers.get("Retry-After"), answer.headers.get("Date"))
                if pause is not None and pause > PATIENCE_S:
                    raise LaterError(pause, service.key)
                raise Passing(f"HTTP {answer.status_code}", pause)
            if answer.status_code != httpx.codes.OK:
                raise SourceError("The service {key} refuses: HTTP {code}", key=service.key, code=answer.status_code)
            return _body(service, answer)
    except httpx.InvalidURL as wrong:
        raise SourceError("The address of {key} is wrong: {why}", key=service.key, why=wrong) from wrong
    except (httpx.RequestError, httpx.StreamError) as failed:
        raise Passing(type(failed).__name__) from failed


def _body(service: Service, answer: httpx.Response) -> bytes:
    body, latest = bytearray(), time.monotonic() + DRIPPING * service.timeout_s
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST:
            raise SourceError("The answer of {key} is larger than {mb} MB", key=service.key, mb=LARGEST >> 20)
        if time.monotonic() > latest:
            raise Passing("the answer drips")
    return bytes(body)


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
