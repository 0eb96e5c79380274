"""Give a screen a link of its own; it is shown once and opens the wall until it is revoked."""

from ipaddress import ip_network
from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import KEEPERS, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store import devices
from dashboard.store.audit import note
from dashboard.store.stage import Stage
from dashboard.store.tokens import fingerprint, fresh_token

NEEDS = ("name", "scenes", "network")
PROFILE = "wall"
"""The privacy profile: aggregates of the read model, owners as positions, places of three cases and more."""


def _apply(stage: Stage, actor: Actor, name: str, scenes: str, network: str) -> tuple[str, dict[str, Any]]:
    name, network, token = name.strip(), network.strip(), fresh_token()
    if not name or not name.isprintable():
        raise UsageError("Name the screen: the place where it hangs")
    try:
        addresses = str(ip_network(network, strict=False)) if network else ""
    except ValueError as broken:
        raise UsageError("The network {network} cannot be read; write it as 10.0.5.0/24", network=network) from broken
    screen = devices.Screen(name, fingerprint(token), ",".join(scenes.replace(" ", "").split(",")), PROFILE, addresses)
    with stage.store.writing() as (connection, numbers):
        if any(one.name == name and one.revoked_at is None for one in devices.devices(connection)):
            raise UsageError("There is a screen {name} already; revoke it first", name=name)
        devices.add(connection, screen, (str(actor), stage.now), numbers)
        note(connection, numbers, Entry(Kind.WALL_LINK, str(actor), name, {"deed": "link given"}, stage.now))
    return ("The screen {name} opens at this address, shown this once: {path}",
            {"name": name, "path": f"/screen/{token}"})


ADD_SCREEN = Act("add_screen", "Give a screen its link", KEEPERS, NEEDS, _apply)
