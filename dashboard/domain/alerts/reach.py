"""Which rules of terms each ladder looks at, and how few words say so in an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.domain.alerts.ladder import EXPORT, Ladder
from dashboard.domain.rules import DAYS, Rule, group_of


def reach(ladders: Iterable[Ladder], rules: Sequence[Rule]) -> Mapping[str, frozenset[str]]:
    """Return ladder → keys of the rules that it looks at, `export` among them; a rule belongs to one ladder at most.

    Ladders that name rules choose first, then those that name units, both in the order of the policy.
    """
    left = {rule.key: rule.unit.value for rule in rules} | {EXPORT: EXPORT}
    found: dict[str, frozenset[str]] = {}
    for ladder in sorted(ladders, key=lambda one: not one.rules):
        mine = {key for key, unit in left.items() if (key in ladder.rules if ladder.rules else unit in ladder.units)}
        found[ladder.key] = frozenset(mine)
        left = {key: unit for key, unit in left.items() if key not in mine}
    return found


def members(reached: frozenset[str], rules: Sequence[Rule]) -> frozenset[str]:
    """Return the fewest members of the dimension `rule` that stand for these rules."""
    groups: dict[str, set[str]] = {DAYS: {EXPORT}}
    for rule in rules:
        groups.setdefault(group_of(rule.unit), set()).add(rule.key)
    whole = {group: keys for group, keys in groups.items() if keys <= reached}
    return frozenset(whole) | reached.difference(*whole.values())
