"""What goes wrong behind the gate: told in words, logged without anybody's values, never shown as a trace."""

from __future__ import annotations

import traceback
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.errors import RoomError
from dashboard.web.asked import RoomOf, refused, said
from dashboard.web.bodies import cut_of

Kinds = tuple[type[Exception], ...]
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
        cut = cut_of(request.scope)
        template = "The request was not understood" if cut else "Something went wrong here; the log knows more"
        return said(request, room.words(template), cut or 500, room.words)


def place_of(wrong: Exception) -> str:
    """Return where an error was raised, from outside to inside; its message stays out: it may quote a citizen."""
    frames = traceback.extract_tb(wrong.__traceback__)[-4:]
    return " > ".join(f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames)
