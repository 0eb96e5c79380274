"""The queue of a shift: what is mine, what nobody has taken, what was promised for today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dashboard.domain.alerts.alert import Alert, Stage
from dashboard.domain.alerts.finding import Cause
from dashboard.domain.people import RUNNERS, WHOLE_TOWN, Actor, Role, Viewer

ROOM_WIDE = RUNNERS | {Role.CURATOR}
"""Who sees alerts about the room itself."""


class Duty(NamedTuple):
    """Alerts that stand, gravest and oldest first; each is in the first of these lists into which it belongs.

    Attributes:
        mine: taken by the viewer.
        promised: taken by others, with a promise for today or earlier.
        unowned: nobody has taken it.
        taken: taken by others.
        quiet: covered by a silent source or a declared cause: nobody is called.
    """

    mine: tuple[Alert, ...]
    promised: tuple[Alert, ...]
    unowned: tuple[Alert, ...]
    taken: tuple[Alert, ...]
    quiet: tuple[Alert, ...]


def may_see(viewer: Viewer, alert: Alert) -> bool:
    """Return whether the alert concerns the viewer: block leads see their blocks, who runs the room sees the room's."""
    if alert.room_wide:
        return viewer.may(ROOM_WIDE)
    return viewer.may(WHOLE_TOWN) or (Role.BLOCK in viewer.roles and alert.subject.block in viewer.blocks)


def may_hear(viewer: Viewer, cause: Cause) -> bool:
    """Return whether a declared cause may cover what the viewer answers for."""
    return viewer.may(WHOLE_TOWN) or (Role.BLOCK in viewer.roles and (
        not cause.blocks or bool(cause.blocks & viewer.blocks)))


def duty_of(viewer: Viewer, alerts: Iterable[Alert], today: date) -> Duty:
    """Return the viewer's queue."""
    lists: dict[str, list[Alert]] = {name: [] for name in Duty._fields}
    for alert in sorted((a for a in alerts if a.stands and may_see(viewer, a)), key=_order):
        lists[_list_of(alert, str(Actor("person", viewer.name)), today)].append(alert)
    return Duty(**{name: tuple(found) for name, found in lists.items()})


def _order(alert: Alert) -> tuple[int, float, int]:
    return -alert.severity, alert.fired_at.timestamp(), alert.id


def _list_of(alert: Alert, viewer: str, today: date) -> str:
    answer = alert.answer if alert.stage is Stage.ACKNOWLEDGED else None
    if answer is not None and answer.owner == viewer:
        return "mine"
    if answer is not None and answer.promise_on is not None and answer.promise_on <= today:
        return "promised"
    if answer is not None:
        return "taken"
    return "quiet" if alert.inhibited else "unowned"
