"""The policy `rules` as the domain's rules of terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard.domain.rules import MonthDay, Roll, Rule, Stage, Start, Unit
from dashboard.edicts import Sourced, checked
from dashboard.errors import FormError

KIND = "rules"
SHIPPED = Path(__file__).parent / "policy" / "rules.yaml"
MOST = 10_000
"""Units of a term at most: a slip of the finger must not make every count walk through a century."""
Day = Annotated[str, Field(pattern=r"^\d\d-\d\d$")]


class RuleRow(Sourced):
    """One row of the policy; the season is given as first and last MM-DD."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9_.@-]{0,79}$")
    amount: int = Field(gt=0, le=MOST)
    unit: Unit
    start: Start
    roll: Roll
    channel: str | None = None
    law: str | None = None
    topic: str | None = None
    lane: str | None = None
    stage: Stage = Stage.ANSWER
    extension: int = Field(default=0, ge=0, le=MOST)
    pausable: frozenset[str] = frozenset()
    season: tuple[Day, Day] | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _sound(self) -> RuleRow:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise FormError("it ends before it begins")
        try:
            for day in self.season or ():
                date.fromisoformat(f"2024-{day}")
        except ValueError as broken:
            raise FormError("it is a day of every year, such as 04-16") from broken
        return self

    def rule(self) -> Rule:
        """Return the row as the domain knows it."""
        season = None if self.season is None else (_month_day(self.season[0]), _month_day(self.season[1]))
        return Rule(**{**self.model_dump(), "season": season})


class RulesPolicy(BaseModel):
    """The body of the policy `rules`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[RuleRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> RulesPolicy:
        keys = [row.key for row in self.rules]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise FormError("two rows of {what} are called {name}", what="rules", name=twice[0])
        return self


def rules_of(body: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Return the rules which the policy lists.

    Raises:
        StoreError: the policy does not describe rules.
    """
    return tuple(row.rule() for row in checked(KIND, RulesPolicy, body).rules)


def kept(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new body of the policy as it is kept: every row with what differs from the usual.

    Raises:
        StoreError: the body has another form; the message names the fault and its place.
    """
    return {"rules": [_told(row) for row in checked(KIND, RulesPolicy, body).rules]}


def _told(row: RuleRow) -> dict[str, Any]:
    found = row.model_dump(mode="json", exclude_defaults=True)
    names = [name for name in RuleRow.model_fields if name in found]
    told = {name: found[name] for name in sorted(names, key=lambda name: name in Sourced.model_fields)}
    return {**told, "pausable": sorted(row.pausable)} if row.pausable else told


def shipped_rules() -> tuple[Rule, ...]:
    """Return the rules of the shipped policy: for a room whose store has no policy yet, and for tests."""
    return rules_of(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def _month_day(text: Day) -> MonthDay:
    month, day = text.split("-")
    return int(month), int(day)
