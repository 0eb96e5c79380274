"""A new version of a policy by a person's act: read, checked, decreed with a reason, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import yaml

from dashboard.domain.people import Actor
from dashboard.errors import UsageError
from dashboard.store import policy
from dashboard.store.stage import Stage

Change = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""The body that holds → the one that is to hold."""
LARGEST = 1 << 18
"""Characters of a policy's text, a hundred times what ships: reading YAML takes seconds for each million of them."""


def amended(stage: Stage, actor: Actor, kind: str, change: Change, reason: str) -> tuple[str, dict[str, Any]]:
    """Keep what a change makes of a policy, and return what the person is told.

    Raises:
        UsageError: no reason is given.
        StoreError: the new body has another form.
    """
    if not str(reason or "").strip():
        raise UsageError("Say why: a change of the policy without a reason is not kept")
    with stage.store.writing() as (connection, numbers):
        former = policy.policy(connection, kind)
        kept = stage.sound(kind, change(former))
        if kept == former:
            return "Nothing changes: version {number} says so already", {"number": policy.version(connection, kind)}
        edict = policy.Edict(kind, kept, "room", reason.strip(), str(actor), confirmed=True)
        number = policy.decree(connection, edict, stage.now, numbers)
    return "Kept as version {number}", {"number": number}


def read(text: str) -> dict[str, Any]:
    """Return the body that a YAML text holds.

    Raises:
        UsageError: it is too long, not YAML, or not the form of a policy.
    """
    if len(text) > LARGEST:
        raise UsageError("What you write is longer than {longest} characters", longest=LARGEST)
    try:
        body = yaml.safe_load(text)
    except yaml.MarkedYAMLError as broken:
        line = broken.problem_mark.line + 1 if broken.problem_mark else 1
        raise UsageError("This is not YAML: look at line {line}", line=line) from broken
    except (yaml.YAMLError, ValueError, RecursionError) as broken:
        raise UsageError("This is not YAML: a sign, a day or a number in it cannot be read") from broken
    return parts(body)


def parts(told: object) -> dict[str, Any]:
    """Return what was told as parts under their names.

    Raises:
        UsageError: it is something else.
    """
    if not isinstance(told, dict):
        raise UsageError("This is not a policy: its parts stand under their names")
    return told


def based(stage: Stage, kind: str, number: object) -> None:
    """Refuse a text that was made from another version than the one that holds; 0 is any.

    Raises:
        UsageError: somebody has kept a newer version meanwhile.
    """
    with stage.store.reading() as connection:
        holds = policy.version(connection, kind)
    if str(number or 0) not in ("0", str(holds)):
        raise UsageError("Somebody has kept a newer version meanwhile: read it first, then change it")


def day(told: object) -> date | None:
    """Return the civil day of a form's field, None for an empty one.

    Raises:
        UsageError: it is no date.
    """
    if not told:
        return None
    try:
        return date.fromisoformat(str(told)[:len("2027-01-01")])
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=str(told)) from broken
