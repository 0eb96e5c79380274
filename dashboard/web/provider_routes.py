"""The way in through a provider of identity: to it with a question, back from it with a code."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from dashboard.doors.lifetime import Pass
from dashboard.doors.network import Network
from dashboard.doors.proofs import ORIGIN
from dashboard.errors import RoomError, UnavailableError
from dashboard.web.cookies import ASKED, drop_cookie, set_cookie
from dashboard.web.forms import FRESH, form_page, secure
from dashboard.web.hall import Hall, address_of, base_of, entered, safe

CALLBACK = "/login/callback"


def provider_routes(router: APIRouter, hall: Hall, network: Network) -> None:
    """Add the routes."""
    @router.get("/login/provider")
    async def start(request: Request) -> Response:
        if not hall.rate.admits(address_of(request)):
            return busy(request, hall)
        wanted = safe(request.query_params.get("next"))
        try:
            way, cookie = await asyncio.to_thread(network.start, base_of(request) + CALLBACK, wanted)
        except RoomError as wrong:
            return unled(request, hall, wrong)
        answer = RedirectResponse(way, HTTPStatus.SEE_OTHER, FRESH)
        answer.headers.append("Set-Cookie", set_cookie(ASKED, cookie, secure=secure(request)))
        return answer

    @router.get(CALLBACK)
    async def back(request: Request) -> Response:
        if not hall.rate.admits(address_of(request)):
            return busy(request, hall)
        try:
            entry, wanted = await asyncio.to_thread(arrived, hall, network, request)
        except RoomError as wrong:
            answer = unled(request, hall, wrong)
        else:
            answer = entered(request, entry, wanted)
        answer.headers.append("Set-Cookie", drop_cookie(ASKED))
        return answer


def arrived(hall: Hall, network: Network, request: Request) -> tuple[Pass, str]:
    """Return the open door of somebody whom the provider sends back, and the address they wanted; blocking."""
    asked, answered = request.cookies.get(ASKED, ""), dict(request.query_params)
    arrival = network.finish(asked, answered, base_of(request) + CALLBACK, address_of(request))
    entry = hall.porter.doors.admit(arrival.login, ORIGIN, address_of(request), arrival.proven)
    return entry, arrival.wanted


def unled(request: Request, hall: Hall, wrong: RoomError) -> Response:
    """Return the login page that says why the provider led nobody in: a password may still do."""
    silent = isinstance(wrong, UnavailableError)
    status = HTTPStatus.SERVICE_UNAVAILABLE if silent else HTTPStatus.UNAUTHORIZED
    return again(request, hall, hall.front.words.error(wrong), status)


def busy(request: Request, hall: Hall) -> Response:
    """Return the login page for a machine that tries too often."""
    said = hall.front.words("Too many tries from this machine; wait a minute")
    return again(request, hall, said, HTTPStatus.TOO_MANY_REQUESTS)


def again(request: Request, hall: Hall, said: str, status: int) -> Response:
    """Return the login page once more."""
    return form_page(request, lambda csrf: hall.front.login(csrf, "", said, provider=True), status)
