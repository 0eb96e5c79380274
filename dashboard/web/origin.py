"""Whether a request that changes something comes from our own page."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = frozenset({"/login", "/password", "/logout"})
"""Where forms lead; their routes check the token that stands in a field."""


def at_home(asked: HTTPConnection) -> bool:
    """Return whether the page that asks was served by us: a browser's Origin names our own host."""
    origin = asked.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == asked.headers.get("host")


def honest(asked: HTTPConnection, csrf: str) -> bool:
    """Return whether a request may change something: our Origin, and the token that only our pages can read.

    A form sends the token as a field; its route checks it, so there a form's content type passes with the Origin.
    """
    if asked.scope["type"] != "http" or asked.scope["method"] in SAFE:
        return True
    if not at_home(asked):
        return False
    form = asked.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    if form and asked.scope["path"] in FORMS:
        return True
    return bool(csrf) and hmac.compare_digest(asked.headers.get("x-csrftoken", "").encode(), csrf.encode())
