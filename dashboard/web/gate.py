"""The gate: outside everything, pure ASGI, so that pages, callbacks, assets, routes and sockets all pass through it.

Deny by default: who has no session gets the login page, 401 or a shut socket; who has one, gets what the list of
addresses admits, and the Room decides about every number.
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.domain.people import Viewer
from dashboard.doors.guest import Guest, Porter
from dashboard.errors import StoreError
from dashboard.web.admission import Admission, is_open
from dashboard.web.bodies import declared, limited, most_of
from dashboard.web.cookies import CSRF, PERSON, SCREEN, set_cookie
from dashboard.web.door_page import Front
from dashboard.web.landing import landing
from dashboard.web.lost import lost
from dashboard.web.memory import Memory
from dashboard.web.origin import at_home, honest

SHUT = 4401
RECHECK_S = 3.0
"""How old the knowledge may be that the guest of an open socket is still welcome."""
REMEMBERED = ("/assets/", "/_dash-component-suites/", "/board/", "/map/")
"""What every screen asks for at once: whoever was recognised a moment ago is not asked again."""
LEISURELY = (*REMEMBERED, "/_favicon.ico", "/_reload-hash", "/live")
"""Static parts and the bell: what a provider of identity says of a guest may be a few seconds old there."""
VIEWER: ContextVar[Viewer] = ContextVar("viewer")
"""Whose request is being answered; set here and nowhere else."""
NOBODY = Viewer("nobody", frozenset())


def viewer() -> Viewer:
    """Return whose request is being answered; nobody outside of one."""
    return VIEWER.get(NOBODY)


class Gate:
    """Admits guests to addresses."""

    def __init__(self, app: ASGIApp, porter: Porter, admission: Admission, front: Front) -> None:
        self._app, self._porter, self._admission, self._front = app, porter, admission, front
        self._memory = Memory()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, or send it away."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        if is_open(scope["path"]):
            await self._app(scope, limited(scope, receive), send)
            return
        try:
            guest = await self._guest(asked)
        except StoreError as wrong:
            await _refused(scope, receive, send, self._said(asked, wrong.template, 503))
            return
        refusal = self._refusal(asked, guest)
        if refusal is not None or guest is None:
            await _refused(scope, receive, send, refusal)
            return
        await self._inside(scope, limited(scope, receive, most_of(scope, guest.viewer)), send, guest)

    async def _inside(self, scope: Scope, receive: Receive, send: Send, guest: Guest) -> None:
        token = VIEWER.set(guest.viewer)
        try:
            scope.setdefault("state", {})["guest"] = guest
            told = self._watched(scope, send) if scope["type"] == "websocket" else handing(scope, send, guest)
            await self._app(scope, receive, told)
        finally:
            VIEWER.reset(token)

    async def _guest(self, asked: HTTPConnection) -> Guest | None:
        person, screen = asked.cookies.get(PERSON), asked.cookies.get(SCREEN)
        if person is None and screen is None:
            return None
        key, path = (person, screen, asked.client.host if asked.client else ""), asked.scope["path"]
        now = asyncio.get_running_loop().time()
        guest = self._memory.get(key, now) if path.startswith(REMEMBERED) else None
        if guest is None:
            guest = await asyncio.to_thread(self._porter.guest, *key, fresh=not path.startswith(LEISURELY))
            self._memory.put(key, guest, now)
        return guest

    async def _still(self, asked: HTTPConnection) -> Guest | None:
        """Return the guest of an open socket; while the store does not answer nobody is known, and pages ask again."""
        try:
            return await self._guest(asked)
        except StoreError:
            return None

    def _refusal(self, asked: HTTPConnection, guest: Guest | None) -> Response | None:
        """Return what is answered instead, or None when the guest is admitted."""
        path = asked.scope["path"]
        if guest is None:
            return self._to_login(asked)
        if guest.must_change and path not in ("/password", "/logout"):
            return RedirectResponse("/password", 303)
        if not guest.viewer.may(self._admission.access(path)):
            return self._elsewhere(asked, guest)
        return self._unfit(asked, guest)

    def _unfit(self, asked: HTTPConnection, guest: Guest) -> Response | None:
        """Return what is answered to a request that no page of ours has made."""
        if asked.scope["type"] == "websocket" and not at_home(asked):
            return self._said(asked, "This is not for you; ask the head of the centre", 403)
        if not honest(asked, guest.csrf):
            return self._said(asked, "This request did not come from our page; load the page again", 403)
        if declared(asked.scope) > most_of(asked.scope, guest.viewer):
            return self._said(asked, "The request was not understood", 413)
        return None

    def _elsewhere(self, asked: HTTPConnection, guest: Guest) -> Response:
        """Return the guest's own first page instead of the desk, else a refusal; what is unlisted is not there."""
        if not self._admission.listed(asked.scope["path"]):
            return self._lost(asked)
        if asked.scope["path"] == "/" and by_browser(asked):
            return RedirectResponse(landing(guest.viewer), 303)
        return self._said(asked, "This is not for you; ask the head of the centre", 403)

    def _lost(self, asked: HTTPConnection) -> Response:
        words = self._front.words
        said = words("There is nothing at this address")
        if by_browser(asked):
            return HTMLResponse(lost(said, words), 404)
        return JSONResponse({"error": said}, 404)

    def _to_login(self, asked: HTTPConnection) -> Response:
        scope = asked.scope
        if by_browser(asked):
            query = scope["query_string"].decode("latin-1")
            wanted = quote(scope["path"] + (f"?{query}" if query else ""), safe="")
            return RedirectResponse(f"/login?next={wanted}", 303)
        return self._said(asked, "Sign in first", 401)

    def _said(self, asked: HTTPConnection, template: str, status: int) -> Response:
        words = self._front.words
        if by_browser(asked):
            page = self._front.told(words("The door is shut"), words(template))
            return HTMLResponse(page, status, {"Cache-Control": "no-store"})
        return JSONResponse({"error": words(template)}, status, {"Cache-Control": "no-store"})

    def _watched(self, scope: Scope, send: Send) -> Send:
        """Let a socket speak only while its guest is welcome: an open one outlives a logout otherwise."""
        asked, clock = HTTPConnection(scope), asyncio.get_running_loop().time
        shut, checked = False, clock()

        async def told(message: Message) -> None:
            nonlocal shut, checked
            if shut:
                return
            await send(message)  # first: fifty screens are not told later because fifty guests are looked up
            if message["type"] == "websocket.send" and clock() - checked >= RECHECK_S:
                checked = clock()
                guest = await self._still(asked)
                if guest is None or not guest.viewer.may(self._admission.access(scope["path"])):
                    shut = True
                    await send({"type": "websocket.close", "code": SHUT})
        return told


def by_browser(asked: HTTPConnection) -> bool:
    """Return whether a person reads the answer as a page."""
    scope = asked.scope
    return scope["type"] == "http" and scope["method"] == "GET" and "text/html" in asked.headers.get("accept", "")


def handing(scope: Scope, send: Send, guest: Guest) -> Send:
    """Hand out the turned cookie and the token against forged requests with the answer."""
    secure = scope["scheme"] == "https"

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Cache-Control", "no-store")
            if guest.cookie:
                headers.append("Set-Cookie", set_cookie(PERSON, guest.cookie, secure=secure))
            if guest.csrf and HTTPConnection(scope).cookies.get(CSRF) != guest.csrf:
                headers.append("Set-Cookie", set_cookie(CSRF, guest.csrf, secure=secure, script=True))
        await send(message)
    return told


async def _refused(scope: Scope, receive: Receive, send: Send, answer: Response | None) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": SHUT})
    elif answer is not None:
        await answer(scope, receive, send)
