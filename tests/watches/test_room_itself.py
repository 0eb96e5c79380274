"""The room looks at itself: silent sources, the end of the calendar, rows that were not taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from towns import NOW
from watches.grounds import found, ground

from dashboard.alertbook import shipped_alerts
from dashboard.cache.board import SourceState
from dashboard.domain.alerts.finding import Finding, Severity
from dashboard.domain.calendar import Calendar
from dashboard.registry import discover
from dashboard.watches.watch import Refused, Watch

RULES = shipped_alerts()
WATCHES = discover("dashboard.watches", Watch)


def look(path: Path, key: str, **more: object) -> Mapping[tuple[str, ...], Finding]:
    ladder = RULES.ladder(key)
    assert ladder is not None
    with ground(path, [], **more) as place:
        return found(WATCHES[ladder.watch], place, ladder)


def source(key: str, state: str) -> SourceState:
    return SourceState(key, key.title(), NOW.at - timedelta(days=2), 3600, state, error="broken" if state == "failing"
                       else None)


def test_every_shipped_ladder_has_its_watch_and_every_watch_its_ladder() -> None:
    assert {ladder.watch for ladder in RULES.ladders} == set(WATCHES)


def test_a_late_source_is_a_notice_and_a_silent_or_failing_one_a_warning(tmp_path: Path) -> None:
    states = ("fresh", "late", "silent", "failing", "none")
    alerts = look(tmp_path, "silence", sources=tuple(source(state, state) for state in states))
    assert {key[-1]: (one.step, one.severity) for key, one in alerts.items()} == {
        "late": ("late", Severity.NOTICE), "silent": ("silent", Severity.WARNING),
        "failing": ("failing", Severity.WARNING)}
    assert all(one.sources == frozenset() and one.n == 1 for one in alerts.values())
    assert alerts["silence", "", "", "", "failing"].facts["error"] == "broken"
    assert alerts["silence", "", "", "", "late"].facts["observed_at"] == (NOW.at - timedelta(days=2)).isoformat()


@pytest.mark.parametrize(("left", "step", "severity"), [
    (60, "sixty_days", Severity.WARNING), (15, "sixty_days", Severity.WARNING), (14, "two_weeks", Severity.BREACH),
    (0, "two_weeks", Severity.BREACH), (-5, "two_weeks", Severity.BREACH)])
def test_the_end_of_the_calendar_comes_near(tmp_path: Path, left: int, step: str, severity: Severity) -> None:
    until = NOW.on + timedelta(days=left)
    [mine] = look(tmp_path, "calendar", calendar=Calendar(covered_until=until)).values()
    assert (mine.step, mine.severity, mine.n, mine.facts) == (step, severity, max(0, left), {"until": str(until)})


def test_a_calendar_with_sixty_one_days_left_is_no_finding_and_one_without_a_decree_is_the_gravest(
        tmp_path: Path) -> None:
    assert look(tmp_path, "calendar", calendar=Calendar(covered_until=NOW.on + timedelta(days=61))) == {}
    (tmp_path / "none").mkdir()
    [mine] = look(tmp_path / "none", "calendar", calendar=Calendar()).values()
    assert (mine.step, mine.n, mine.facts) == ("two_weeks", 0, {"until": ""})


@pytest.mark.parametrize(("rows", "read", "step"), [(1, 100, "some"), (5, 100, "some"), (6, 100, "many"),
                                                    (3, 0, "many")])
def test_rows_that_were_not_taken_weigh_by_their_share(tmp_path: Path, rows: int, read: int, step: str) -> None:
    alerts = look(tmp_path, "rejects", refused={"pos": Refused(7, rows, read, NOW.at)})
    mine = alerts["rejects", "", "", "", "pos"]
    assert (mine.step, mine.n, mine.facts["batch"], mine.facts["read"]) == (step, rows, 7, read)


def test_an_import_that_took_all_is_no_finding(tmp_path: Path) -> None:
    assert look(tmp_path, "rejects", refused={"pos": Refused(7, 0, 100, NOW.at)}) == {}
