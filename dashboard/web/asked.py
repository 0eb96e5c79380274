"""A request becomes a question: room, scope and clocks; what goes wrong is told as JSON in the person's language."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.routing import APIRoute

from dashboard.domain.query import Query, last, scope_of, view_of
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, RoomError, StoreError, UnavailableError, UsageError
from dashboard.room import Room
from dashboard.web.lost import lost
from dashboard.words import Words

RoomOf = Callable[[], Room]
Handler = Callable[[Request], Coroutine[Any, Any, Response]]
ENDS = {"from": "since", "to": "until"}
"""The command line's names for the ends of a period are understood in addresses too."""
CLOCKS = ("since", "until", *ENDS, "as_of", "known_at")

DIGITS = 9
"""Of a number in an address: no list is longer."""


class MissingError(UsageError):
    """The path names something that is not there."""


class HastyError(UsageError):
    """Somebody asks for more in a minute than is good for the others."""


STATUS: dict[type[RoomError], HTTPStatus] = {
    MissingError: HTTPStatus.NOT_FOUND, HastyError: HTTPStatus.TOO_MANY_REQUESTS, UsageError: HTTPStatus.BAD_REQUEST,
    AccessError: HTTPStatus.FORBIDDEN, StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}


def query_of(request: Request) -> dict[str, list[str]]:
    """Return name → values of a request's query."""
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        found.setdefault(ENDS.get(name, name), []).append(value)
    return found


def asked(room: Room, request: Request) -> tuple[Scope, View]:
    """Return scope and clocks of a request's query.

    Raises:
        UsageError: a date cannot be read, or a member is unknown.
    """
    query = query_of(request)
    scope = scope_of(query, room.dimensions)
    return (room.understood(scope) if scope != Scope() else scope), view_of(query)


def asked_strictly(room: Room, request: Request, *more: str) -> tuple[Scope, View]:
    """Return scope and clocks; a name that nobody understands is refused: a misspelt filter gives a wrong number.

    Raises:
        UsageError: a date cannot be read, or a name is none of the clocks, the dimensions and `more`.
    """
    known = {*CLOCKS, *room.dimensions, *more}
    for name in request.query_params:
        if name not in known:
            raise UsageError("There is no parameter {name}; known are: {known}", name=name,
                             known=", ".join(sorted(known)))
    return asked(room, request)


def whole(query: Query, name: str, default: int, least: int = 1) -> int:
    """Return a whole number of the query, at least `least`.

    Raises:
        UsageError: it is no such number.
    """
    text = last(query, name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS and int(text) >= least):
        raise UsageError("{name} must be a whole number, at least {least}", name=name, least=least)
    return int(text)


def there(key: str, known: Iterable[str], template: str) -> None:
    """Let a known key of a path pass.

    Raises:
        MissingError: it is not known.
    """
    known = tuple(known)
    if key not in known:
        raise MissingError(template, key=key, known=", ".join(known))


def refused(room: Room, wrong: RoomError, request: Request) -> Response:
    """Return the error in the person's language."""
    status = next((code for kind, code in STATUS.items() if isinstance(wrong, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
    return said(request, room.words.error(wrong), status, room.words)


def said(request: Request, text: str, status: int, words: Words) -> Response:
    """Return what is wrong: a page for a person, JSON for a program."""
    fresh = {"Cache-Control": "no-store"}
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(lost(text, words, status), status, fresh)
    return JSONResponse({"error": text}, status, fresh)


def telling(room_of: RoomOf) -> type[APIRoute]:
    """Return the kind of route whose errors are told as JSON in the person's language."""
    class Telling(APIRoute):
        def get_route_handler(self) -> Handler:
            answer = super().get_route_handler()

            async def told(request: Request) -> Response:
                try:
                    return await answer(request)
                except RoomError as wrong:
                    return refused(room_of(), wrong, request)
            return told
    return Telling
