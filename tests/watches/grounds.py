"""Grounds for tests of watches: a little town in the truth or in its mirror, and whatever else is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from domain.builders import Teller, at
from towns import DIMENSIONS, NOW, TODAY, Life, settle, sqlite, working

from dashboard.cache.mirror import Mirror
from dashboard.cache.readings import Readings
from dashboard.domain.alerts.finding import Finding
from dashboard.domain.alerts.ladder import EXPORT, Ladder
from dashboard.domain.alerts.reach import DIMENSIONS as DIMENSIONS_OF_RULES
from dashboard.domain.appeals import Value
from dashboard.domain.calendar import Calendar
from dashboard.domain.dimension import Member
from dashboard.domain.rules import Roll, Rule, Stage, Start, Unit, group_of
from dashboard.domain.scope import View
from dashboard.watches.watch import Ground, Watch


def rule(key: str, unit: Unit, stage: Stage = Stage.ANSWER) -> Rule:
    return Rule(key, 1, unit, Start.EVENT, Roll.NONE, "an act", True, stage=stage)


RULES = (rule("thirty_days", Unit.CALENDAR_DAY), rule("ten_working", Unit.WORKING_DAY), rule("four_hours", Unit.HOUR),
         rule("call", Unit.MINUTE), rule("first_word", Unit.HOUR, Stage.FIRST_RESPONSE),
         rule("call_back", Unit.MINUTE, Stage.FIRST_RESPONSE))
TREE = {r.key: Member(r.key, r.key, group_of(r.unit)) for r in RULES} | {EXPORT: Member(EXPORT, EXPORT, "days")}
TREES = dict.fromkeys(DIMENSIONS_OF_RULES.values(), TREE)


def question(number: int, **facts: Value) -> Life:
    """A question of the topic heating in Mira street, in work since ten days, with the given facts over it."""
    source = str(facts.pop("source", "pos"))
    counted = {"due_source": facts.pop("due_source", EXPORT)}
    counted |= {key: facts.pop(key) for key in ("respond", "respond_source") if key in facts}
    told: dict[str, Value] = {"received": at(TODAY - 10), "status": "in_work", "block": "housing", "topic": "heating",
                              "street": "Mira", **facts}
    received = told["received"]
    teller = Teller()
    teller.tell(received, None, **told)
    held = [r._replace(state={**r.state, **counted}) for r in teller.rectangles]
    return Life(number, source, f"n{number}", number, held)


@contextmanager
def ground(path: Path, lives: Sequence[Life], engine: str = "sqlite", **more: Any) -> Iterator[Ground]:
    """A ground of these lives at NOW, asked of SQLite itself or of its mirror in DuckDB."""
    truth = settle(sqlite(path), lives)
    mirror = Mirror(truth, DIMENSIONS, TREES)
    if engine == "duckdb":
        mirror.load()
    place: Mirror | Readings = mirror if engine == "duckdb" else Readings(truth, DIMENSIONS, TREES)
    with place.ask(View(), NOW, working) as reading:
        usual: dict[str, Any] = {"calendar": Calendar(), "rules": RULES, "sources": (), "refused": {}, "last": {}}
        yield Ground(ask=reading, **{**usual, **more})
    mirror.close()
    truth.dispose()


def found(watch: Watch, place: Ground, ladder: Ladder, *others: Ladder) -> Mapping[tuple[str, ...], Finding]:
    """What a watch finds, by subject; a subject twice would be a fault."""
    findings = list(watch.find(place, ladder, (ladder, *others)))
    assert len({one.subject for one in findings}) == len(findings)
    return {tuple(one.subject): one for one in findings}
