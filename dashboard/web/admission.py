"""Which roles an address admits; what is not listed is admitted to nobody."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.domain.people import EVERYBODY, PEOPLE, PROOF, STAFF, Access, Role

READERS: Access = STAFF | {Role.ADMINISTRATOR}
PARTS = ("/assets/", "/_dash-component-suites/", "/_dash-layout", "/_dash-dependencies", "/_dash-update-component",
         "/_reload-hash", "/_favicon.ico", "/live", "/board/", "/map/")
"""What every page is made of; figures in it are checked by the Room, callback by callback."""
OPEN = ("/login", "/login/provider", "/login/callback", "/in/", "/screen/", "/healthz", "/readyz", "/metrics")
"""Answered without a session: the login page, the way through a provider, one-time links, screens' links, «alive»
without a word more, and the numbers for a watcher that carries the token of this home."""
ROUTES: Mapping[str, Access] = {
    **dict.fromkeys(PARTS, EVERYBODY),
    "/logout": PEOPLE, "/password": PEOPLE,
    "/export/": STAFF | {Role.OBSERVER},
    "/api/v1/": READERS,
    "/open311/": STAFF,
    "/audit.csv": PROOF,
}
"""Address (one that ends with a slash stands for all below it) → roles."""


class Admission:
    """Knows who may come to an address.

    Args:
        pages: path → roles of every page, from the registry of pages.
    """

    def __init__(self, pages: Mapping[str, Access]) -> None:
        self._exact = {**{k: v for k, v in ROUTES.items() if not k.endswith("/")}, **pages}
        self._below = {k: v for k, v in ROUTES.items() if k.endswith("/")}

    def access(self, path: str) -> Access:
        """Return the roles that an address admits; nobody where it is not listed."""
        if path in self._exact:
            return self._exact[path]
        return next((roles for start, roles in self._below.items() if path.startswith(start)), frozenset())

    def listed(self, path: str) -> bool:
        """Return whether an address stands in the list."""
        return is_open(path) or path in self._exact or any(path.startswith(start) for start in self._below)


def is_open(path: str) -> bool:
    """Return whether an address is answered without a session."""
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in OPEN)
