"""What is wrong with a policy of alerts that can be read: each fault is a sentence that names the cure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple, Protocol

from dashboard.domain.alerts.ladder import AlertRules, Chain, Ladder, Step
from dashboard.domain.alerts.reach import keys_of, offered, reach
from dashboard.domain.deadlines import STORED
from dashboard.domain.people import OUTSIDE, Role
from dashboard.domain.rules import Rule, Stage


class Fault(NamedTuple):
    """One fault: an English template (a gettext key) and its values."""

    template: str
    values: Mapping[str, str]


class Looker(Protocol):
    """What must be known of a watch; see `dashboard.watches.watch.Watch`."""

    @property
    def by_measure(self) -> bool:
        """Whether its steps name measures."""
        ...

    @property
    def limits(self) -> frozenset[str]:
        """Names of the numbers that its steps must give."""
        ...

    @property
    def steps(self) -> frozenset[str]:
        """Keys that its steps may have; empty where any will do."""
        ...

    @property
    def implies(self) -> Callable[[Step, Step], bool]:
        """Whether whoever stands on the first step always stands on the second too."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """What the policy is held against.

    Attributes:
        watches: key → watch.
        measures: those that are a state of questions → the stage at whose terms they look.
        rules: of terms that hold.
        held: roles that somebody holds today.
        unanswered: titles of the blocks for which nobody answers today.
        title: role → what people call it.
    """

    watches: Mapping[str, Looker]
    measures: Mapping[str, Stage]
    rules: Sequence[Rule]
    held: frozenset[Role]
    unanswered: tuple[str, ...]
    title: Callable[[Role], str] = str


def faults(rules: AlertRules, known: Known) -> list[Fault]:
    """Return all faults in the order of the policy; none when everything is reached by something and somebody."""
    found = [fault for ladder in rules.ladders for fault in _of_ladder(ladder, rules, known)]
    found += _of_terms(rules, known)
    found += [fault for chain in rules.chains for fault in _of_chain(chain, rules, known)]
    return [*found, *_of_holding(rules)]


def _of_ladder(ladder: Ladder, rules: AlertRules, known: Known) -> Iterator[Fault]:
    chain = rules.chain_of(ladder.key)
    if chain is None:
        yield _fault("Ladder {ladder}: there is no chain {chain}; name one of: {known}", ladder=ladder.key,
                     chain=ladder.chain, known=_list(chain.key for chain in rules.chains))
    elif max(step.severity for step in ladder.steps) < chain.least:
        yield _fault("Ladder {ladder}: no step is grave enough for the chain {chain}, nobody will hear of it; make a "
                     "step graver or lower the chain's least", ladder=ladder.key, chain=chain.key)
    watch = known.watches.get(ladder.watch)
    if watch is None:
        yield _fault("Ladder {ladder}: there is no watch {watch}; name one of: {known}", ladder=ladder.key,
                     watch=ladder.watch, known=_list(known.watches))
        return
    readable = True
    for step in ladder.steps:
        for fault in _of_step(ladder, step, watch, known):
            readable = False
            yield fault
    if readable:
        yield from _order(ladder, watch)


def _of_step(ladder: Ladder, step: Step, watch: Looker, known: Known) -> Iterator[Fault]:
    at = {"ladder": ladder.key, "step": step.key}
    if watch.steps and step.key not in watch.steps:
        yield _fault("Ladder {ladder}, step {step}: this watch knows no such step; call it one of: {known}", **at,
                     known=_list(watch.steps))
    if watch.by_measure and step.measure not in known.measures:
        yield _fault("Ladder {ladder}, step {step}: {measure} is no measure of a state; name one of: {known}", **at,
                     measure=step.measure or "—", known=_list(known.measures))
    elif watch.by_measure and known.measures[step.measure] is not ladder.stage:
        yield _fault("Ladder {ladder}, step {step}: {measure} looks at terms of the stage {other}; name a measure of "
                     "the stage {stage}", **at, measure=step.measure, other=known.measures[step.measure],
                     stage=ladder.stage)
    if not watch.by_measure and step.measure:
        yield _fault("Ladder {ladder}, step {step}: this watch looks at no measure; take {measure} out", **at,
                     measure=step.measure)
    if missing := watch.limits - step.limits.keys():
        yield _fault("Ladder {ladder}, step {step}: these numbers are missing, add them to limits: {names}", **at,
                     names=_list(missing))
    if extra := step.limits.keys() - watch.limits:
        yield _fault("Ladder {ladder}, step {step}: this watch knows no such numbers, take them out of limits: {names}",
                     **at, names=_list(extra))


def _order(ladder: Ladder, watch: Looker) -> Iterator[Fault]:
    for before, step in pairwise(ladder.steps):
        if step.severity < before.severity:
            yield _fault("Ladder {ladder}: step {step} is milder than {before} before it; put the steps in order from "
                         "mild to grave", ladder=ladder.key, step=step.key, before=before.key)
    for first, second in combinations(ladder.steps, 2):
        if watch.implies(first, second):
            yield _fault("Ladder {ladder}: step {step} is never reached, whoever stands on it stands on {other} too; "
                         "exchange them or take one out", ladder=ladder.key, step=first.key, other=second.key)


def _of_terms(rules: AlertRules, known: Known) -> Iterator[Fault]:
    ladders = [ladder for ladder in rules.ladders if ladder.watch in known.watches]
    looking = [ladder for ladder in ladders if known.watches[ladder.watch].by_measure]
    for ladder in ladders:
        if ladder not in looking and (ladder.units or ladder.rules or ladder.stage is not Stage.ANSWER):
            yield _fault("Ladder {ladder}: its watch looks at no terms; take units, rules and stage out",
                         ladder=ladder.key)
    taken = reach(looking, known.rules)
    for ladder in looking:
        free_for = offered(ladder, known.rules)
        if gone := ladder.rules - free_for:
            yield _fault("Ladder {ladder}: there are no such rules of terms, take them out: {names}",
                         ladder=ladder.key, names=_list(gone))
        waits = ladder.units and not free_for  # for rules of the town's own in such units
        if not taken[ladder.key] and not waits:
            yield _fault("Ladder {ladder}: no rule of terms is left for it, others have taken all; name units or rules "
                         "that are free, or take it out", ladder=ladder.key)
    for stage in STORED:
        if free := keys_of(stage, known.rules).difference(*taken.values()):
            yield _fault("No ladder of the stage {stage} looks at the terms of these rules; add their units to one: "
                         "{names}", stage=stage, names=_list(free))


def _of_chain(chain: Chain, rules: AlertRules, known: Known) -> Iterator[Fault]:
    if all(ladder.chain != chain.key for ladder in rules.ladders):
        yield _fault("Chain {chain}: no ladder names it; take it out or name it", chain=chain.key)
    for before, level in pairwise(chain.levels):
        if level.after <= before.after:
            yield _fault("Chain {chain}: {role} must hear later than {before}; make after_hours longer",
                         chain=chain.key, role=known.title(level.role), before=known.title(before.role))
    roles = [level.role for level in chain.levels]
    for place, level in enumerate(chain.levels):
        at = {"chain": chain.key, "role": known.title(level.role)}
        if level.role in roles[:place]:
            yield _fault("Chain {chain}: {role} stands in it twice; take one of them out", **at)
        if level.after > rules.holding.longest_ack:
            yield _fault("Chain {chain}: {role} would hear later than the longest acknowledgement lasts; make "
                         "after_hours shorter", **at)
        if level.role in OUTSIDE:
            yield _fault("Chain {chain}: {role} only looks and answers for nothing; name another role", **at)
        elif level.role not in known.held:
            yield _fault("Chain {chain}: today nobody is {role}; appoint somebody or take the level out", **at)
        elif level.role is Role.BLOCK and known.unanswered:
            yield _fault("Chain {chain}: today nobody answers for these blocks, appoint somebody: {names}",
                         chain=chain.key, names=_list(known.unanswered))


def _of_holding(rules: AlertRules) -> Iterator[Fault]:
    held = rules.holding
    pairs = (("clear", held.clear, "again", held.again), ("least", held.least, "again", held.again),
             ("cooldown", held.cooldown, "longest_ack", held.longest_ack),
             ("clear", held.clear, "longest_ack", held.longest_ack))
    for name, one, other_name, other in pairs:
        if one > other:
            yield _fault("Holding: {name} must not be longer than {other}; make it shorter", name=name,
                         other=other_name)


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(str, names)))


def _fault(template: str, **values: str) -> Fault:
    return Fault(template, values)
