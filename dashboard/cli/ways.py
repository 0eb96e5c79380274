"""The ways into a room that serves: the addresses a person can open."""

from __future__ import annotations

from dashboard.acts.add_screen import PROFILE
from dashboard.cli.context import Desk
from dashboard.doors import founding
from dashboard.doors.keys import Keys
from dashboard.house import House
from dashboard.settings import Settings
from dashboard.store import devices
from dashboard.store.tokens import fingerprint, fresh_token
from dashboard.store.vault import whole
from datasources.demo.people import COLLEAGUES, HEAD, PAPER
from intake.demo import is_demo

LOCK = "serve.lock"
DEMO_SCREEN = "demo-screen.token"


def base_of(settings: Settings) -> str:
    """Return the address of a room, without a slash at the end."""
    place = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{'https' if settings.tls_certificate else 'http'}://{place}:{settings.port}"


def base_served(settings: Settings) -> str:
    """Return the address at which this home was served last; else the one of the settings."""
    lock = settings.home / LOCK
    return (lock.read_text(encoding="utf-8").strip() if lock.exists() else "") or base_of(settings)


def ways_in(desk: Desk, base: str) -> list[str]:
    """Return what a room says at its start: its address, and how a newcomer comes in."""
    words, house = desk.words, desk.house
    said = [words("Open {url}", url=f"{base}/")]
    whole(house.settings.secrets / "metrics.token", Keys(house.settings.secrets).watcher.encode())
    if is_demo(house.settings.home):
        founding.found(house, COLLEAGUES, PAPER)
        head = founding.link(house, HEAD)
        return [*said, words("Come in as the head (once, within ten minutes): {url}", url=base + head),
                words("The wall: {url}", url=f"{base}/screen/{demo_screen(house)}"),
                words("Others: situation-room login-link {names}", names=" | ".join(one.login for one in COLLEAGUES))]
    first = founding.first_administrator(house)
    return said if first is None else [*said, words("The administrator's first way in (once, within a day): {url}",
                                                    url=base + first)]


def demo_screen(house: House) -> str:
    """Return the token of the demonstration's wall; the same at every start, so that an open wall goes on."""
    kept = house.settings.secrets / DEMO_SCREEN
    if not kept.exists():
        whole(kept, fresh_token().encode())
    token = kept.read_text(encoding="ascii")
    with house.store.writing() as (connection, numbers):
        if devices.device_of(connection, fingerprint(token)) is None:
            screen = devices.Screen(house.words("Demonstration"), fingerprint(token), "", PROFILE, "")
            devices.add(connection, screen, ("founding", house.now()), numbers)
    return token
