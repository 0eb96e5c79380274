"""The desk of the shift: the queue and one alert follow the address, the clock and what was done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from dash import Dash, Input, Output

from dashboard.domain.alerts.alert import Alert
from dashboard.domain.alerts.calling import usual_ends
from dashboard.domain.alerts.finding import Severity
from dashboard.domain.people import ALERTED, CAUSES, STAFF
from dashboard.errors import RoomError, UsageError
from dashboard.room import Room
from layouts.desk import alert as one
from layouts.desk import answers, causes, queue
from layouts.desk.counters import counters_of
from layouts.desk.states import refused
from layouts.shell import pages
from layouts.shift import Shift
from layouts.still import still

RoomOf = Callable[[], Room]
COVERS = ("blocks", "topics", "places")
LISTED = {"blocks": "block", "topics": "topic", "places": "street"}
"""Field of a cause → the dimension whose members it takes."""


def register(app: Dash, room_of: RoomOf) -> None:
    """Add what is read: the queue, one alert, the forms as they stand at first, the number in the nav."""
    _queue(app, room_of)
    _one(app, room_of)
    _forms(app, room_of)
    _nav(app, room_of)


def _queue(app: Dash, room_of: RoomOf) -> None:
    parts = [Output(f"alerts-{part}", "children") for part in ("queue", "causes", "ended", "counters")]

    @app.callback(*parts, Input("alerts-clock", "n_intervals"), Input("alerts-done", "data"),
                  Input("alerts-bell", "data"), Input("alerts-address", "search"))
    async def listed(_: int | None, __: int | None, ___: str | None, search: str | None) -> Any:
        return await asyncio.to_thread(lists, room_of(), search)


def lists(room: Room, search: str | None) -> tuple[Any, Any, Any, Any]:
    """Return the queue, the causes in force, the alerts that ended lately, and the counters of terms for the staff."""
    duty, ended = room.duty(), room.ended_alerts()
    told = shift_of(room, [*(alert for found in duty for alert in found), *ended])
    return (still(queue.queue(duty, told, number_of(search), paths_of(room))),
            causes.causes(room.causes(), told, may_end=room.viewer.may(CAUSES)), queue.ended(ended, told),
            counters_of(room.board(), room.words) if room.viewer.may(STAFF) else [])


def _one(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("alerts-head", "children"), Output("alerts-log", "children"),
                  Output("alerts-panel", "hidden"), Output("alerts-forms", "hidden"),
                  Input("alerts-address", "search"), Input("alerts-clock", "n_intervals"),
                  Input("alerts-done", "data"), Input("alerts-bell", "data"))
    async def shown(search: str | None, *_: Any) -> Any:
        return await asyncio.to_thread(drawn, room_of(), search)


def drawn(room: Room, search: str | None) -> tuple[Any, Any, bool, bool]:
    """Return an alert's head and log, whether the panel is hidden, and whether its forms are."""
    number = number_of(search)
    if number is None:
        return [], [], True, True
    try:
        found, entries = room.alert(number)
    except RoomError as wrong:
        return refused(room.words.error(wrong), room.words), [], False, True
    told = shift_of(room, [found])
    log = one.log(found, entries, told, room.deliveries_of(number))
    return one.head(found, told, paths_of(room)), log, False, not found.stands


def _forms(app: Dash, room_of: RoomOf) -> None:
    texts = [f"take-{key}" for key in answers.TAKE] + ["comment-text", "end-reason"]
    texts += [f"cause-{key}" for key in answers.CAUSE]
    slots = {f"{key}:value": Output(key, "value") for key in texts}
    slots |= {f"cause-{key}:options": Output(f"cause-{key}", "options") for key in COVERS}
    slots |= {f"{form}-until:options": Output(f"{form}-until", "options") for form in ("take", "cause")}
    slots |= {"cause-box:hidden": Output("cause-box", "hidden")}

    @app.callback(output=slots, inputs=[Input("alerts-address", "search"), Input("alerts-done", "data")])
    async def fresh(search: str | None, _: int | None) -> dict[str, Any]:
        return await asyncio.to_thread(blank, room_of(), search, texts)

    @app.callback(Output("alerts-said", "children", allow_duplicate=True), Input("alerts-address", "search"),
                  prevent_initial_call=True)
    async def silent(_: str | None) -> str:
        return ""

    for form in ("take", "cause"):
        @app.callback(Output(f"{form}-own-box", "hidden"), Input(f"{form}-until", "value"))
        async def own(chosen: str | None) -> bool:
            return chosen != "own"


def blank(room: Room, search: str | None, fields: Iterable[str]) -> dict[str, Any]:
    """Return slot → value of forms that nobody has filled in yet; a cause covers the alert itself at first."""
    may = room.viewer.may(CAUSES)
    options = {f"cause-{key}:options": _members(room, LISTED[key]) if may else [] for key in COVERS}
    ends = answers.ends(usual_ends(room.house.now(), room.house.calendar(), room.town.tz), room.words)
    covered = answers.covered(_alert(room, search))
    return {**{f"{field}:value": "" for field in fields}, **options, "cause-box:hidden": not may,
            **{f"{form}-until:value": "day" for form in ("take", "cause")},
            **{f"{form}-until:options": ends for form in ("take", "cause")},
            **{f"cause-{key}:value": chosen for key, chosen in zip(COVERS, covered, strict=True)}}


def _alert(room: Room, search: str | None) -> Alert | None:
    number = number_of(search)
    try:
        return None if number is None else room.alert(number)[0]
    except RoomError:
        return None


def _members(room: Room, dimension: str) -> list[dict[str, str]]:
    return [{"value": key, "label": title} for key, title in room.members(dimension).items() if key]


def _nav(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("desk-alarms", "children"), Input("desk-tick", "n_intervals"))
    async def number(_: int | None) -> str:
        return await asyncio.to_thread(unowned, room_of())


def unowned(room: Room) -> str:
    """Return how many grave alerts nobody has taken, "" for none and for those who answer none."""
    if not room.viewer.may(ALERTED):
        return ""
    grave = sum(alert.severity > Severity.NOTICE for alert in room.duty().unowned)
    return room.words.number(grave) if grave else ""


def shift_of(room: Room, found: Iterable[Alert]) -> Shift:
    """Return what these alerts are told with."""
    return Shift(room.words, room.house.vocabularies().title, room.alert_rules(), room.called(found),
                 room.colleagues(), room.all_causes(), room.house.now())


def paths_of(room: Room) -> frozenset[str]:
    """Return the addresses of the pages that the viewer may see."""
    return frozenset(path for path, page in pages().items() if room.viewer.may(page.access))


def number_of(search: str | None) -> int | None:
    """Return the number of the alert that an address names, or None."""
    text = parse_qs((search or "").lstrip("?")).get("alert", [""])[-1]
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else None


def named(search: str | None) -> int:
    """Return the number of the alert that an address names.

    Raises:
        UsageError: it names none.
    """
    found = number_of(search)
    if found is None:
        raise UsageError("Choose an alert first")
    return found


LONGEST = 16
"""Digits of a number that no alert has."""
