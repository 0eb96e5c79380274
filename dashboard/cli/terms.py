"""`deadline` counts any term; `explain` tells how an appeal's terms were counted, beside the citizen's clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import typer

from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.options import Json, instant_of
from dashboard.domain.deadlines import Deadline, ruled
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.rules import IN_DAYS, Roll, Rule, Stage, Start, Unit
from dashboard.domain.terms import Term
from dashboard.domain.waiting import clocks_of
from dashboard.errors import UsageError
from dashboard.store.cases import Case
from layouts.desk import derivation
from layouts.desk.clocks import elapsed, legal

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
DATE = len("2026-11-24")
MOST = 100_000
QUESTION = 3
Kind = TypeVar("Kind", bound=StrEnum)
Begin = Annotated[str, typer.Option("--from", help="The moment from which the term is counted; a day if no time is "
                                    "known", metavar="MOMENT")]
Amount = Annotated[int, typer.Option("--amount", help="How many units", metavar="NUMBER")]
Measured = Annotated[str, typer.Option("--unit", help="calendar_day, working_day, hour, working_hour or minute",
                                       metavar="UNIT")]
Starts = Annotated[str | None, typer.Option("--start", help="event, or next_day, as days are counted if not said",
                                            metavar="START")]
Rolls = Annotated[str, typer.Option("--roll", help="Where a last day off moves: before, after or none",
                                    metavar="ROLL")]
Known = Annotated[str | None, typer.Option("--known-at", help="By the rules and the events known up to this moment",
                                          metavar="MOMENT")]
Appeal = Annotated[str, typer.Argument(help="SOURCE/NUMBER/QUESTION, or the number alone", metavar="APPEAL")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    def deadline(since: Begin, amount: Amount, unit: Measured, start: Starts = None,  # noqa: PLR0913, PLR0917
                 roll: Rolls = Roll.NONE.value, json: Json = False) -> None:
        found = counted(desk, since, asked(desk, amount, (unit, start, roll)))
        if json:
            desk.give_json(told(desk, found))
        else:
            _say(desk, found)

    def explain(appeal: Appeal, known_at: Known = None, json: Json = False) -> None:
        case, at = named(desk, appeal), instant_of(known_at, desk)
        found = desk.room.terms(case, at)
        if json:
            desk.give_json(explained(desk, case, found) | ({"known_at": at.isoformat()} if at else {}))
        else:
            _explain(desk, case, found, at)

    for name, command, says in (("deadline", deadline, "Count a term day by day"),
                                ("explain", explain, "Tell day by day how the terms of an appeal were counted")):
        app.command(name, cls=Command, help=desk.words(says))(command)


def asked(desk: Desk, amount: int, said: tuple[str, str | None, str]) -> Rule:
    """Return the rule that (unit, start, roll) describe; days are counted from the next one, hours at once.

    Raises:
        UsageError: one of them is not known, or the amount is not sensible.
    """
    unit = _one_of(Unit, said[0], "--unit")
    first = Start.NEXT_DAY if unit in IN_DAYS else Start.EVENT
    start = first if said[1] is None else _one_of(Start, said[1], "--start")
    if not 0 < amount <= MOST:
        raise UsageError("The amount is a number from 1 to {most}", most=MOST)
    return Rule("asked", amount, unit, start, _one_of(Roll, said[2], "--roll"), desk.words("as asked"), True)


def counted(desk: Desk, since: str, rule: Rule) -> Deadline:
    """Return the deadline of the rule that was asked for, by the room's calendar.

    Raises:
        UsageError: the moment cannot be read, or the term leaves the calendar of years.
    """
    try:
        anchor = _moment(since, desk)
        term = Term(rule, Moment(anchor.on) if rule.unit in IN_DAYS else anchor)
        return ruled(term, desk.house.calendar(), desk.town.tz)
    except ValueError as broken:
        raise UsageError("The moment {text} cannot be read; write it as 2026-11-24T14:32:00+03:00",
                         text=since) from broken
    except OverflowError as broken:
        raise UsageError("The term ends after the year 9999") from broken


def named(desk: Desk, appeal: str) -> Case:
    """Return the question that a person named; its texts stay closed.

    Raises:
        UsageError: there is none, or several have this number.
    """
    found = [row for row in desk.room.find(appeal) if row["external_id"] == appeal]
    if len(found) == 1:
        return desk.room.case(found[0]["source"], appeal, found[0]["question"], texts=False)
    if found:
        known = ", ".join(f"{row['source']}/{appeal}/{row['question']}" for row in found)
        raise UsageError("Several questions have the number {text}: {known}", text=appeal, known=known)
    source, _, rest = appeal.partition("/")
    number, _, question = rest.rpartition("/")
    if not number:
        raise UsageError("There is no question with the number {text}", text=appeal)
    return desk.room.case(source, number, question, texts=False)


def told(desk: Desk, found: Deadline) -> dict[str, Any]:
    """Return a deadline for programs: a term that ends with a day ends at its last second."""
    due, zone = found.due, desk.town.tz
    at = None if due is None else due.at or datetime.combine(due.on + DAY, time(), zone) - SECOND
    return {"due_at": at.astimezone(zone).isoformat() if at else None,
            "due_date": due.on.isoformat() if due else None, "provisional": found.provisional,
            "steps": [{"day": step.on.isoformat(), "counted": step.counted, "why": step.why.name.lower(),
                       "says": desk.words(step.why), "rule": step.rule, "amount": round(step.amount, 6),
                       "citation": step.citation} for step in found.steps]}


def explained(desk: Desk, case: Case, found: dict[Stage, Deadline]) -> dict[str, Any]:
    """Return both clocks and the deadlines by stage, for programs."""
    stages = {stage.value: {**told(desk, one), "from": one.rule, "by_rule": None if one.term is None else
                            one.term.rule.key, "rule_due_date": one.by_rule.on.isoformat() if one.by_rule else None,
                            "confirmed": one.term is None or one.term.rule.confirmed}
              for stage, one in found.items()}
    waited = clocks_of(case.state, desk.now(), desk.town.tz).waited
    return {**case.key._asdict(), "elapsed_days": waited, "stages": stages}


def _explain(desk: Desk, case: Case, found: dict[Stage, Deadline], known_at: datetime | None) -> None:
    words = desk.words
    desk.give(words("Appeal {number}", number="/".join(case.key)))
    if known_at is None:
        _clocks(desk, case)
    else:
        at = known_at.astimezone(desk.town.tz)
        desk.give(words("As it was known on {day} at {clock}", day=words.day(at), clock=words.clock(at)))
    for stage, one in found.items():
        desk.give(f"\n{words(derivation.STAGES[stage])}")
        _say(desk, one)
    if not found:
        desk.give(words("No rule gives this appeal a term"))


def _clocks(desk: Desk, case: Case) -> None:
    words, now = desk.words, desk.now()
    law, citizen = legal(case.state, words, now, desk.room.doubts()), elapsed(case.state, words, now)
    origin = f" ({law.origin})" if law.origin else ""
    desk.give(f"{words('By the law')}: {law.head}, {law.said}{origin}")
    desk.give(f"{words('For the citizen')}: {citizen.head} {citizen.said}")


def _say(desk: Desk, found: Deadline) -> None:
    words = desk.words
    desk.give(words("The term: {day}", day=derivation.ends(found, words)))
    if found.term is not None:
        desk.give(words("Rule {rule}: {says}", rule=found.term.rule.key, says=derivation.ruled(found.term.rule, words)))
        desk.give(derivation.begun(found, words))
    for doubt in derivation.doubts(found, words):
        desk.give(f"▲ {doubt}")
    days, acts = derivation.lines(found, words)
    for line in days:
        desk.give(f"  {derivation.day_said(line.on, words)}  {line.mark} {line.said} [{line.act}]")
    for act in derivation.cited(acts):
        desk.give(act)


def _one_of(kinds: type[Kind], said: str, name: str) -> Kind:
    try:
        return kinds(said)
    except ValueError as broken:
        raise UsageError("{name} is one of: {known}", name=name, known=", ".join(kinds)) from broken


def _moment(text: str, desk: Desk) -> Moment:
    if len(text) == DATE:
        return Moment(date.fromisoformat(text))
    at = datetime.fromisoformat(text)
    return moment_at(at if at.tzinfo else at.replace(tzinfo=desk.town.tz), desk.town.tz)
