"""Forms in front of the door: their hidden token, their fields."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from dashboard.doors.guest import fresh_token
from dashboard.web.cookies import FORM, set_cookie
from dashboard.web.origin import at_home

FRESH = {"Cache-Control": "no-store"}
FIELDS = 16
Form = dict[str, str]


def form_page(request: Request, page: Callable[[str], str], status: int = HTTPStatus.OK) -> Response:
    """Return a page with a form, whose hidden token equals a cookie that only our own page can have."""
    csrf = request.cookies.get(FORM) or fresh_token()
    answer = HTMLResponse(page(csrf), status, FRESH)
    answer.headers.append("Set-Cookie", set_cookie(FORM, csrf, secure=secure(request)))
    return answer


def matched(request: Request, told: Form) -> bool:
    """Return whether a form came from our page."""
    return at_home(request) and same(told, request.cookies.get(FORM, ""))


def same(told: Form, token: str) -> bool:
    """Return whether a form holds the token."""
    return bool(token) and hmac.compare_digest(told.get("csrf", "").encode(), token.encode())


async def form_of(request: Request) -> Form:
    """Return the fields of a form, the last value of each."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        told = parse_qs(body, keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:  # more fields than any form of ours has
        return {}
    return {name: values[-1] for name, values in told.items()}


def secure(request: Request) -> bool:
    """Return whether the page travels over TLS."""
    return request.url.scheme == "https"
