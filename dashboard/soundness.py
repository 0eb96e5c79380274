"""The form that a policy must have before a new version of it is kept: kind → checker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dashboard import alertbook, holidays_ru, rosterbook, rulebook

CHECKERS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    rosterbook.KIND: rosterbook.kept, rulebook.KIND: rulebook.kept, holidays_ru.KIND: holidays_ru.kept,
    alertbook.KIND: alertbook.kept}
"""Kinds that people edit; each checker returns the body as it is kept."""


def sound(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new body of policy as it is kept.

    Raises:
        StoreError: the body has another form; the message names the fault and its place.
    """
    checker = CHECKERS.get(kind)
    return dict(body) if checker is None else checker(body)
