"""What the shift says to alerts: each button an act through the room, its answer or its refusal in words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.alerts import named
from dashboard.domain.alerts.calling import usual_ends
from dashboard.errors import RoomError, UsageError
from dashboard.room import Room
from layouts.desk.answers import CAUSE, TAKE

RoomOf = Callable[[], Room]
Inputs = dict[str, Any]
Said = tuple[Any, Any]
"""What the person is told, and the count of acts done, which makes the page read anew."""
DAY, MOMENT = "%d.%m.%Y", "%d.%m.%Y %H:%M"


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the acts on alerts and causes."""
    _form(app, room_of, "take", ("acknowledge", taking, TAKE))
    _form(app, room_of, "comment", ("comment_alert", commenting, ("text",)))
    _form(app, room_of, "end", ("resolve_alert", ending, ("reason",)))
    _form(app, room_of, "cause", ("declare_cause", declaring, CAUSE))
    _end_cause(app, room_of)


def _form(app: Dash, room_of: RoomOf, form: str, told: tuple[str, Callable[..., Inputs], tuple[str, ...]]) -> None:
    act, inputs, fields = told

    @app.callback(Output("alerts-said", "children", allow_duplicate=True),
                  Output("alerts-done", "data", allow_duplicate=True), Input(f"{form}-do", "n_clicks"),
                  *(State(f"{form}-{field}", "value") for field in fields), State("alerts-address", "search"),
                  State("alerts-done", "data"), prevent_initial_call=True)
    async def answer(clicks: int | None, *said: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *values, search, done = said
        filled = dict(zip((field.replace("-", "_") for field in fields), values, strict=True))
        return await asyncio.to_thread(did, room_of(), (act, done), lambda room: inputs(room, search, filled))


def _end_cause(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("alerts-said", "children"), Output("alerts-done", "data"),
                  Input({"type": "cause-end", "cause": ALL}, "n_clicks"), State("alerts-done", "data"),
                  prevent_initial_call=True)
    async def end(clicks: list[int | None], done: int | None) -> Any:
        if not isinstance(ctx.triggered_id, dict) or not any(clicks):
            return no_update, no_update
        cause = ctx.triggered_id["cause"]
        return await asyncio.to_thread(did, room_of(), ("end_cause", done), lambda _: {"cause": whole(cause)})


def did(room: Room, how: tuple[str, int | None], inputs: Callable[[Room], Inputs]) -> Said:
    """Do an act (its key, how many were done before) and return what the person is told.

    A refusal reads nothing anew, so that what was typed stays.
    """
    act, done = how
    try:
        told, values = room.do(act, **inputs(room))
    except RoomError as wrong:
        return f"▲ {room.words.error(wrong)}", no_update
    return f"● {spoken(room, told, values)}", (done or 0) + 1


def spoken(room: Room, template: str, values: Mapping[str, Any]) -> str:
    """Return what an act answers, its instants as people say them."""
    named_ = {key: _moment(room, value) if isinstance(value, datetime) else value for key, value in values.items()}
    return room.words(template, **named_)


def _moment(room: Room, at: datetime) -> str:
    return f"{room.words.day(at.astimezone(room.town.tz).date())} {room.words.clock(at)}"


def taking(room: Room, search: str | None, said: Inputs) -> Inputs:
    """Return the inputs of taking an alert.

    Raises:
        UsageError: no alert is chosen, or a day or moment cannot be read.
    """
    return {"alert": named(search), "reason": said["reason"] or "", "promise": said["promise"] or "",
            "until": until_of(room, said["until"], said["own"]), "promise_on": day_of(said["promise_on"])}


def commenting(_: Room, search: str | None, said: Inputs) -> Inputs:
    """Return the inputs of a comment."""
    return {"alert": named(search), "text": said["text"] or ""}


def ending(_: Room, search: str | None, said: Inputs) -> Inputs:
    """Return the inputs of ending an alert."""
    return {"alert": named(search), "reason": said["reason"] or ""}


def declaring(room: Room, _: str | None, said: Inputs) -> Inputs:
    """Return the inputs of declaring a cause."""
    covers = {key: said[key] or [] for key in ("blocks", "topics", "places")}
    return {"title": said["title"] or "", **covers, "until": until_of(room, said["until"], said["own"])}


def until_of(room: Room, chosen: str | None, own: str | None) -> str:
    """Return the instant that a choice means, as an act takes it.

    Raises:
        UsageError: it was written by hand and cannot be read.
    """
    known = usual_ends(room.house.now(), room.house.calendar(), room.town.tz)
    if chosen is not None and chosen in known:
        return known[chosen].isoformat()
    try:
        return datetime.strptime((own or "").strip(), MOMENT).replace(tzinfo=room.town.tz).isoformat()
    except ValueError as broken:
        raise UsageError("Write until when as 27.11.2026 18:00") from broken


def day_of(text: str | None) -> str:
    """Return a day that was written by hand, as an act takes it; "" for none.

    Raises:
        UsageError: it cannot be read.
    """
    if not (text or "").strip():
        return ""
    try:
        return _day(str(text).strip()).isoformat()
    except ValueError as broken:
        raise UsageError("Write the day as 24.11.2026") from broken


def _day(text: str) -> date:
    return datetime.strptime(text, DAY).date()  # noqa: DTZ007  (a civil day has no zone)


def whole(number: Any) -> int:
    """Return a number that a page sends.

    Raises:
        UsageError: it is none.
    """
    if not isinstance(number, int):
        raise UsageError("There is no cause {number} in force", number=number)
    return number
