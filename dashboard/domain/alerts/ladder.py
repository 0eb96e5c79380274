"""Ladders: at which steps people are warned, who hears of it in which order, and how long an alert holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from dashboard.domain.alerts.finding import Severity
from dashboard.domain.people import Role
from dashboard.domain.rules import Stage

EXPORT = "export"


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        key: its name.
        severity: how grave it is to stand on it.
        measure: the questions that stand on it; "" for ladders that do not look at questions.
        limits: numbers that the watch needs (`chance`, `least`, `days` …).
    """

    key: str
    severity: Severity
    measure: str = ""
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps of one watch, mildest first.

    Attributes:
        key: its name for ever.
        title: what people call it.
        watch: key of the watch (`dashboard.watches`) that looks.
        steps: see there.
        chain: key of the chain by which it is escalated.
        units: of terms counted in these units (`domain.rules.Unit`, and `export`); empty where terms are not looked at.
        rules: of these rules alone; they win over `units` of other ladders.
        stage: at the terms of which stage it looks.
        by: parts of a subject that make one alert of terms: a town looks by all, a city by fewer.
    """

    key: str
    title: str
    watch: str
    steps: tuple[Step, ...]
    chain: str
    units: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    stage: Stage = Stage.ANSWER
    by: tuple[str, ...] = ("block", "topic", "place")

    def step(self, key: str) -> Step | None:
        """Return a step by its key."""
        return next((step for step in self.steps if step.key == key), None)


@dataclass(frozen=True, slots=True)
class Level:
    """Who hears of an alert that nobody has taken after so much working time since it fired."""

    role: Role
    after: timedelta


@dataclass(frozen=True, slots=True)
class Chain:
    """Levels in order, and the severity from which they are climbed."""

    key: str
    levels: tuple[Level, ...]
    least: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Holding:
    """How long things last, in real time.

    Attributes:
        least: an alert stands at least so long.
        clear: what it tells must be milder or gone for so long before it is lowered or resolved.
        cooldown: nobody hears of the same alert again sooner, unless it became graver.
        again: an alert that returns within this time is the same one.
        longest_ack: how far ahead an acknowledgement may reach.
    """

    least: timedelta
    clear: timedelta
    cooldown: timedelta
    again: timedelta
    longest_ack: timedelta


@dataclass(frozen=True, slots=True)
class AlertRules:
    """The policy `alerts`."""

    ladders: tuple[Ladder, ...]
    chains: tuple[Chain, ...]
    holding: Holding

    def ladder(self, key: str) -> Ladder | None:
        """Return a ladder by its key; None when a newer policy has it no more."""
        return next((ladder for ladder in self.ladders if ladder.key == key), None)

    def chain_of(self, ladder: str) -> Chain | None:
        """Return the chain of a ladder."""
        found = self.ladder(ladder)
        return None if found is None else next((chain for chain in self.chains if chain.key == found.chain), None)
