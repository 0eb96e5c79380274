"""An inflow beyond what the eight weeks before let us expect, and what is none."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from domain.builders import at
from towns import NOW, TODAY, Life
from watches.grounds import found, ground, question

from dashboard.alertbook import shipped_alerts
from dashboard.domain.alerts.finding import Severity
from dashboard.domain.appeals import Value
from dashboard.watches.surges import WATCH

LADDER = next(ladder for ladder in shipped_alerts().ladders if ladder.watch == "surges")
HEAP = ("housing", "heating", "Mira", "")
SUBJECT = ("surge", *HEAP)


def came(first: int, days: dict[int, int], **facts: Value) -> list[Life]:
    """So many questions so many days ago, numbered from `first`."""
    ago = [day for day, n in days.items() for _ in range(n)]
    return [question(number, received=at(TODAY - day, 9), **facts) for number, day in enumerate(ago, start=first)]


CALM = came(1000, dict.fromkeys(range(0, 70, 7), 1))
"""One a week for ten weeks, everywhere the same source."""


def streets(count: int) -> list[Life]:
    """One question forty days ago in each of so many other streets."""
    return [life for n in range(count) for life in came(2000 + n, {40: 1}, street=f"street {n}")]


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_ten_in_a_day_where_one_a_week_is_usual_is_a_surge_that_opens_its_rows(tmp_path: Path, engine: str) -> None:
    with ground(tmp_path, [*CALM, *came(1, {0: 6, 1: 4})], engine) as place:
        mine = found(WATCH, place, LADDER)[SUBJECT]
        assert (mine.step, mine.severity, mine.n, mine.measure) == ("day", Severity.WARNING, 11, "received")
        assert mine.counts == {"week": 12, "day": 11}
        assert len(place.ask.rows("received", mine.scope, columns=("id",))) == mine.n
        assert mine.facts["since"] == str(NOW.on - timedelta(days=1)) and mine.facts["until"] == str(NOW.on)
        assert 0 < mine.facts["expected"] < 1 and mine.sources == {"pos"}


def test_what_grew_over_the_week_only_is_a_notice(tmp_path: Path) -> None:
    with ground(tmp_path, [*CALM, *came(1, dict.fromkeys(range(2, 8), 2))]) as place:
        mine = found(WATCH, place, LADDER)[SUBJECT]
        assert (mine.step, mine.severity, mine.scope.since) == ("week", Severity.NOTICE, NOW.on - timedelta(days=7))


def test_what_is_usual_there_is_no_surge(tmp_path: Path) -> None:
    with ground(tmp_path, came(1, dict.fromkeys(range(70), 3))) as place:
        assert found(WATCH, place, LADDER) == {}


def test_four_are_too_few_however_surprising(tmp_path: Path) -> None:
    with ground(tmp_path, [*CALM, *came(1, {0: 4}, street="Lenina")]) as place:
        assert found(WATCH, place, LADDER) == {}


def test_nothing_surges_at_an_unknown_place(tmp_path: Path) -> None:
    with ground(tmp_path, [*CALM, *came(1, {0: 30}, street=None)]) as place:
        assert found(WATCH, place, LADDER) == {}


def test_a_town_known_for_less_than_four_weeks_has_nothing_usual(tmp_path: Path) -> None:
    with ground(tmp_path, [*came(1, {27: 1}), *came(100, {0: 30})]) as place:
        assert found(WATCH, place, LADDER) == {}


def test_a_source_that_has_just_joined_brings_questions_and_no_surge(tmp_path: Path) -> None:
    fresh = came(1, {0: 30}, source="edds")
    with ground(tmp_path, [*CALM, *fresh, *came(100, {0: 9})]) as place:
        mine = found(WATCH, place, LADDER)[SUBJECT]
        assert mine.n == 10 and mine.scope.members["source"] == {"pos"} and mine.sources == {"pos"}
        assert len(place.ask.rows("received", mine.scope, columns=("id",))) == mine.n


def test_leaving_is_harder_than_entering(tmp_path: Path) -> None:
    lives = [*CALM, *came(1, {1: 4}), *streets(100)]
    with ground(tmp_path, lives) as calm:
        assert found(WATCH, calm, LADDER) == {}
    (tmp_path / "again").mkdir()
    with ground(tmp_path / "again", lives, last={SUBJECT: "day"}) as standing:
        assert found(WATCH, standing, LADDER)[SUBJECT].step == "day"
    (tmp_path / "milder").mkdir()
    with ground(tmp_path / "milder", lives, last={SUBJECT: "week"}) as milder:
        assert found(WATCH, milder, LADDER) == {}


def test_looking_at_many_places_is_paid_for(tmp_path: Path) -> None:
    few = [*CALM, *came(1, {0: 4})]
    with ground(tmp_path, few) as place:
        assert SUBJECT in found(WATCH, place, LADDER)
    (tmp_path / "many").mkdir()
    with ground(tmp_path / "many", [*few, *streets(400)]) as place:
        assert SUBJECT not in found(WATCH, place, LADDER)
