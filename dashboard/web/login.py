"""The routes in front of the door and out of it: login, one-time links, a new password, logout, screens' links."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dashboard.domain.passwords import LEAST
from dashboard.doors.guest import Guest, Porter
from dashboard.doors.lifetime import Pass
from dashboard.errors import AccessError, RoomError
from dashboard.web.cookies import CSRF, PERSON, SCREEN, drop_cookie, set_cookie
from dashboard.web.forms import FRESH, form_of, form_page, matched, same, secure
from dashboard.web.hall import Hall, address_of, base_of, entered, guest_of, refused, safe
from dashboard.web.provider_routes import provider_routes


def login_router(hall: Hall) -> APIRouter:
    """Return the routes."""
    router = APIRouter(include_in_schema=False)
    _login(router, hall)
    _links(router, hall)
    _password(router, hall)
    _logout(router, hall)
    if hall.porter.network is not None:
        provider_routes(router, hall, hall.porter.network)
    return router


def _login(router: APIRouter, hall: Hall) -> None:
    @router.get("/login")
    async def page(request: Request) -> Response:
        return form_page(request, lambda csrf: hall.front.login(
            csrf, safe(request.query_params.get("next")), provider=hall.porter.network is not None))

    @router.post("/login")
    async def sign_in(request: Request) -> Response:
        told = await form_of(request)
        words, wanted = hall.front.words, safe(told.get("next"))

        def again(said: str, status: int) -> Response:
            return form_page(request, lambda csrf: hall.front.login(
                csrf, wanted, said, provider=hall.porter.network is not None), status)

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


def _password(router: APIRouter, hall: Hall) -> None:
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


def _logout(router: APIRouter, hall: Hall) -> None:
    @router.post("/logout")
    async def out(request: Request) -> Response:
        guest = guest_of(request)
        form = "form" in request.headers.get("content-type", "")
        farewell = None
        if guest.session is not None and (not form or same(await form_of(request), guest.csrf)):
            farewell = await asyncio.to_thread(hall.porter.leave, guest.viewer.name, guest.session,
                                               f"{base_of(request)}/login")
            hall.ring()
        answer = gone(hall, farewell) if farewell else RedirectResponse("/login", HTTPStatus.SEE_OTHER, FRESH)
        for name in (PERSON, CSRF):
            answer.headers.append("Set-Cookie", drop_cookie(name))
        return answer


def renewed(porter: Porter, guest: Guest, password: str, address: str) -> Pass:
    """Give a guest a new password and a new session: every older one has ended."""
    porter.doors.set_password(guest.viewer.name, password)
    return porter.doors.admit(guest.viewer.name, "renewed", address)


def gone(hall: Hall, farewell: str) -> Response:
    """Return a page that leads on to the provider: after a form, our own policy lets no redirect leave the room."""
    words = hall.front.words
    page = hall.front.told(words("Sign out"), words("You have left the room; the network is told of it too"))
    return HTMLResponse(page, HTTPStatus.OK, {**FRESH, "Refresh": f"0; url={farewell}"})
