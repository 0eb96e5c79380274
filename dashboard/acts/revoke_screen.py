"""Take a screen's link back: it goes dark within seconds."""

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import KEEPERS, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store import devices
from dashboard.store.audit import note
from dashboard.store.stage import Stage


def _apply(stage: Stage, actor: Actor, name: str) -> tuple[str, dict[str, Any]]:
    with stage.store.writing() as (connection, numbers):
        found = [one for one in devices.devices(connection) if one.name == name and one.revoked_at is None]
        if not found:
            raise UsageError("There is no screen {name} in use", name=name)
        for one in found:
            devices.revoke(connection, one.id, stage.now)
        note(connection, numbers, Entry(Kind.WALL_LINK, str(actor), name, {"deed": "taken back"}, stage.now))
    return "The link of the screen {name} is taken back; it goes dark within 15 seconds", {"name": name}


REVOKE_SCREEN = Act("revoke_screen", "Take a screen's link back", KEEPERS, ("name",), _apply)
