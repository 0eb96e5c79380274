"""The post of one room, put together from its settings."""

from __future__ import annotations

from dashboard.house import House
from dashboard.post.bodies import Bodies
from dashboard.post.couriers import Courier
from dashboard.post.hook import Hook
from dashboard.post.letters import Letters
from dashboard.post.mail import Mail
from dashboard.post.outlets import Outlets


def couriers_of(house: House, outlets: Outlets) -> tuple[Courier, ...]:
    """Return who carries what leaves the room; nobody when everything is off."""
    found: list[Courier] = []
    if outlets.mail is not None:
        found.append(Mail(outlets.mail, Letters(house, outlets.mail.sender, outlets.base).letter))
    if outlets.hook is not None:
        found.append(Hook(outlets.hook, Bodies(house, outlets.base).body))
    return tuple(found)
