"""The sources page: polled, and its acts: take back, give a meaning, give a file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.giving import Given, followed, given
from callbacks.rejects import as_csv
from dashboard.domain.people import IMPORTERS, RUNNERS
from dashboard.errors import RoomError
from dashboard.room import Room
from layouts.desk import journal, keeping, sources, year
from layouts.desk import post as outgoing
from layouts.desk.fate import fates
from layouts.pages.sources import SECTIONS

RoomOf = Callable[[], Room]
FOLLOWED = 10
"""Given files whose fates are shown."""


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the sources page."""
    _poll(app, room_of)
    _undo(app, room_of)
    _rejected(app, room_of)
    _words(app, room_of)
    _upload(app, room_of)


def _poll(app: Dash, room_of: RoomOf) -> None:
    slots = [Output(f"sources-{key}", "children") for key, _ in SECTIONS]

    @app.callback(*slots, Output("sources-seen", "data"), Output("sources-give", "hidden"),
                  Input("sources-poll", "n_intervals"),
                  Input("sources-done", "data"), State("sources-seen", "data"))
    async def poll(_: int | None, __: int | None, seen: list[str] | None) -> Any:
        return await asyncio.to_thread(sections, room_of(), seen)


def sections(room: Room, seen: list[str] | None) -> list[Any]:
    """Return the changed sections, no update for the others, what is seen now, and whether giving files is hidden.

    A section that stands still is not drawn anew: somebody may be choosing in it.
    """
    title, words = room.house.vocabularies().title, room.words
    waiting = room.unknown_words()
    members = {field: room.members(field) for field in {word.field for word in waiting} if field in room.dimensions}
    states, taken, refused, works = room.health(), room.batches(), room.quarantined(), room.jobs()
    ends = year.alarm(room.working_calendar(), room.house.moments().on, words)
    now, proven, screens, copied = room.house.now(), room.proven(), room.screens(), room.copies()
    post = room.post() if room.viewer.may(RUNNERS) else None
    drawn = (partial(sources.health, states, now, words, [*journal.alarm(proven, words), *ends]),
             partial(keeping.screens, screens, now, words, keeper=False),
             partial(sources.unknown, waiting, members, title, words),
             partial(sources.jobs, works, words), partial(sources.batches, taken, title, words),
             partial(sources.copies, copied, words), partial(sources.quarantine, refused, words),
             partial(outgoing.post, post, words))
    signs = [f"{states}{now:%H:%M}{proven}{len(ends)}", f"{screens}{now}", repr(waiting), repr(works), repr(taken),
             f"{copied.newest}{copied.failed}{now:%H:%M}", repr(refused), repr(post)]
    former = seen or [""] * len(signs)
    changed = [draw() if sign != old else no_update for draw, sign, old in zip(drawn, signs, former, strict=True)]
    return [*changed, signs, not room.viewer.may(IMPORTERS)]


def _undo(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("undo-question", "children"), Output("undo-batch", "data"),
                  Input({"type": "undo-ask", "batch": ALL}, "n_clicks"), prevent_initial_call=True)
    async def ask(clicks: list[int | None]) -> Any:
        if not isinstance(ctx.triggered_id, dict) or not any(clicks):
            return no_update, no_update
        batch = ctx.triggered_id["batch"]
        return sources.undo_question(batch, room_of().words), batch

    @app.callback(Output("undo-question", "children", allow_duplicate=True), Output("sources-said", "children"),
                  Output("sources-done", "data"), Input("undo-yes", "n_clicks"), Input("undo-no", "n_clicks"),
                  State("undo-batch", "data"), State("sources-done", "data"), prevent_initial_call=True)
    async def answer(yes: int | None, no: int | None, batch: int, done: int | None) -> Any:
        if not yes:
            return ([] if no else no_update), no_update, no_update
        said = await asyncio.to_thread(act, room_of(), "undo_import", batch=batch)
        return [], said, (done or 0) + 1


def act(room: Room, key: str, **inputs: Any) -> str:
    """Do an act and return what the person is told."""
    try:
        told, values = room.do(key, **inputs)
    except RoomError as wrong:
        return room.words.error(wrong)
    return room.words(told, **values)


def _rejected(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("rejected-drawer", "hidden"), Output("rejected-rows", "children"),
                  Output("rejected-batch", "data"), Input({"type": "rejected-open", "batch": ALL}, "n_clicks"),
                  Input("rejected-close", "n_clicks"), prevent_initial_call=True)
    async def show(clicks: list[int | None], _: int | None) -> Any:
        if not isinstance(ctx.triggered_id, dict) or not any(clicks):
            return (True if ctx.triggered_id == "rejected-close" else no_update), no_update, no_update
        batch, room = ctx.triggered_id["batch"], room_of()
        rows = await asyncio.to_thread(room.rejected, batch)
        return False, sources.rejected_rows(batch, rows, room.words), batch

    @app.callback(Output("rejected-download", "data"), Input("rejected-file", "n_clicks"),
                  State("rejected-batch", "data"), prevent_initial_call=True)
    async def download(clicks: int | None, batch: int) -> Any:
        if not clicks:
            return no_update
        room = room_of()
        rows = await asyncio.to_thread(room.rejected, batch)
        return {"filename": f"rejected-{batch}.csv", "content": as_csv(rows, room.words), "type": "text/csv"}


def _words(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("sources-said", "children", allow_duplicate=True),
                  Output("sources-done", "data", allow_duplicate=True),
                  Input({"type": "word-map", "word": ALL}, "n_clicks"),
                  State({"type": "word-member", "word": ALL}, "value"), State({"type": "word-map", "word": ALL}, "id"),
                  State("sources-done", "data"), prevent_initial_call=True)
    async def give(clicks: list[int | None], members: list[str | None], *more: Any) -> Any:
        ids, done = more
        if not isinstance(ctx.triggered_id, dict) or not any(clicks):
            return no_update, no_update
        word = ctx.triggered_id["word"]
        member = next(m for m, one in zip(members, ids, strict=True) if one["word"] == word)
        if not member:
            return room_of().words("Choose what the word means first"), no_update
        return await asyncio.to_thread(act, room_of(), "map_word", word=word, member=member), (done or 0) + 1


def _upload(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("sources-given", "data"), Output("sources-upload", "contents"),
                  Input("sources-upload", "contents"), State("sources-upload", "filename"),
                  State("sources-given", "data"), prevent_initial_call=True)
    async def take(contents: list[str] | None, names: list[str] | None, former: list[Given] | None) -> Any:
        if not contents:
            return no_update, no_update
        fresh = [await asyncio.to_thread(given, room_of(), name, content)
                 for name, content in zip(names or [], contents, strict=True)]
        return [*(former or []), *fresh][-FOLLOWED:], None

    @app.callback(Output("sources-fates", "children"), Output("sources-given", "data", allow_duplicate=True),
                  Input("sources-given", "data"), Input("sources-poll", "n_intervals"), prevent_initial_call=True)
    async def follow(files: list[Given] | None, _: int | None) -> Any:
        if not files:
            return no_update, no_update
        known = await asyncio.to_thread(lambda: [followed(room_of(), one) for one in files])
        return fates(known, room_of().words), known if known != files else no_update
