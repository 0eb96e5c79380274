"""`/wall`: five scenes and the night, all mounted, switched by CSS; drawn by parcels, never by callbacks.

`/wall?scene=map&pace=20`: with `scene` alone the wall stays there; `pace` is seconds per scene (0 stays),
`night=23-6` the hours of the night scene (`night=off` never), `alarm=off` a wall that broken terms do not interrupt.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import EVERYBODY
from dashboard.registry import discover
from dashboard.words import Words
from layouts.graph import graph
from layouts.parcel import slot_id
from layouts.screens import Page, Panel

SCENES = (("overview", "The situation"), ("map", "The map"), ("terms", "The terms"), ("rating", "The rating"),
          ("topics", "The topics"),
          ("night", "The night"))
PLACES = frozenset({"header", "footer", "cover", *(key for key, _ in SCENES)})
"""Where a panel of the wall may stand; other panels belong to other pages."""
PACE_S = 20
NIGHT = "23-6"
POLL_MS = 12_000
"""The second leg when a proxy blocks WebSockets."""


def draw(words: Words) -> Any:
    """Return the mounted frame of the wall."""
    panels = discover("layouts.panels", Panel)
    scenes = [_scene(key, title, panels, words) for key, title in SCENES]
    over = [_stage(words), _slot("alarm"), _slot("nothing")]
    parts = [_header(words), html.Div(className="lost", role="status"), html.Main([*scenes, *over])]
    return html.Div([*parts, _footer(words), *_push()], id="wall", className="wall", **_told(words))


def _told(words: Words) -> dict[str, Any]:
    """Return what the script must know: zone, pace, and the words of ages, which it draws itself."""
    ages = {"s": "{n} s", "min": "{n} min", "h": "{n} h", "d": "{n} d"}
    said = {f"data-age-{key}": words(template) for key, template in ages.items()}
    return {**said, "data-zone": words.zone.key, "data-language": words.language, "data-pace": str(PACE_S),
            "data-night": NIGHT, "data-map": words("Map"), "data-ago": words("{age} ago"), "data-never": words("never"),
            "data-rest": words("and {n} more"),
            "data-shut": words("This screen is switched off; the administrator can give it a new link"),
            "data-lost": words("no connection to the server since {at}; what you see is of {seen}")}


def _scene(key: str, title: str, panels: dict[str, Panel], words: Words) -> Any:
    mounted = [_mounted(panel) for panel in panels.values() if panel.scene == key]
    clock = [html.Div(className="night-clock")] if key == "night" else []
    told: dict[str, Any] = {"data-scene": key, "data-title": words(title)}
    return html.Section([*clock, *mounted], className=f"scene scene-{key}", **told)


def _stage(words: Words) -> Any:
    """Return the scene to which no turn ever comes: what interrupts the others stands on it."""
    told: dict[str, Any] = {"data-scene": "alarm", "data-title": words("A term is broken")}
    return html.Section(html.Div(className="stage"), className="scene scene-alarm", **told)


def _mounted(panel: Panel) -> Any:
    figure = [graph(slot_id("figure", panel.key), still=True, className="map-figure")] if panel.figure else []
    return html.Div([*figure, html.Div(id=slot_id("panel", panel.key), className="slot")],
                    className=f"panel panel-{panel.key}")


def _slot(key: str) -> Any:
    return html.Div(id=slot_id("panel", key), className=f"slot slot-{key}")


def _header(words: Words) -> Any:
    arms = html.Div(className="arms", title=words("coat of arms"))
    clock = html.Div([html.Span(className="clock-date"), html.B(className="clock-time")], className="clock")
    return html.Header([arms, _slot("town"), html.H1(className="scene-name"), _slot("sources"), clock])


def _footer(words: Words) -> Any:
    pace = html.Div(html.I(className="rotation"), className="pace")
    return html.Footer([pace, _slot("foot"), html.Span(className="build", title=words("build"))])


def _push() -> list[Any]:
    """Return the two legs of the push; no more state than versions lives in Dash."""
    stores = [dcc.Store(id=key) for key in ("board-version", "board-drawn", "board-asked")]
    return [*stores, dcc.Interval(id="slow-poll", interval=POLL_MS)]


PAGE = Page("wall", "/wall", "The wall", EVERYBODY, "wall", draw)
