"""The webhook: a signed JSON body is posted once per happening."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

from dashboard.post.couriers import NotTakenError, UnsureError
from dashboard.post.news import News, mark_of
from dashboard.post.outlets import HookPlace, trusting
from dashboard.store.deliveries import Delivery, Way

SIGNATURE, KEY = "X-Room-Signature", "Idempotency-Key"
LOST = frozenset({httpx.codes.GATEWAY_TIMEOUT})
"""Somebody between took it and does not know what became of it."""


class HookHand:
    """An open way to the webhook."""

    def __init__(self, place: HookPlace, client: httpx.Client) -> None:
        self._place, self._client = place, client
        self.alive = True

    def give(self, one: Delivery, parcel: bytes) -> None:
        """Post one body.

        Raises:
            NotTakenError, UnsureError: see `couriers`.
        """
        headers = {"Content-Type": "application/json", KEY: mark_of(one), **self._signed(parcel)}
        try:
            with self._client.stream("POST", self._place.url, content=parcel, headers=headers) as answer:
                code = answer.status_code
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as broken:
            self.alive = False
            raise NotTakenError("The webhook cannot be reached: {said}", said=type(broken).__name__) from broken
        except httpx.HTTPError as broken:
            self.alive = False
            raise UnsureError("The webhook fell silent after it was called: it may have taken it: {said}",
                              said=type(broken).__name__) from broken
        if code in LOST:
            raise UnsureError("The webhook fell silent after it was called: it may have taken it: {said}",
                              said=f"HTTP {code}")
        if not httpx.codes.is_success(code):
            raise NotTakenError("The webhook does not take it: {said}", said=f"HTTP {code}")

    def _signed(self, parcel: bytes) -> dict[str, str]:
        if not self._place.secret:
            return {}
        return {SIGNATURE: f"sha256={hmac.new(self._place.secret, parcel, 'sha256').hexdigest()}"}


class Hook:
    """Carries what happened to one webhook.

    Args:
        place: where it is.
        write: makes the JSON body of news.
    """

    way = Way.HOOK

    def __init__(self, place: HookPlace, write: Callable[[Delivery, News], bytes]) -> None:
        self._place, self._write = place, write

    def pack(self, one: Delivery, news: News) -> bytes:
        """Return the body."""
        return self._write(one, news)

    @contextmanager
    def open(self) -> Iterator[HookHand]:
        """Yield a way to the webhook; no redirect is followed and no proxy of the environment is asked."""
        with httpx.Client(verify=trusting(self._place.ca), timeout=self._place.patience_s, trust_env=False,
                          follow_redirects=False) as client:
            yield HookHand(self._place, client)
