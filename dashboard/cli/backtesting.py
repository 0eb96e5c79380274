"""`backtest` asks the room's own past what its forecasts would have said, and how often they would have been right."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

import typer

from dashboard.cache.backtesting import Past, rolled
from dashboard.cli.context import Desk
from dashboard.cli.helping import Command
from dashboard.cli.importing import shown
from dashboard.cli.options import AS_OF, Json, instant_of
from dashboard.domain.moments import day_start
from dashboard.domain.scope import Scope, View
from dashboard.domain.verdicts import LEAST, Score, Told, joined, scored
from dashboard.errors import UsageError

Since = Annotated[str | None, typer.Option("--from", help="First day of the past that is asked; else two years back",
                                           metavar="DAY")]
Until = Annotated[str | None, typer.Option("--until", help="The day before which it ends; else after the last receipt",
                                           metavar="DAY")]
Every = Annotated[str, typer.Option("--every", help="How often it learns anew: week, month, or whole for once",
                                    metavar="STEP")]
AsTold = Annotated[bool, typer.Option("--as-told", help="Know only what had been told by then, not all that had "
                                      "happened")]
AsOf = Annotated[str | None, AS_OF]
BACK, AFTER = timedelta(days=730), timedelta(days=62)
PROGRESS_AFTER_S = 1.0


class Pace(StrEnum):
    """How often the past learns anew."""

    WEEK = "week"
    MONTH = "month"
    WHOLE = "whole"


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the command."""
    def backtest(since: Since = None, until: Until = None, every: Every = Pace.MONTH.value,  # noqa: PLR0913, PLR0917
                 as_told: AsTold = False, as_of: AsOf = None, json: Json = False) -> None:
        pace = Pace(every) if every in set(Pace) else None
        if pace is None:
            raise UsageError("{name} is one of: {known}", name="--every", known=", ".join(Pace))
        first, last = period(desk, since, until)
        told, steps = asked(desk, steps_of(first, last, pace), View(instant_of(as_of, desk)), as_told=as_told)
        answer = {"from": first.isoformat(), "until": last.isoformat(), "every": pace.value, "as_told": as_told}
        desk.give_json({**answer, **packed(told, steps)}) if json else say(desk, told, steps)

    app.command("backtest", cls=Command, help=desk.words("Ask the past how good the breach forecasts are"))(backtest)


def period(desk: Desk, since: str | None, until: str | None) -> tuple[date, date]:
    """Return first day and end of what is asked: what a person said, else the last two years of receipts.

    Raises:
        UsageError: a day cannot be read, or the period is empty.
    """
    with desk.house.asking(View()) as reading:
        today, days = reading.now.on, sorted(reading.by_day("with_deadline", Scope()))
    end = _day(until) or min(today, days[-1] + AFTER if days else today)
    first = _day(since) or (max(days[0], end - BACK) if days else end - AFTER)
    if first >= end:
        raise UsageError("The first day lies after the last one")
    return first, end


def steps_of(first: date, last: date, pace: Pace) -> list[date]:
    """Return the days on which it learns, and the end."""
    days, day = [first], first
    while pace is not Pace.WHOLE:
        day = day + timedelta(days=7) if pace is Pace.WEEK else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        if day >= last:
            break
        days.append(day)
    return [*days, last]


def asked(desk: Desk, days: list[date], judged: View, *, as_told: bool
          ) -> tuple[Told, list[tuple[date, Told | None]]]:
    """Return all forecasts with their outcomes, and those of each step; progress is shown if it takes a while."""
    house, zone = desk.house, desk.town.tz
    past = Past(house.asking, house.forecaster.bounds(), house.calendar(), zone, judged, as_told)
    moments: list[datetime] = [min(day_start(day, zone), desk.now()) for day in days]
    begun, found = time.monotonic(), list[tuple[date, Told | None]]()
    for number, step in enumerate(rolled(past, moments)):
        found.append((days[number], step))
        if time.monotonic() - begun > PROGRESS_AFTER_S:
            shown(number + 1, len(days) - 1)
    return joined([step for _, step in found if step is not None]), found


def packed(told: Told, steps: list[tuple[date, Told | None]]) -> dict[str, Any]:
    """Return the answer for programs: shares 0–1; what is too few has its `n` alone."""
    by_channel = {channel: _numbers(scored(told.of(channel))) for channel in sorted(set(told.channels))}
    each = [{"from": day.isoformat(), "enough_history": step is not None,
             **(_numbers(scored(step)) if step is not None else {})} for day, step in steps]
    score = scored(told)
    table = [step._asdict() for step in score.table]
    return {**_numbers(score), "enough": score.brier is not None, "table": table, "by_channel": by_channel,
            "steps": each}


def _numbers(score: Score) -> dict[str, Any]:
    return {"n": score.n, "late": score.late, "brier": score.brier, "base_brier": score.base, "skill": score.skill,
            "calibration_error": score.error, "worst_step": score.worst}


def say(desk: Desk, told: Told, steps: list[tuple[date, Told | None]]) -> None:
    """Write the answer for people."""
    words, score = desk.words, scored(told)
    learnt = sum(step is not None for _, step in steps)
    desk.give(words("Cases asked about half-way through their term: {n}, of them late: {late}; steps learnt: {steps} "
                    "of {all}", n=score.n, late=score.late, steps=learnt, all=len(steps)))
    if score.brier is None:
        desk.give(words("not enough data: fewer than {least} outcomes", least=LEAST))
        return
    desk.give(_line(desk, score))
    desk.give(words("told, %    cases    came late, %    interval, %"))
    for step in score.table:
        low, high, came, said = (f"{100 * part:.0f}" for part in (step.came_low, step.came_high, step.came, step.told))
        desk.give(f"{said:>7}{step.n:>9}{came:>16}{f'{low}–{high}':>15}")
    for channel in sorted(set(told.channels)):
        part = scored(told.of(channel))
        few = words("not enough data: {n} outcomes", n=part.n)
        desk.give(f"{channel or words('not stated')}: {few if part.brier is None else _line(desk, part)}")


def _line(desk: Desk, score: Score) -> str:
    words = desk.words
    skill = "—" if score.skill is None else words.percent(100 * score.skill)
    worst = "—" if score.worst is None else words.percent(100 * score.worst)
    return words("Brier score {brier}, of the base rate {base}, better by {skill}; calibration error {error}, "
                 "worst step {worst}", brier=_three(score.brier), base=_three(score.base), skill=skill,
                 error=words.percent(100 * (score.error or 0.0)), worst=worst)


def _three(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}".replace(".", ",")


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as broken:
        raise UsageError("The date {text} cannot be read; write it as 2026-11-24", text=text) from broken
