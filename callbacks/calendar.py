"""The page of the calendar: the year, and the form for a decree."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from dash import Dash, Input, Output, State, no_update

from callbacks.lawbook import kept
from callbacks.seeing import guard, shown
from dashboard.domain.amendments import calendar_changed
from dashboard.errors import RoomError, UsageError
from dashboard.room import Room
from dashboard.words import Words
from layouts.desk import year
from layouts.desk.decree import FIELDS, WEEKDAYS, weekdays
from layouts.desk.roster import difference
from layouts.still import still

RoomOf = Callable[[], Room]
FORM = (*FIELDS, *WEEKDAYS, "confirmed")
"""What a person fills in; `calendar-<name>` on the page."""
BEFORE, AFTER = 2, 1
"""Years shown before the present one, and after the one in which the calendar ends."""
DAY = re.compile(r"(\d{1,2}\.\d{1,2}\.\d{4})\s*([^\s,;\d]*)")
SPAN = re.compile(r"(\d{1,2}:\d\d)\s*[-–—]\s*(\d{1,2}:\d\d)")
BETWEEN = " \t\r\n,;"


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the page."""
    _shown(app, room_of)
    _changed(app, room_of)


def _shown(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("calendar-coverage", "children"), Output("calendar-entered", "children"),
                  Output("calendar-hours", "children"), Output("calendar-year", "options"),
                  Output("calendar-year", "value"), Input("calendar-done", "data"), State("calendar-year", "value"))
    async def shown(_: int | None, chosen: int | None) -> Any:
        return await asyncio.to_thread(drawn, room_of(), chosen)

    @app.callback(Output("calendar-months", "children"), Input("calendar-year", "value"),
                  Input("calendar-done", "data"))
    async def months(chosen: int | None, _: int | None) -> Any:
        room = room_of()
        calendar = await asyncio.to_thread(room.working_calendar)
        return still(year.year(calendar, chosen, room.house.moments().on, room.words)) if chosen else no_update


def drawn(room: Room, chosen: int | None) -> tuple[Any, ...]:
    """Return how far the calendar reaches, what was entered, the hours, the years to choose from, and the one shown."""
    calendar, body, on, words = room.working_calendar(), room.law("calendar"), room.house.moments().on, room.words
    last = max(calendar.covered_until or on, on).year
    years = list(range(on.year - BEFORE, last + AFTER + 1))
    return (year.coverage(calendar, on, words), year.entered(body, words), year.hours(body, weekdays(words), words),
            [{"value": one, "label": str(one)} for one in years], chosen or on.year)


def _changed(app: Dash, room_of: RoomOf) -> None:
    form = [State(f"calendar-{name}", "value") for name in FORM]

    guard(app, "calendar", [*((f"calendar-{name}", "value") for name in FORM), ("calendar-done", "data")])

    @app.callback(Output("calendar-diff", "children"), Output("calendar-seen", "data"),
                  Input("calendar-compare", "n_clicks"), *form, State("calendar-done", "data"),
                  prevent_initial_call=True)
    async def compare(clicks: int | None, *told: Any) -> Any:
        if not clicks:
            return no_update, no_update
        return shown(await asyncio.to_thread(compared, room_of(), dict(zip(FORM, told, strict=False))), told)

    @app.callback(Output("calendar-said", "children", allow_duplicate=True),
                  Output("calendar-done", "data", allow_duplicate=True), Input("calendar-keep", "n_clicks"), *form,
                  State("calendar-reason", "value"), State("calendar-done", "data"), prevent_initial_call=True)
    async def keep(clicks: int | None, *told: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *said, reason, done = told
        return await asyncio.to_thread(changed, room_of(), dict(zip(FORM, said, strict=True)), reason, done)


def compared(room: Room, form: Mapping[str, Any]) -> Any:
    """Return what the form would change, or what is wrong with it."""
    try:
        changes = changes_of(form, room)
        return difference(*room.proposed("calendar", lambda body: calendar_changed(body, changes)), room.words)
    except RoomError as wrong:
        return room.words.error(wrong)


def changed(room: Room, form: Mapping[str, Any], reason: str | None, done: int | None) -> tuple[Any, Any]:
    """Keep what the form asks for; return (what the person is told, what makes the page read anew)."""
    try:
        inputs = {"changes": changes_of(form, room), "reason": reason or ""}
    except RoomError as wrong:
        return room.words.error(wrong), no_update
    return kept(room, "change_calendar", inputs, done)


def changes_of(form: Mapping[str, Any], room: Room) -> dict[str, Any]:
    """Return what the form changes of the calendar.

    Raises:
        UsageError: a day or an hour cannot be read, or days are entered without their act.
    """
    words, source = room.words, str(form["source"] or "").strip()
    off, working, short = (days(form[name], words) for name in ("off", "working", "short"))
    if (off or working or short) and not source:
        raise UsageError("Say by which act the days are moved")
    cited = {"source": source, "confirmed": bool(form["confirmed"])}
    changes: dict[str, Any] = {
        "days_off": [{"day": on.isoformat(), **cited} for on, _ in off],
        "working": [{"day": on.isoformat(), **({"like": like} if like else {}), **cited} for on, like in working],
        "short": [{"day": on.isoformat(), **cited} for on, _ in short],
        "forget": [on.isoformat() for on, _ in days(form["forget"], words)]}
    if until := days(form["until"], words):
        changes["covered_until"] = until[0][0].isoformat()
    told = {key: spans(form[key]) for key in WEEKDAYS if str(form[key] or "").strip()}
    if told:
        changes["hours"] = {**room.law("calendar")["hours"], **told, **(cited if source else {})}
    return changes


def days(text: str | None, words: Words) -> list[tuple[date, str | None]]:
    """Return the days of a field, each with the weekday whose hours it keeps if that is said.

    Raises:
        UsageError: something in it is no day.
    """
    said = str(text or "")
    found, left = DAY.findall(said), DAY.sub("", said).strip(BETWEEN)
    if left:
        raise UsageError("The date {text} cannot be read; write it as DD.MM.YYYY", text=left)
    known = {name.casefold(): key for key, name in weekdays(words)}
    try:
        return [(_date(day), known[name.casefold()] if name else None) for day, name in found]
    except (ValueError, KeyError) as broken:
        raise UsageError("The date {text} cannot be read; write it as DD.MM.YYYY", text=said.strip()) from broken


def spans(text: str) -> list[list[str]]:
    """Return the working intervals of a field.

    Raises:
        UsageError: something in it is no interval.
    """
    found = SPAN.findall(text)
    if not found or SPAN.sub("", text).strip(BETWEEN):
        raise UsageError("The hours {text} cannot be read; write them as 09:00–13:00, 14:00–18:00", text=text)
    return [[f"{start:0>5}", f"{end:0>5}"] for start, end in found]


def _date(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007
