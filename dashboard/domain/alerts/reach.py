"""Which rules of terms each ladder looks at, and how few words say so in an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.domain.alerts.ladder import EXPORT, Ladder
from dashboard.domain.rules import DAYS, Rule, Stage, group_of

DIMENSIONS = {Stage.ANSWER: "rule", Stage.FIRST_RESPONSE: "response_rule"}
"""Stage whose ends are stored → the dimension of the rules by which they were counted."""


def reach(ladders: Iterable[Ladder], rules: Sequence[Rule]) -> Mapping[str, frozenset[str]]:
    """Return ladder → keys of the rules of its stage that it looks at; a rule belongs to one ladder at most.

    Ladders that name rules choose first, then those that name units, both in the order of the policy. `export` is one
    of the answer's: no source names the end of another stage.
    """
    left = {rule.key: (rule.stage, rule.unit.value) for rule in rules} | {EXPORT: (Stage.ANSWER, EXPORT)}
    found: dict[str, frozenset[str]] = {}
    for ladder in sorted(ladders, key=lambda one: not one.rules):
        mine = {key for key, (stage, unit) in left.items() if stage is ladder.stage
                and (key in ladder.rules if ladder.rules else unit in ladder.units)}
        found[ladder.key] = frozenset(mine)
        left = {key: told for key, told in left.items() if key not in mine}
    return found


def keys_of(stage: Stage, rules: Iterable[Rule]) -> frozenset[str]:
    """Return the keys of all rules of a stage, and `export` for the answer."""
    return frozenset(rule.key for rule in rules if rule.stage is stage) | (
        {EXPORT} if stage is Stage.ANSWER else frozenset())


def offered(ladder: Ladder, rules: Sequence[Rule]) -> frozenset[str]:
    """Return the rules that a ladder may take: of the units it names, or all of its stage where it names rules."""
    if ladder.rules:
        return keys_of(ladder.stage, rules)
    return reach((ladder,), rules)[ladder.key]


def members(reached: frozenset[str], rules: Sequence[Rule], stage: Stage) -> frozenset[str]:
    """Return the fewest members of the stage's dimension (`DIMENSIONS`) that stand for these rules of it."""
    groups: dict[str, set[str]] = {DAYS: {EXPORT}} if stage is Stage.ANSWER else {}
    for rule in rules:
        if rule.stage is stage:
            groups.setdefault(group_of(rule.unit), set()).add(rule.key)
    whole = {group: keys for group, keys in groups.items() if keys <= reached}
    return frozenset(whole) | reached.difference(*whole.values())
