"""How a term was counted, as people read it: the rule in a sentence, a line for every day, the acts below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dashboard.domain.deadlines import Deadline
from dashboard.domain.doubts import EXPORT
from dashboard.domain.moments import Moment
from dashboard.domain.rules import IN_DAYS, Roll, Rule, Stage, Start, Unit
from dashboard.domain.steps import Step, Why
from dashboard.words import Words

STAGES = {Stage.REGISTER: "Registration", Stage.FORWARD: "Forwarding by competence",
          Stage.FIRST_RESPONSE: "First response", Stage.ANSWER: "Answer", Stage.LOCALISE: "Localisation",
          Stage.ELIMINATE: "Elimination", Stage.DEFERRED: "Deferred promise"}
STARTS = {Start.EVENT: "counted from the receipt itself", Start.NEXT_DAY: "counted from the day after the receipt",
          Start.REGISTRATION: "counted from the day after the registration"}
ROLLS = {Roll.BEFORE: "a last day off moves to the working day before",
         Roll.AFTER: "a last day off moves to the working day after", Roll.NONE: "a last day off stays the last"}

COUNTED, LOST, MOVED = "●", "○", "→"
ROLLED = frozenset({Why.MOVED_BEFORE, Why.MOVED_AFTER})


class Line(NamedTuple):
    """One day: its mark, how it is said, and the number of the act among those listed, from 1."""

    on: date
    mark: str
    said: str
    act: int


def lines(deadline: Deadline, words: Words) -> tuple[list[Line], list[str]]:
    """Return the days of the derivation, and the acts that they cite in the order of their numbers."""
    acts = list(dict.fromkeys(step.citation for step in deadline.steps))
    found, spent = [], 0.0
    for step in deadline.steps:
        spent += step.amount
        mark = COUNTED if step.counted else MOVED if step.why in ROLLED else LOST
        found.append(Line(step.on, mark, _said(step, deadline, spent, words), acts.index(step.citation) + 1))
    return found, acts


def _said(step: Step, deadline: Deadline, spent: float, words: Words) -> str:
    if step.why in ROLLED:
        return words(step.why)
    if not step.counted:
        return words("not counted: {why}", why=words(step.why))
    term = deadline.term
    assert term is not None
    unit = term.rule.unit
    if unit in IN_DAYS:
        said = words("day {spent} of {amount}", spent=words.number(round(spent)), amount=words.number(term.amount))
    else:
        said = words("+{more}: {spent} of {amount}", more=_lasting(step.amount, unit, words),
                     spent=_lasting(spent, unit, words), amount=_lasting(term.amount, unit, words))
    return said if step.why is Why.COUNTED else f"{said} — {words(step.why)}"


def _lasting(amount: float, unit: Unit, words: Words) -> str:
    """Return hours or minutes as a clock counts them: nobody thinks in hundredths of an hour."""
    hours, minutes = divmod(round(amount if unit is Unit.MINUTE else 60 * amount), 60)
    told = [words("{n} h", n=words.number(hours))] if hours else []
    return " ".join([*told, *([words("{n} min", n=words.number(minutes))] if minutes or not hours else [])])


def amount(unit: Unit, n: int, words: Words) -> str:
    """Return an amount of a unit: «30 calendar days»."""
    if unit is Unit.CALENDAR_DAY:
        return words.plural("{n} calendar day", "{n} calendar days", n)
    if unit is Unit.WORKING_DAY:
        return words.plural("{n} working day", "{n} working days", n)
    if unit is Unit.WORKING_HOUR:
        return words.plural("{n} working hour", "{n} working hours", n)
    return words.plural("{n} hour", "{n} hours", n) if unit is Unit.HOUR else words("{n} min", n=words.number(n))


def ruled(rule: Rule, words: Words) -> str:
    """Return what a rule says, in a sentence."""
    parts = [amount(rule.unit, rule.amount, words), words(STARTS[rule.start])]
    if rule.extension:
        parts.append(words("may be extended by {amount}", amount=amount(rule.unit, rule.extension, words)))
    if rule.unit in IN_DAYS:
        parts.append(words(ROLLS[rule.roll]))
    return "; ".join(parts)


def begun(deadline: Deadline, words: Words) -> str:
    """Return from which moment the term was counted."""
    return "" if deadline.term is None else words("counted from {day}", day=spoken(deadline.term.anchor, words))


def doubts(deadline: Deadline, words: Words) -> list[str]:
    """Return what a reader must know: an unconfirmed rule, days beyond the decreed calendar, another date told."""
    found = []
    if deadline.rule == EXPORT and deadline.term is None:
        found.append(words("the source itself named this date; no rule of ours is for such a question"))
    if deadline.term is not None and not deadline.term.rule.confirmed:
        found.append(words("the rule is not confirmed"))
    if deadline.provisional:
        found.append(words("provisional: the calendar is not decreed that far"))
    if deadline.disagrees and deadline.due is not None and deadline.by_rule is not None:
        found.append(words("the source names {own}, the rule gives {ruled}", own=spoken(deadline.due, words),
                           ruled=spoken(deadline.by_rule, words)))
    return found


def ends(deadline: Deadline, words: Words) -> str:
    """Return when the term ends: the day, or that it stands still."""
    if deadline.standing and deadline.due is None:
        return words("the term stands still until further notice")
    return words("no term") if deadline.due is None else spoken(deadline.due, words)


def spoken(moment: Moment, words: Words) -> str:
    """Return a moment: the day, and the time where it is known."""
    return words.day(moment.on) if moment.at is None else f"{words.day(moment.on)} {words.clock(moment.at)}"


def day_said(on: date, words: Words) -> str:
    """Return a day with its weekday."""
    return f"{words.weekday(on)} {words.day(on)}"


def cited(acts: Sequence[str]) -> list[str]:
    """Return the acts under their numbers."""
    return [f"[{number}] {act}" for number, act in enumerate(acts, start=1) if act]
