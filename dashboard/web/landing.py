"""The first page of somebody who asked for none."""

from __future__ import annotations

from dashboard.domain.people import STAFF, Role, Viewer


def landing(viewer: Viewer) -> str:
    """Return the first page of somebody who asked for none."""
    if viewer.may(STAFF):
        return "/"
    if Role.ADMINISTRATOR in viewer.roles:
        return "/accounts"
    return "/observer" if Role.OBSERVER in viewer.roles else "/wall"
