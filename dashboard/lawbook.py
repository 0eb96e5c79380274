"""The rules of terms and the working calendar, as one viewer may read them: what holds, what held, what would hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

import yaml

from dashboard import alertbook, holidays_ru, rulebook
from dashboard.domain.calendar import Calendar
from dashboard.domain.doubts import Doubts
from dashboard.domain.people import RULE_READERS, RULES, RUNNERS, STAFF
from dashboard.domain.proof import Kind
from dashboard.domain.rules import Rule
from dashboard.errors import UsageError
from dashboard.office import Office
from dashboard.rulebook import rules_of
from dashboard.soundness import sound
from dashboard.store import edition, jobs, policy
from dashboard.store.amending import read

LAWS = (rulebook.KIND, holidays_ru.KIND)
"""Kinds that have a page of their own."""
READABLE = (*LAWS, alertbook.KIND)
Change = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of rules or calendar as it was kept: its YAML, when, by whom and why."""

    number: int
    text: str
    told_at: datetime
    actor: str
    reason: str


class Recount(NamedTuple):
    """Whether stored terms are behind the rules, and how many questions of how many were looked at again."""

    due: bool
    done: int
    total: int


class Lawbook(Office):
    """The part of the room that is about what terms are counted by; `Room` is the whole of it."""

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that hold."""
        self._admit(RULE_READERS)
        return rules_of(self._law(rulebook.KIND))

    def law(self, kind: str) -> Mapping[str, Any]:
        """Return the body of rules or calendar that holds.

        Raises:
            UsageError: another kind is asked for.
        """
        self._admit(RULE_READERS)
        return self._law(kind)

    def working_calendar(self) -> Calendar:
        """Return the calendar that holds: how far it is decreed concerns everybody who works with terms."""
        self._admit(RUNNERS | STAFF)
        return self.house.calendar()

    def doubts(self) -> Doubts:
        """Return what must be doubted of stored terms: it concerns everybody who sees them."""
        self._admit(RUNNERS | STAFF)
        return self.house.terms().doubts

    def editions(self, kind: str) -> list[Edition]:
        """Return the versions of rules or calendar, the one that holds first."""
        self._admit(RULE_READERS)
        with self.house.store.reading() as connection:
            found = policy.history(connection, _known(kind))
        return [Edition(one.number, as_yaml(one.body), one.told_at, one.actor, one.reason) for one in found]

    def law_taken(self, kind: str) -> str:
        """Return the YAML of rules or calendar to take along; that it was taken is noted."""
        self._admit(RULE_READERS)
        text = as_yaml(self._law(kind))
        self._noted(Kind.EXPORT, sha256(text.encode()).hexdigest(), format="yaml", scope=kind, privacy="policy",
                    size=len(text.encode()))
        return text

    def proposed(self, kind: str, change: Change) -> tuple[str, str]:
        """Return the YAML that holds and the one that a change would make of it; nothing is kept.

        Raises:
            StoreError: the changed one has another form.
        """
        self._admit(RULES)
        body = self._law(kind)
        return as_yaml(sound(kind, body)), as_yaml(sound(kind, change(body)))

    def recount(self) -> Recount:
        """Return how far stored terms have followed the rules."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return Recount(edition.due(connection), *jobs.place(connection, edition.standing(connection).job))

    def _law(self, kind: str) -> Mapping[str, Any]:
        with self.house.store.reading() as connection:
            body: Mapping[str, Any] = policy.policy(connection, _known(kind))
            return body


def as_yaml(body: Mapping[str, Any]) -> str:
    """Return a body of policy as its file has it: a day of the calendar in a line, a rule in a line for each word."""
    flow = None if "covered_until" in body else False
    return yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=1_000, default_flow_style=flow)


def _known(kind: str) -> str:
    if kind not in READABLE:
        raise UsageError("There is no policy {kind} to read here", kind=kind)
    return kind


__all__ = ["LAWS", "Change", "Edition", "Lawbook", "Recount", "as_yaml", "read"]
