"""One appeal: read, corrected, linked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dash import Dash, Input, Output, State, no_update

from dashboard.errors import RoomError, UsageError
from dashboard.room import Room
from layouts.desk import outlook
from layouts.desk.acts import OWN
from layouts.desk.case import sheet
from layouts.desk.path import crumbs
from layouts.desk.states import refused

RoomOf = Callable[[], Room]
LISTS = ("/", "/list", "/promises")


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the single-appeal view."""
    _read(app, room_of)
    _correct(app, room_of)
    _link(app, room_of)


def _read(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("case-sheet", "children"), Output("case-trail", "children"), Output("case-forms", "hidden"),
                  Input("case-address", "search"), Input("case-done", "data"))
    async def read(search: str | None, _: int | None) -> tuple[Any, Any, bool]:
        words = room_of().words
        trail = crumbs(words("Appeal {number}", number=key_of(search)[1]), words, back_of(search))
        sheet_, known = await asyncio.to_thread(read_of, room_of(), search)
        return sheet_, trail, not known


def _correct(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("case-done", "data"), Output("case-correct-said", "children"),
                  Input("case-correct", "n_clicks"), State("case-field", "value"), State("case-value", "value"),
                  State("case-own", "value"), State("case-reason", "value"), State("case-address", "search"),
                  State("case-done", "data"), prevent_initial_call=True)
    async def correct(clicks: int | None, *said: Any) -> Any:
        if not clicks:
            return no_update, no_update
        field, value, own, reason, search, done = said
        right = own if field in OWN else value
        return await asyncio.to_thread(corrected, room_of(), search, (field, right, reason), done)

    @app.callback(Output("case-value", "options"), Output("case-value", "value"), Output("case-value-box", "hidden"),
                  Output("case-own-box", "hidden"), Input("case-field", "value"), prevent_initial_call=True)
    async def choices(field: str | None) -> Any:
        if field is None or field in OWN:
            return [], None, True, False
        members = await asyncio.to_thread(room_of().members, field)
        return [{"value": key, "label": title} for key, title in members.items() if key], None, False, True


def _link(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("case-done", "data", allow_duplicate=True), Output("case-link-said", "children"),
                  Input("case-link", "n_clicks"), State("case-other", "value"), State("case-kind", "value"),
                  State("case-address", "search"), State("case-done", "data"), prevent_initial_call=True)
    async def link(clicks: int | None, *said: Any) -> Any:
        if not clicks:
            return no_update, no_update
        other, kind, search, done = said
        return await asyncio.to_thread(linked, room_of(), search, (other, kind), done)


def key_of(search: str | None) -> tuple[str, str, str]:
    """Return source, number and question of an address."""
    query = parse_qs((search or "").lstrip("?"))
    return query.get("source", [""])[0], query.get("id", [""])[0], query.get("question", ["1"])[0]


def back_of(search: str | None) -> str:
    """Return the address of the list that the reader came from; the desk when the address names none of ours."""
    back = parse_qs((search or "").lstrip("?")).get("back", ["/"])[0]
    told = urlsplit(back)
    return back if not told.scheme and not told.netloc and told.path in LISTS else "/"


def drawn(room: Room, search: str | None) -> Any:
    """Return the sheet of the appeal that an address names."""
    return read_of(room, search)[0]


def read_of(room: Room, search: str | None) -> tuple[Any, bool]:
    """Return the sheet of the appeal that an address names, and whether there is one to act on."""
    words = room.words
    try:
        found = room.case(*key_of(search))
    except RoomError as wrong:
        return refused(words.error(wrong), words), False
    title = room.house.vocabularies().title
    expected = outlook.card(room.outlook(found), title, words)
    return sheet(found, title, words, room.house.now(), (room.terms(found), expected, room.doubts())), True


def corrected(room: Room, search: str | None, said: tuple[Any, Any, Any], done: int | None) -> tuple[Any, Any]:
    """Correct a fact and return (what makes the sheet read anew, what the person is told)."""
    field, value, reason = said
    try:
        number = room.case(*key_of(search), texts=False).id
        told, values = room.do("correct", question=number, field=field or "", value=value or "", reason=reason or "")
    except RoomError as wrong:
        return no_update, room.words.error(wrong)
    named = {**values, "field": room.words(f"field {field}")}
    return (done or 0) + 1, room.words(told, **named)


def linked(room: Room, search: str | None, said: tuple[Any, Any], done: int | None) -> tuple[Any, Any]:
    """Join two questions and return (what makes the sheet read anew, what the person is told)."""
    text, kind = said
    try:
        source, _, _ = key = key_of(search)
        other = other_of(room, text or "", source)
        told, values = room.do("link", question=room.case(*key, texts=False).id, other=other, kind=kind or "")
    except RoomError as wrong:
        return no_update, room.words.error(wrong)
    return (done or 0) + 1, room.words(told, **values)


def other_of(room: Room, text: str, source: str) -> int:
    """Return the id of the question with this number; of the same source first.

    Raises:
        UsageError: no question has this number.
    """
    same = [row for row in room.find(text.strip()) if row["external_id"] == text.strip()]
    for row in sorted(same, key=lambda row: (row["source"] != source, row["question"])):
        return int(row["id"])
    raise UsageError("There is no question with the number {text}", text=text)
