"""The routes in front of the door and out of it: login, one-time links, a new password, logout, screens' links."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dashboard.domain.passwords import LEAST
from dashboard.doors.guest import Guest, Porter
from dashboard.doors.lifetime import Pass
from dashboard.errors import AccessError, RoomError
from dashboard.web.cookies import CSRF, FORM, PERSON, SCREEN, drop_cookie, set_cookie
from dashboard.web.door_page import Front
from dashboard.web.forms import FRESH, form_of, form_page, matched, same, secure
from dashboard.web.landing import landing
from dashboard.web.rates import Rate


@dataclass(frozen=True, slots=True)
class Hall:
    """What the routes work with: who recognises guests, the pages, how often one may try, and the bell."""

    porter: Porter
    front: Front
    rate: Rate
    ring: Callable[[], None]


def login_router(hall: Hall) -> APIRouter:
    """Return the routes."""
    router = APIRouter(include_in_schema=False)
    _login(router, hall)
    _links(router, hall)
    _inside(router, hall)
    return router


def _login(router: APIRouter, hall: Hall) -> None:
    @router.get("/login")
    async def page(request: Request) -> Response:
        return form_page(request, lambda csrf: hall.front.login(csrf, safe(request.query_params.get("next"))))

    @router.post("/login")
    async def sign_in(request: Request) -> Response:
        told = await form_of(request)
        words, wanted = hall.front.words, safe(told.get("next"))

        def again(said: str, status: int) -> Response:
            return form_page(request, lambda csrf: hall.front.login(csrf, wanted, said), status)

        if not matched(request, told):
            return again(words("This page was open too long; try again"), HTTPStatus.FORBIDDEN)
        if not hall.rate.admits(address_of(request)):
            return again(words("Too many tries from this machine; wait a minute"), HTTPStatus.TOO_MANY_REQUESTS)
        try:
            entry = await asyncio.to_thread(hall.porter.doors.sign_in, told.get("login", ""),
                                            told.get("password", ""), address_of(request))
        except AccessError as wrong:
            return again(words.error(wrong), HTTPStatus.UNAUTHORIZED)
        return entered(request, entry, wanted)


def _links(router: APIRouter, hall: Hall) -> None:
    @router.get("/in/{ticket}")
    async def by_ticket(ticket: str, request: Request) -> Response:
        try:
            entry = await asyncio.to_thread(hall.porter.doors.by_ticket, ticket, address_of(request))
        except AccessError as wrong:
            return HTMLResponse(hall.front.told(hall.front.words("Signing in"), hall.front.words.error(wrong)),
                                HTTPStatus.UNAUTHORIZED, FRESH)
        return entered(request, entry, safe(request.query_params.get("next")))

    @router.get("/screen/{token}")
    async def by_screen(token: str, request: Request) -> Response:
        device = await asyncio.to_thread(hall.porter.screens.enter, token, address_of(request))
        if device is None:
            return refused(hall, "This screen's link was taken back", HTTPStatus.FORBIDDEN, dark=True)
        query = request.url.query or (f"scenes={device.scenes}" if device.scenes else "")
        answer = RedirectResponse("/wall" + (f"?{query}" if query else ""), HTTPStatus.SEE_OTHER, FRESH)
        answer.headers.append("Set-Cookie", set_cookie(SCREEN, token, secure=secure(request), lasting=True))
        return answer


def _inside(router: APIRouter, hall: Hall) -> None:
    @router.get("/password")
    async def page(request: Request) -> Response:
        return form_page(request, lambda csrf: hall.front.password(csrf, LEAST))

    @router.post("/password")
    async def keep(request: Request) -> Response:
        told, guest, words = await form_of(request), guest_of(request), hall.front.words

        def again(said: str) -> Response:
            return form_page(request, lambda csrf: hall.front.password(csrf, LEAST, said), HTTPStatus.BAD_REQUEST)

        if not matched(request, told):
            return again(words("This page was open too long; try again"))
        if told.get("password") != told.get("again"):
            return again(words("The two passwords differ"))
        try:
            entry = await asyncio.to_thread(renewed, hall.porter, guest, told.get("password", ""), address_of(request))
        except RoomError as wrong:
            return again(words.error(wrong))
        return entered(request, entry, "")

    @router.post("/logout")
    async def out(request: Request) -> Response:
        guest = guest_of(request)
        form = "form" in request.headers.get("content-type", "")
        if guest.session is not None and (not form or same(await form_of(request), guest.csrf)):
            await asyncio.to_thread(hall.porter.doors.leave, guest.viewer.name, guest.session)
            hall.ring()
        answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER, FRESH)
        for name in (PERSON, CSRF):
            answer.headers.append("Set-Cookie", drop_cookie(name))
        return answer


def renewed(porter: Porter, guest: Guest, password: str, address: str) -> Pass:
    """Give a guest a new password and a new session: every older one has ended."""
    porter.doors.set_password(guest.viewer.name, password)
    return porter.doors.admit(guest.viewer.name, "renewed", address)


def entered(request: Request, entry: Pass, wanted: str) -> Response:
    """Return the way into the room, with the cookie of a new session."""
    place = "/password" if entry.must_change else (wanted or landing(entry.viewer))
    answer = RedirectResponse(place, HTTPStatus.SEE_OTHER, FRESH)
    answer.headers.append("Set-Cookie", set_cookie(PERSON, entry.cookie or "", secure=secure(request)))
    answer.headers.append("Set-Cookie", drop_cookie(FORM))
    return answer


def safe(wanted: str | None) -> str:
    """Return an address inside the room, or nothing: a link may not lead elsewhere after the login."""
    plain = wanted is not None and wanted.startswith("/") and not wanted.startswith(("//", "/\\", "/in/", "/login"))
    return wanted if wanted and plain and wanted.isprintable() and "\\" not in wanted else ""


def refused(hall: Hall, said: str, status: int, *, dark: bool = False) -> Response:
    """Return a page that says why the door stays shut."""
    words = hall.front.words
    return HTMLResponse(hall.front.told(words("The door is shut"), words(said), dark=dark), status, FRESH)


def guest_of(request: Request) -> Guest:
    """Return the guest whom the gate has let in."""
    guest: Guest = request.state.guest
    return guest


def address_of(request: Request) -> str:
    """Return the address that asks."""
    return request.client.host if request.client else ""
