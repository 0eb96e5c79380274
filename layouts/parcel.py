"""The parcel: every panel of the wall, drawn once per version; a panel that cannot be drawn leaves the rest alive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import orjson
import structlog
from dash import html

from layouts.graph import EMPTY
from layouts.screens import Panel, Sight

LOG = structlog.get_logger("wall")
LASTING = frozenset({"header", "footer", "cover"})
"""Where panels speak of a town of which nothing is known; scenes would claim that nothing happened."""


def parcel(panels: Iterable[Panel], sight: Sight) -> bytes:
    """Return `{"version", "at", "slots": [{"id", "digest", "props"}]}` as JSON.

    A slot is a mounted component; its digest lets the page leave alone what did not change.
    """
    slots = [slot for panel in panels for slot in _slots(panel, sight)]
    at = sight.board.at.isoformat()
    return orjson.dumps({"version": sight.board.version, "at": at, "slots": slots}, default=_plain)


def slot_id(kind: str, key: str) -> dict[str, str]:
    """Return the id of a panel's mounted component; kind is `panel` or `figure`."""
    return {"type": kind, "key": key}


def _slots(panel: Panel, sight: Sight) -> list[dict[str, Any]]:
    try:
        silent = sight.empty and panel.scene not in LASTING
        drawn = [_slot("panel", panel.key, {"children": [] if silent else panel.draw(sight)})]
        if panel.figure is not None:
            drawn.append(_slot("figure", panel.key, {"figure": EMPTY if silent else panel.figure(sight)}))
    except Exception:
        LOG.exception("panel failed", panel=panel.key)
        words = [html.P(sight.words(panel.title), className="sentence"),
                 html.Div(sight.words("could not be drawn"), className="untold unavailable")]
        drawn = [_slot("panel", panel.key, {"children": words})]
    return drawn


def _slot(kind: str, key: str, props: Mapping[str, Any]) -> dict[str, Any]:
    packed = orjson.dumps(props, default=_plain)
    return {"id": slot_id(kind, key), "digest": blake2b(packed, digest_size=8).hexdigest(),
            "props": orjson.Fragment(packed)}


def _plain(component: Any) -> Any:
    return component.to_plotly_json()
