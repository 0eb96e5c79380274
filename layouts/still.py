"""A part of a page that only shows and leads on, as one component: of a thousand, every act takes seconds.

The figures are in docs/decisions/0020.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import dcc
from dash.development.base_component import Component

HTML = "dash_html_components"
OTHER = {"className", "title", "hidden", "open", "lang", "id", "dateTime", "colSpan", "rowSpan", "scope"}
"""Properties that a still part may have beside aria-… and data-…, and beside an address of the room."""
SIZES = {"width", "height"}


class Still(Component):
    """Draws a tree of `[tag, properties, *children]`; `assets/15-still.js` is its other half."""

    _children_props: list[str] = []
    _base_nodes = ["children"]
    _namespace = "still"
    _type = "Still"
    _prop_names = ["tree"]
    _valid_wildcard_attributes: list[str] = []
    available_wildcard_properties: list[str] = []
    available_properties = ["tree"]

    def __init__(self, tree: list[Any]) -> None:
        super().__init__(tree=tree)  # type: ignore[no-untyped-call]


def still(drawn: Any) -> Still:
    """Return a drawn part as one component.

    Raises:
        TypeError: something in it listens or may be changed by a callback; it has to stay a component.
    """
    return Still([packed(part) for part in _listed(drawn)])


def packed(part: Any) -> Any:
    """Return text as it is, an element as `[tag, properties, *children]`; a link inside the room has the tag "way"."""
    if not isinstance(part, Component):
        return part
    told = part.to_plotly_json()  # type: ignore[no-untyped-call]
    properties = {key: value for key, value in told["props"].items() if value is not None}
    inside = _listed(properties.pop("children", None))
    link = isinstance(part, dcc.Link)
    if not link and told["namespace"] != HTML:
        raise TypeError(f"{told['type']} cannot be a still part: it is no plain element")
    for key, value in properties.items():
        if not _shows(key, value):
            raise TypeError(f"{told['type']} cannot be a still part: it has {key}={value!r}")
    return ["way" if link else told["type"].lower(), properties, *(packed(child) for child in inside)]


def _shows(key: str, value: Any) -> bool:
    """Return whether a property only shows: a size that is counted for this element is the one style of its own."""
    if key == "style":
        return isinstance(value, dict) and value.keys() <= SIZES
    if key == "href":
        return isinstance(value, str) and value.startswith(("/", "#", "?")) and not value.startswith("//")
    return (key in OTHER or key.startswith(("aria-", "data-"))) and isinstance(value, str | int | bool)


def _listed(children: Any) -> Iterable[Any]:
    if children is None:
        return []
    return children if isinstance(children, list | tuple) else [children]
