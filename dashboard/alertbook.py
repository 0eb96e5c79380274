"""The policy `alerts` as the domain's ladders, chains and holding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from dashboard.domain.alerts.finding import Severity
from dashboard.domain.alerts.ladder import EXPORT, AlertRules, Chain, Holding, Ladder, Level, Step
from dashboard.domain.deadlines import STORED
from dashboard.domain.people import Role
from dashboard.domain.rules import Stage, Unit
from dashboard.edicts import Sourced, checked
from dashboard.errors import FormError

KIND = "alerts"
SHIPPED = Path(__file__).parent / "policy" / "alerts.yaml"
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Number = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Hours = Annotated[float, Field(ge=0, le=1000)]
Positive = Annotated[float, Field(gt=0, le=1000)]


def _stored(stage: Stage) -> Stage:
    if stage not in STORED:
        raise FormError("the ends of this stage are not stored; name one of: {known}", known=", ".join(STORED))
    return stage


Watched = Annotated[Stage, AfterValidator(_stored)]


class Grade(StrEnum):
    """How a file writes a severity."""

    NOTICE = "notice"
    WARNING = "warning"
    BREACH = "breach"

    @property
    def severity(self) -> Severity:
        """Return the severity itself."""
        return Severity[self.name]


class Export(StrEnum):
    """The unit of terms that the source gave."""

    EXPORT = EXPORT


class Row(BaseModel):
    """A part of a row."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StepRow(Row):
    """One step."""

    key: Key
    severity: Grade
    measure: str = ""
    limits: dict[str, Number] = Field(default_factory=dict)

    def step(self) -> Step:
        """Return the step as the domain knows it."""
        return Step(key=self.key, severity=self.severity.severity, measure=self.measure, limits=self.limits)


class LadderRow(Sourced):
    """One ladder."""

    key: Key
    title: str = Field(min_length=1, max_length=80)
    watch: Key
    chain: Key
    steps: tuple[StepRow, ...] = Field(min_length=1)
    units: frozenset[Unit | Export] = frozenset()
    rules: frozenset[str] = frozenset()
    stage: Watched = Stage.ANSWER
    by: tuple[Literal["block", "topic", "place"], ...] = ("block", "topic", "place")

    @model_validator(mode="after")
    def _sound(self) -> LadderRow:
        _once((step.key for step in self.steps), "steps")
        _once(self.by, "by")
        if "block" not in self.by:
            raise FormError("by holds block at least: else nobody answers for it")
        return self

    def ladder(self) -> Ladder:
        """Return the ladder as the domain knows it."""
        return Ladder(self.key, self.title, self.watch, tuple(row.step() for row in self.steps), self.chain,
                      frozenset(unit.value for unit in self.units), self.rules, self.stage, self.by)


class LevelRow(Row):
    """One level; the delay is working time."""

    role: Role
    after_hours: Hours


class ChainRow(Sourced):
    """One chain."""

    key: Key
    levels: tuple[LevelRow, ...] = Field(min_length=1)
    least: Grade = Grade.WARNING

    def chain(self) -> Chain:
        """Return the chain as the domain knows it."""
        levels = tuple(Level(row.role, timedelta(hours=row.after_hours)) for row in self.levels)
        return Chain(self.key, levels, self.least.severity)


class HoldingRow(Sourced):
    """How long things last."""

    least_minutes: Positive
    clear_minutes: Positive
    cooldown_hours: Positive
    again_hours: Positive
    longest_ack_days: Positive

    def holding(self) -> Holding:
        """Return it as the domain knows it."""
        return Holding(timedelta(minutes=self.least_minutes), timedelta(minutes=self.clear_minutes),
                       timedelta(hours=self.cooldown_hours), timedelta(hours=self.again_hours),
                       timedelta(days=self.longest_ack_days))


class AlertsPolicy(Row):
    """The body of the policy `alerts`."""

    ladders: tuple[LadderRow, ...]
    chains: tuple[ChainRow, ...]
    holding: HoldingRow

    @model_validator(mode="after")
    def _named_once(self) -> AlertsPolicy:
        _once((row.key for row in self.ladders), "ladders")
        _once((row.key for row in self.chains), "chains")
        return self


def alerts_of(body: Any) -> AlertRules:
    """Return what the policy says of alerts; whether it makes sense together is `domain.alerts.lint`'s matter.

    Raises:
        StoreError: the policy has another form; the message names the first fault and its place.
    """
    found = checked(KIND, AlertsPolicy, body)
    return AlertRules(tuple(row.ladder() for row in found.ladders), tuple(row.chain() for row in found.chains),
                      found.holding.holding())


def kept(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the policy as it is kept.

    Raises:
        StoreError: it has another form.
    """
    alerts_of(body)
    return dict(body)


def shipped_alerts() -> AlertRules:
    """Return the shipped policy: for a room whose store has none yet, and for tests."""
    body: Mapping[str, Any] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return alerts_of(body)


def _once(keys: Iterable[str], what: str) -> None:
    known = list(keys)
    twice = sorted({key for key in known if known.count(key) > 1})
    if twice:
        raise FormError("two rows of {what} are called {name}", what=what, name=twice[0])
