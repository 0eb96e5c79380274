"""The way in through a provider of identity: to it with a question, back from it with a code."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dashboard.doors.entry import Entry
from dashboard.doors.network import Network
from dashboard.doors.proofs import ORIGIN
from dashboard.errors import RoomError, UnavailableError
from dashboard.web.cookies import ASKED, drop_cookie, set_cookie
from dashboard.web.forms import FRESH, secure
from dashboard.web.hall import Hall, address_of, base_of, entered, safe

CALLBACK = "/login/callback"


def provider_routes(router: APIRouter, hall: Hall, network: Network) -> None:
    """Add the routes."""
    @router.get("/login/provider")
    async def start(request: Request) -> Response:
        if not hall.rate.admits(address_of(request)):
            return busy(hall)
        wanted = safe(request.query_params.get("next"))
        try:
            way, cookie = await asyncio.to_thread(network.start, base_of(request) + CALLBACK, wanted)
        except RoomError as wrong:
            return unled(hall, wrong)
        answer = RedirectResponse(way, HTTPStatus.SEE_OTHER, FRESH)
        answer.headers.append("Set-Cookie", set_cookie(ASKED, cookie, secure=secure(request)))
        return answer

    @router.get(CALLBACK)
    async def back(request: Request) -> Response:
        if not hall.rate.admits(address_of(request)):
            return busy(hall)
        try:
            entry, wanted = await asyncio.to_thread(arrived, hall, network, request)
        except RoomError as wrong:
            answer = unled(hall, wrong)
        else:
            answer = entered(request, entry, wanted)
        answer.headers.append("Set-Cookie", drop_cookie(ASKED))
        return answer


def arrived(hall: Hall, network: Network, request: Request) -> tuple[Entry, str]:
    """Return the open door of somebody whom the provider sends back, and the address they wanted; blocking."""
    asked, answered = request.cookies.get(ASKED, ""), dict(request.query_params)
    arrival = network.finish(asked, answered, base_of(request) + CALLBACK)
    entry = hall.porter.doors.admit(arrival.login, ORIGIN, address_of(request), arrival.proven)
    return entry, arrival.wanted


def unled(hall: Hall, wrong: RoomError) -> Response:
    """Return a page that says why the provider led nobody in."""
    silent = isinstance(wrong, UnavailableError)
    words = hall.front.words
    page = hall.front.told(words("Signing in"), words.error(wrong))
    return HTMLResponse(page, HTTPStatus.SERVICE_UNAVAILABLE if silent else HTTPStatus.UNAUTHORIZED, FRESH)


def busy(hall: Hall) -> Response:
    """Return the page for a machine that tries too often."""
    words = hall.front.words
    page = hall.front.told(words("Signing in"), words("Too many tries from this machine; wait a minute"))
    return HTMLResponse(page, HTTPStatus.TOO_MANY_REQUESTS, FRESH)
