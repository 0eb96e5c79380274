"""What goes wrong behind the gate: told in words, logged without anybody's values, never shown as a trace."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.errors import RoomError
from dashboard.web.asked import RoomOf, refused, said
from dashboard.web.bodies import cut_of

Kinds = tuple[type[Exception], ...]
BARE: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None, "redirect_slashes": False}
"""Of FastAPI: none of its own pages, and no redirect that repeats what the Host header says."""
CALLS = "/_dash-update-component"
MISSHAPEN = (TypeError, ValueError, LookupError, AttributeError)
"""What a callback raises that was given a list where our pages send a word; logged all the same."""
LOG = structlog.get_logger("web")


class Faults:
    """Answers for an application that raises: a refusal with its own status, anything else with 500.

    Dash turns every error into its own English answer and logs none; inside of it stands this.

    Args:
        app: what may raise.
        room_of: returns the room of who asks.
        passing: errors that somebody further outside answers.
        missing: errors that mean that there is nothing at the address.
    """

    def __init__(self, app: ASGIApp, room_of: RoomOf, passing: Kinds = (), missing: Kinds = ()) -> None:
        self._app, self._room_of, self._passing, self._missing = app, room_of, passing, missing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        begun = scope["type"] != "http"

        async def told(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, told)
        except self._passing:
            raise
        except Exception as wrong:  # noqa: BLE001  (whatever it is, a trace helps nobody outside)
            if scope["type"] == "lifespan":
                raise
            if not isinstance(wrong, (RoomError, *self._missing)):
                LOG.error("a request failed", kind=type(wrong).__name__, at=place_of(wrong))
            if not begun:
                await self._answer(Request(scope), wrong)(scope, receive, send)

    def _answer(self, request: Request, wrong: Exception) -> ASGIApp:
        room = self._room_of()
        if isinstance(wrong, RoomError):
            return refused(room, wrong, request)
        if isinstance(wrong, self._missing):
            return said(request, room.words("There is nothing at this address"), HTTPStatus.NOT_FOUND, room.words)
        cut = cut_of(request.scope) or (400 if request.url.path == CALLS and isinstance(wrong, MISSHAPEN) else 0)
        template = "The request was not understood" if cut else "Something went wrong here; the log knows more"
        return said(request, room.words(template), cut or 500, room.words)


def strangers(server: FastAPI, room_of: RoomOf, kinds: Mapping[str, Kinds]) -> None:
    """Let unknown paths, methods and faults be answered in the person's language: a browser gets a page, others JSON.

    Call it before Dash is mounted: what is added later stands further outside. `kinds` are those of `Faults`.
    """
    meant = {HTTPStatus.NOT_FOUND: "There is nothing at this address",
             HTTPStatus.METHOD_NOT_ALLOWED: "This address does not understand this method"}

    async def told(request: Request, wrong: Exception) -> Response:
        code = wrong.status_code if isinstance(wrong, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
        words = room_of().words
        return said(request, words(meant.get(HTTPStatus(code), "The request was not understood")), code, words)

    async def unread(request: Request, _: Exception) -> Response:
        words = room_of().words
        return said(request, words("The request was not understood"), HTTPStatus.BAD_REQUEST, words)

    server.add_exception_handler(HTTPException, told)
    server.add_exception_handler(RequestValidationError, unread)
    server.add_middleware(Faults, room_of=room_of, **kinds)


def place_of(wrong: Exception) -> str:
    """Return where an error was raised, from outside to inside; its message stays out: it may quote a citizen."""
    frames = traceback.extract_tb(wrong.__traceback__)[-4:]
    return " > ".join(f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames)
