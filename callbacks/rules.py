"""The page of the rules: the table, and the form for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from dash import ALL, Dash, Input, Output, State, ctx, no_update

from callbacks.auditing import day
from callbacks.lawbook import kept
from callbacks.seeing import guard, shown
from dashboard.domain.amendments import rule_added, rule_changed, rule_ended
from dashboard.domain.people import RULES
from dashboard.domain.rules import Rule
from dashboard.errors import RoomError, UsageError
from dashboard.lawbook import Change
from dashboard.room import Room
from layouts.desk import rules
from layouts.desk.roster import difference

RoomOf = Callable[[], Room]
FORM = ("deed", "key", *rules.FIELDS, "from", "to")
"""What a person fills in; `rule-<name>` on the page."""
EMPTY = {"confirmed": [], "amount": 0, "extension": 0}
"""A field of a number takes no emptiness; no rule has the amount 0."""
BLANK: tuple[Any, ...] = (rules.ADD, "", *(EMPTY.get(name) for name in rules.FIELDS), "", "")
"""What stands in the form of a new rule."""


class Wanted(NamedTuple):
    """What a form asks for: the act with its inputs, and what it does to the rules."""

    act: str
    inputs: dict[str, Any]
    change: Change


def register(app: Dash, room_of: RoomOf) -> None:
    """Add the callbacks of the page."""
    _shown(app, room_of)
    _filled(app, room_of)
    _changed(app, room_of)


def _shown(app: Dash, room_of: RoomOf) -> None:
    @app.callback(Output("rules-table", "children"), Output("rule-channel", "options"), Output("rule-topic", "options"),
                  Output("rule-law", "options"), Input("rules-done", "data"))
    async def shown(_: int | None) -> Any:
        return await asyncio.to_thread(drawn, room_of())


def drawn(room: Room) -> tuple[Any, Any, Any, Any]:
    """Return the table, and the channels, topics and laws to choose from.

    What a rule names is among them even if no vocabulary knows it: a list would silently drop it from the form, and
    the rule would be kept for all appeals.
    """
    words, held = room.house.vocabularies(), room.rules()
    channels, topics = ({key: member.title for key, member in words.members[name].items()}
                        for name in ("channel", "topic"))
    laws = {key: room.words(said) for key, said in rules.LAWS.items()}
    table = rules.rows(held, room.house.moments().on, words.title, room.words, editor=room.viewer.may(RULES))
    return (table, _options(channels, (rule.channel for rule in held)),
            _options(topics, (rule.topic for rule in held)), _options(laws, (rule.law for rule in held)))


def _options(known: Mapping[str, str], named: Iterable[str | None]) -> list[dict[str, str]]:
    more = {name: name for name in named if name and name not in known}
    return [{"value": key, "label": said} for key, said in {**known, **more}.items()]


def _filled(app: Dash, room_of: RoomOf) -> None:
    @app.callback(*(Output(f"rule-{name}", "value") for name in FORM), Output("rule-diff", "children"),
                  Output("rule-box", "hidden"), Input({"type": "rule-edit", "key": ALL}, "n_clicks"),
                  prevent_initial_call=True)
    async def filled(clicks: list[int | None]) -> Any:
        if not isinstance(ctx.triggered_id, dict) or not any(clicks):
            return [no_update] * (len(FORM) + 2)
        known = {rule.key: rule for rule in await asyncio.to_thread(room_of().rules)}
        return [*values(known[ctx.triggered_id["key"]]), [], False]

    # A callback of its own: the table that is drawn anew asks the one above again, which would forget this click.
    @app.callback(*(Output(f"rule-{name}", "value", allow_duplicate=True) for name in FORM),
                  Output("rule-diff", "children", allow_duplicate=True),
                  Output("rule-box", "hidden", allow_duplicate=True), Input("rule-new", "n_clicks"),
                  prevent_initial_call=True)
    async def emptied(new: int | None) -> Any:
        return [*BLANK, [], False] if new else [no_update] * (len(FORM) + 2)

    @app.callback(Output("rule-box", "hidden", allow_duplicate=True), Input("rules-done", "data"),
                  prevent_initial_call=True)
    async def folded(done: int | None) -> Any:
        return True if done else no_update


def values(rule: Rule) -> list[Any]:
    """Return what stands in the form when a rule is opened in it."""
    told = [getattr(rule, name) for name in rules.FIELDS]
    plain = [["yes"] if value is True else [] if value is False else value if isinstance(value, int) or value is None
             else str(value) for value in told]
    return [rules.CHANGE, rule.key, *plain, "", ""]


def _changed(app: Dash, room_of: RoomOf) -> None:
    form = [State(f"rule-{name}", "value") for name in FORM]

    guard(app, "rule", [*((f"rule-{name}", "value") for name in FORM), ("rules-done", "data")])

    @app.callback(Output("rule-diff", "children", allow_duplicate=True), Output("rule-seen", "data"),
                  Input("rule-compare", "n_clicks"), *form, State("rules-done", "data"), prevent_initial_call=True)
    async def compare(clicks: int | None, *told: Any) -> Any:
        if not clicks:
            return no_update, no_update
        return shown(await asyncio.to_thread(compared, room_of(), dict(zip(FORM, told, strict=False))), told)

    @app.callback(Output("rules-said", "children", allow_duplicate=True),
                  Output("rules-done", "data", allow_duplicate=True), Input("rule-keep", "n_clicks"), *form,
                  State("rule-reason", "value"), State("rules-done", "data"), prevent_initial_call=True)
    async def keep(clicks: int | None, *told: Any) -> Any:
        if not clicks:
            return no_update, no_update
        *said, reason, done = told
        return await asyncio.to_thread(changed, room_of(), dict(zip(FORM, said, strict=True)), reason, done)


def compared(room: Room, form: Mapping[str, Any]) -> Any:
    """Return what the form would change, or what is wrong with it."""
    try:
        return difference(*room.proposed("rules", wanted(form).change), room.words)
    except RoomError as wrong:
        return room.words.error(wrong)


def changed(room: Room, form: Mapping[str, Any], reason: str | None, done: int | None) -> tuple[Any, Any]:
    """Keep what the form asks for; return (what the person is told, what makes the page read anew)."""
    try:
        asked = wanted(form)
    except RoomError as wrong:
        return room.words.error(wrong), no_update
    return kept(room, asked.act, {**asked.inputs, "reason": reason or ""}, done)


def wanted(form: Mapping[str, Any]) -> Wanted:
    """Return what the form asks for.

    Raises:
        UsageError: no rule is named, or a day cannot be read.
    """
    key = str(form["key"] or "").strip()
    if not key:
        raise UsageError("Name the rule, or open one from the table")
    row = {name: form[name] if name != "confirmed" else bool(form[name]) for name in rules.FIELDS}
    row["source"] = str(row["source"] or "").strip()
    if form["deed"] == rules.ADD:
        since = _day(form["from"])
        whole = {"key": key, **row, "valid_from": since and since.isoformat()}
        return Wanted("add_rule", {"row": whole}, lambda body: rule_added(body, whole))
    if form["deed"] == rules.END:
        until = _day(form["to"])
        if until is None:
            raise UsageError("Say the last day on which a term may begin by the rule")
        ended = {"key": key, "valid_to": until.isoformat()}
        return Wanted("end_rule", ended, lambda body: rule_ended(body, key, until))
    since = _day(form["from"])
    inputs = {"key": key, "changes": row, "valid_from": since and since.isoformat()}
    return Wanted("change_rule", inputs, lambda body: rule_changed(body, key, row, since))


def _day(text: str | None) -> date | None:
    try:
        return day(text)
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as DD.MM.YYYY", text=str(text)) from broken
