"""What the routes around the door have in common: their guests, their answers, the way on after them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dashboard.doors.guest import Guest, Porter
from dashboard.doors.lifetime import Pass
from dashboard.web.cookies import FORM, PERSON, drop_cookie, set_cookie
from dashboard.web.door_page import Front
from dashboard.web.forms import FRESH, secure
from dashboard.web.landing import landing
from dashboard.web.rates import Rate


@dataclass(frozen=True, slots=True)
class Hall:
    """What the routes work with: who recognises guests, the pages, the bell, and how often one may try."""

    porter: Porter
    front: Front
    ring: Callable[[], None]
    rate: Rate = field(default_factory=Rate)


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


def base_of(request: Request) -> str:
    """Return the address of the room as its guest calls it, without a slash at the end."""
    return f"{request.url.scheme}://{request.url.netloc}"
