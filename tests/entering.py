"""Coming into a served room, as each role of the demonstration comes in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from dashboard.clock import now
from dashboard.doors import founding
from dashboard.house import House
from dashboard.settings import Settings
from datasources.demo.people import COLLEAGUES, PAPER

LOGINS = tuple(one.login for one in COLLEAGUES)
HEAD, CURATOR, BLOCK, OPERATOR, ADMINISTRATOR, OBSERVER = (
    "rukovoditel", "kurator", "blok", "operator", "administrator", "nablyudatel")


def people(home: Path) -> None:
    """Put one account per role on the roster of a home."""
    house = House(Settings(home=home), now)
    founding.found(house, COLLEAGUES, PAPER)
    house.close()


def way_in(home: Path, login: str = HEAD) -> str:
    """Return the path of a one-time link."""
    house = House(Settings(home=home), now)
    founding.found(house, COLLEAGUES, PAPER)
    path = founding.link(house, login)
    house.close()
    return path


@contextmanager
def come_in(address: str, home: Path, login: str = HEAD) -> Iterator[httpx.Client]:
    """Yield a client that is inside as somebody; it sends what pages of ours send."""
    with httpx.Client(base_url=address, timeout=60) as client:
        client.get(way_in(home, login))
        client.get("/live")
        client.headers["X-CSRFToken"] = client.cookies.get("_csrf_token", "")
        yield client
