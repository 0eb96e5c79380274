"""`alerts check`: whether every step of the policy of alerts is reached by something, and every alert by somebody."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from dashboard.alertbook import KIND, alerts_of
from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.options import Json
from dashboard.cli.policies import text_of
from dashboard.domain.alerts.ladder import AlertRules
from dashboard.domain.alerts.lint import Known, faults
from dashboard.domain.measures import MEASURES
from dashboard.domain.people import Role
from dashboard.errors import RoomError, SourceError
from dashboard.registry import discover
from dashboard.rulebook import rules_of
from dashboard.store.policy import policy
from dashboard.watches.watch import Watch
from layouts.desk.nav import ROLES

File = Annotated[Path | None, typer.Option("--file", help="A YAML file instead of the policy in force", metavar="FILE")]


def register(group: typer.Typer, desk: Desk) -> None:
    """Add the command to the group `alerts`."""
    words = desk.words

    @group.command("check", cls=Command, help=words("Look for steps that nothing reaches and people who do not exist"))
    def check(file: File = None, json: Json = False) -> None:
        tell(desk, in_force(desk) if file is None else read(file), json=json)


def in_force(desk: Desk) -> AlertRules:
    """Return the policy that holds."""
    with desk.house.store.reading() as connection:
        return alerts_of(policy(connection, KIND))


def read(file: Path) -> AlertRules:
    """Return the policy of a file.

    Raises:
        SourceError: it cannot be read; the message names the first fault and its place.
    """
    text = text_of(file)
    try:
        return alerts_of(yaml.safe_load(text))
    except RoomError as broken:
        raise SourceError(broken.template, **broken.values) from broken
    except (yaml.YAMLError, RecursionError, ValueError) as broken:
        raise SourceError("The file {name} is not YAML: {why}", name=file.name,
                          why=getattr(broken, "problem", None) or type(broken).__name__) from broken


def known(desk: Desk) -> Known:
    """Return what a policy of alerts is held against today."""
    words, today = desk.words, desk.house.moments().on
    roster = desk.room.roster()
    blocks = desk.house.vocabularies().members["block"]
    with desk.house.store.reading() as connection:
        rules = rules_of(policy(connection, "rules"))
    return Known(
        watches=discover("dashboard.watches", Watch),
        measures={key: measure.stage for key, measure in MEASURES.items() if measure.period is None},
        rules=rules,
        held=frozenset(one.role for one in roster.appointments if one.holds_on(today)),
        unanswered=tuple(block.title for key, block in blocks.items() if not roster.responsible(key, today)),
        title=lambda role: words(ROLES[Role(role)]))


def tell(desk: Desk, rules: AlertRules, *, json: bool) -> None:
    """Tell the faults, one sentence each, and leave with 1 when there are any."""
    words = desk.words
    said = [words(fault.template, **fault.values) for fault in faults(rules, known(desk))]
    if json:
        answer: dict[str, Any] = {"ok": not said, "faults": said}
        desk.give_json(answer)
    for sentence in () if json else said:
        desk.give(f"▲ {sentence}")
    if said:
        raise typer.Exit(1)
    if not json:
        desk.give(words("Every step is reached by something, and every alert by somebody"))
