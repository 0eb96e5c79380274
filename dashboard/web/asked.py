"""A request becomes a question: room, scope and clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from dashboard.domain.query import scope_of, view_of
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, RoomError, StoreError, UnavailableError, UsageError
from dashboard.room import Room

RoomOf = Callable[[], Room]
STATUS: dict[type[RoomError], int] = {UsageError: 400, AccessError: 403, StoreError: 503, UnavailableError: 503}


def asked(room: Room, request: Request) -> tuple[Scope, View]:
    """Return scope and clocks of a request's query.

    Raises:
        UsageError: a date cannot be read.
    """
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    return scope_of(query, room.dimensions), view_of(query)


def refused(room: Room, wrong: RoomError) -> JSONResponse:
    """Return the error as JSON, in the person's language."""
    status = next((code for kind, code in STATUS.items() if isinstance(wrong, kind)), 500)
    content: dict[str, Any] = {"error": room.words.error(wrong)}
    return JSONResponse(content, status_code=status)
