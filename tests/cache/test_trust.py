"""Trust travels with the value: partial says what is missing, stale needs more than a fifth of the inflow."""

from __future__ import annotations

from datetime import timedelta

from towns import NOW

from dashboard.cache.trust import Heard, health, trusted
from dashboard.domain.figures import Drill, Figure, Trust
from dashboard.domain.scope import Scope

HOUR = 3600
FIGURE = Figure("", 7.0, "questions", 7, drill=Drill("open", Scope()))


def heard(key: str, hours: float | None, failing: bool = False) -> Heard:
    observed = None if hours is None else NOW.at - timedelta(hours=hours)
    return Heard(key, key.upper(), HOUR, observed, NOW.at if failing else None)


def figure(*sources: Heard, inflow: dict[str, int], of: Figure = FIGURE) -> Figure:
    return trusted(of, health(sources, inflow, NOW.at), NOW.at)


def test_a_source_grows_late_then_silent_with_its_cadence() -> None:
    ages = {"a": 0.5, "b": 2.0, "c": 3.5, "d": None}
    states = health([heard(key, hours) for key, hours in ages.items()], {}, NOW.at)
    assert [source.state for source in states] == ["fresh", "late", "silent", "none"]


def test_a_failing_source_says_so_whatever_its_age() -> None:
    assert health([heard("a", 9.0, failing=True)], {}, NOW.at)[0].state == "failing"


def test_a_source_that_promised_no_pace_never_grows_old() -> None:
    states = health([heard("a", 999.0)._replace(cadence_s=0)], {}, NOW.at)
    assert states[0].state == "fresh"


def test_shares_are_parts_of_the_usual_inflow() -> None:
    states = health([heard("a", 0), heard("b", 0)], {"a": 30, "b": 10}, NOW.at)
    assert [source.share for source in states] == [0.75, 0.25]


def test_a_total_of_fresh_sources_is_current_and_as_old_as_the_oldest() -> None:
    told = figure(heard("a", 0.2), heard("b", 0.9), inflow={"a": 5, "b": 5})
    assert told.state is Trust.CURRENT
    assert told.observed_at == NOW.at - timedelta(hours=0.9)
    assert told.missing == ()


def test_a_total_that_lacks_a_small_source_is_partial_and_keeps_the_age_of_the_others() -> None:
    told = figure(heard("a", 0.5), heard("b", 50), inflow={"a": 80, "b": 20})
    assert told.state is Trust.PARTIAL
    assert told.missing == ("b",)
    assert told.observed_at == NOW.at - timedelta(hours=0.5)


def test_a_total_is_stale_when_the_silent_carry_more_than_a_fifth() -> None:
    assert figure(heard("a", 0.5), heard("b", 50), inflow={"a": 79, "b": 21}).state is Trust.STALE


def test_a_failing_source_is_missing_only_when_its_data_are_old() -> None:
    inflow = {"a": 90, "b": 10}
    assert figure(heard("a", 0), heard("b", 1, failing=True), inflow=inflow).state is Trust.CURRENT
    assert figure(heard("a", 0), heard("b", 9, failing=True), inflow=inflow).state is Trust.PARTIAL


def test_a_number_of_silent_sources_alone_is_stale_even_without_inflow() -> None:
    told = figure(heard("a", 50), inflow={})
    assert told.state is Trust.STALE
    assert told.observed_at == NOW.at - timedelta(hours=50)


def test_a_source_that_never_spoke_is_not_missed() -> None:
    assert figure(heard("a", 0), heard("b", None), inflow={"a": 1}).state is Trust.CURRENT


def test_a_figure_of_one_source_does_not_depend_on_the_others() -> None:
    one = Figure("a", 7.0, "questions", 7, drill=Drill("open", Scope().within("source", "a")))
    assert figure(heard("a", 0), heard("b", 50), inflow={"a": 1, "b": 9}, of=one).state is Trust.CURRENT
    other = Figure("b", 7.0, "questions", 7, drill=Drill("open", Scope().within("source", "b")))
    assert figure(heard("a", 0), heard("b", 50), inflow={"a": 9, "b": 1}, of=other).state is Trust.STALE


def test_what_a_metric_said_of_itself_stays() -> None:
    few = Figure("D", None, "percent", 2, 3, state=Trust.TOO_FEW, drill=Drill("settled", Scope()))
    told = figure(heard("a", 0), heard("b", 50), inflow={"a": 1, "b": 9}, of=few)
    assert told.state is Trust.TOO_FEW
    assert told.missing == ("b",)
