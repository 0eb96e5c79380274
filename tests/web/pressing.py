"""Calling Dash's callbacks as somebody would who knows them all: from what the room itself says of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx

Dependency = Mapping[str, Any]
CHOSEN = "open"
"""Stands for whatever a wildcard of a pattern would match."""
USUAL: dict[str, Any] = {"pathname": "/", "search": "?", "n_clicks": 1, "n_intervals": 1, "href": "http://127.0.0.1/"}


def dependencies(client: httpx.Client) -> list[Dependency]:
    """Return every callback that the server answers."""
    known: list[Dependency] = client.get("/_dash-dependencies").json()
    return [one for one in known if not one.get("clientside_function")]


def press(client: httpx.Client, one: Dependency, **values: Any) -> httpx.Response:
    """Call a callback; `values` are by id or by property, others are what a page would send."""
    first = one["inputs"][0]
    told = {"output": one["output"], "outputs": _outputs(one["output"]),
            "inputs": [_filled(part, values) for part in one["inputs"]],
            "state": [_filled(part, values) for part in one.get("state", ())],
            "changedPropIds": [f"{_concrete(first['id'])}.{first['property']}"]}
    return client.post("/_dash-update-component", json=told)


def _filled(part: Mapping[str, str], values: Mapping[str, Any]) -> Any:
    value = values.get(part["id"], values.get(part["property"], USUAL.get(part["property"])))
    filled = {"id": part["id"], "property": part["property"], "value": value}
    if not part["id"].startswith("{"):
        return filled
    return [{**filled, "id": json.loads(_concrete(part["id"]))}]


def _concrete(name: str) -> str:
    """Return an id with every wildcard filled, as Dash writes it."""
    if not name.startswith("{"):
        return name
    chosen = {key: CHOSEN if isinstance(part, list) else part for key, part in json.loads(name).items()}
    return json.dumps(chosen, separators=(",", ":"), sort_keys=True)


def _outputs(text: str) -> Any:
    if text.startswith(".."):
        return [_output(part) for part in text[2:-2].split("...")]
    return _output(text)


def _output(text: str) -> dict[str, Any]:
    name, _, place = text.replace("\\.", ".").rpartition(".")
    return {"id": json.loads(name) if name.startswith("{") else name, "property": place}
