"""The content of the desk for one address, as values of the page's slots; blocking, to be called in a thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import no_update

from callbacks.looking import Picture, opened, picture, plan_for
from dashboard.errors import RoomError
from dashboard.room import Room
from layouts.desk.counters import counters_of
from layouts.desk.filters import filters, periods
from layouts.desk.frame import snapshots
from layouts.desk.glance import PREVIOUS, YEAR, Glance, glance_of, is_bare
from layouts.desk.heading import list_head, measure_switch, scope_words
from layouts.desk.ink import nothing
from layouts.desk.numbers import Cards, compare_switch
from layouts.desk.path import trail
from layouts.desk.periods import moved
from layouts.desk.sentences import Sentences, heaps_of
from layouts.desk.states import defined, elsewhere, first_start, nothing_here, refused
from layouts.pages.desk import PANELS
from layouts.screens import Panel

Slots = dict[str, Any]
HIDDEN, SHOWN = "desk-hidden", ""
SLOTS = ("trail", "periods", "compare", "filters", "counters", "sentences", "numbers", "list_head", "snapshot", "state",
         "content",
         *(f"{part}:{key}" for part in ("words", "figure", "size") for key, _ in PANELS))


def settled(room: Room, search: str | None, path: str) -> str:
    """Return the address with its moment: a bare one is looked at now, and stands still from then on."""
    if not is_bare(search):
        return search or ""
    glance = glance_of(search)
    return (opened(room, glance) if path != "/list" else glance.at(room.house.now())).search


def desk(room: Room, search: str, panels: Mapping[str, Panel]) -> Slots:
    """Return slot → content of the desk."""
    try:
        glance = glance_of(search)
        if not room.health() and not room.batches(1):
            return _only(first_start(room.words))
        return _drawn(room, picture(room, glance, plan_for(room)), panels)
    except RoomError as wrong:
        return _only(refused(room.words.error(wrong), room.words))


def _only(state: Any) -> Slots:
    return {**dict.fromkeys(SLOTS, no_update), "state": state, "content": HIDDEN}


def _drawn(room: Room, seen: Picture, panels: Mapping[str, Panel]) -> Slots:
    words, glance, sight = room.words, seen.glance, seen.sight
    title = room.house.vocabularies().title
    both = {kind: replace(glance, compare=kind).search for kind in (PREVIOUS, YEAR)}
    received, still_open = sight.whole("received"), sight.whole("open")
    empty = not received.n and not still_open.n
    return {
        "trail": trail(glance, room.town.name, title, words),
        "periods": periods(glance, seen.today, room.town.week_of, words),
        "compare": compare_switch(both[PREVIOUS], both[YEAR], glance.compare, words),
        "filters": filters(glance, seen.choices, title, words),
        "counters": counters_of(sight.board, words),
        "sentences": Sentences(words, glance.view, title, glance.compare).say(seen.week, heaps_of(sight)),
        "numbers": Cards(sight.board, words, glance.compare, seen.notes).draw(),
        "list_head": [measure_switch(glance, words), *_list_head(room, seen)],
        "snapshot": snapshots(glance.search, words),
        "state": [elsewhere(glance, seen.known, words) if seen.known else None,
                  nothing_here(glance, words) if empty and not seen.known else None],
        "content": HIDDEN if empty else SHOWN,
        **_panels(seen, panels),
    }


def _list_head(room: Room, seen: Picture) -> list[Any]:
    """Return the head of the list; the number's meaning for somebody who may not see its cases."""
    glance, words, title = seen.glance, room.words, room.house.vocabularies().title
    if not room.viewer.may_list(glance.scope.members.get("block", frozenset())):
        return [defined(room.measures[glance.measure], seen.total, words)]
    return list(list_head(glance, seen.total, scope_words(glance, dict(room.dimensions), title, words), words))


def _panels(seen: Picture, panels: Mapping[str, Panel]) -> Slots:
    found: Slots = {}
    for key, _ in PANELS:
        panel = panels[key]
        found[f"words:{key}"] = panel.draw(seen.sight)
        figure = panel.figure(seen.sight) if panel.figure else nothing("", 0)
        found |= {f"figure:{key}": figure, f"size:{key}": {"height": f"{figure['layout']['height']}px"}}
    return found


def news_of(room: Room, glance: Glance) -> tuple[int, str]:
    """Return how much is new since the glance's moment, and the address of the same view now."""
    if glance.view.as_of is None:
        return 0, ""
    was = glance.view.as_of.astimezone(room.town.tz).date()
    scope = moved(glance.scope, was, room.house.moments().on, room.town.week_of)
    return room.news(glance.view.as_of), replace(glance, scope=scope).at(room.house.now()).search

