"""What a week's sentences name besides its counts: matters that were put right, and those that wait for a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.domain.asking import Ask
from dashboard.domain.figures import Drill
from dashboard.domain.scope import Scope

TOP = 3
LOOKED_AT = 60
"""Resolved questions among which the examples are chosen: those that repeat earlier ones, then the longest open."""
SHOWN = ("source", "external_id", "question", "topic", "street", "received_on", "closed_on", "repeated")
ORDER = (("repeated", True), ("received", False))


@dataclass(frozen=True, slots=True)
class Done:
    """One question that was put right: its topic and street (never a text), its key, and how many days it took."""

    topic: str
    street: str
    source: str
    external_id: str
    question: str
    days: int


@dataclass(frozen=True, slots=True)
class Group:
    """Overdue questions of one topic on one street."""

    topic: str
    street: str
    n: int
    drill: Drill


def done(ask: Ask, scope: Scope) -> tuple[Done, ...]:
    """Return examples of what was put right in the period, no two of one topic on one street."""
    rows = ask.rows("resolved", scope, columns=SHOWN, order=ORDER, limit=LOOKED_AT)
    found: dict[tuple[str, str], Done] = {}
    for row in sorted((row for row in rows if row["topic"] and row["street"]), key=_hardest):
        found.setdefault((row["topic"], row["street"]), _example(row))
    return tuple(found.values())[:TOP]


def _hardest(row: Mapping[str, Any]) -> tuple[bool, int]:
    return not row["repeated"], -_days(row)


def _days(row: Mapping[str, Any]) -> int:
    return int(row["closed_on"] - row["received_on"])


def _example(row: Mapping[str, Any]) -> Done:
    return Done(row["topic"], row["street"], row["source"], row["external_id"], row["question"], _days(row))


def overdue_groups(ask: Ask, scope: Scope, least: int = 1) -> tuple[Group, ...]:
    """Return where at least so many terms are broken: the largest groups first, of equal ones the longest late."""
    rows = ask.rows("overdue_open", scope, columns=("topic", "street"), order=(("due", False),))
    counted = Counter((row["topic"], row["street"]) for row in rows if row["topic"] and row["street"])
    largest = sorted(((key, n) for key, n in counted.items() if n >= least), key=lambda pair: -pair[1])[:TOP]
    return tuple(Group(topic, street, n, Drill("overdue_open", scope.within("topic", topic).within("street", street)))
                 for (topic, street), n in largest)
