"""The terms of one appeal by stage, each with its rule, its doubts, and how it was counted day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboard.domain.appeals import State
from dashboard.domain.deadlines import STORED, Deadline
from dashboard.domain.events import Event
from dashboard.domain.moments import Moment
from dashboard.domain.rules import Stage
from dashboard.words import Words
from layouts.desk.derivation import LOST, STAGES, begun, cited, day_said, doubts, ends, lines, ruled, spoken
from layouts.desk.events import told_by
from layouts.desk.path import Title

Terms = Mapping[Stage, Deadline]


def card(found: Terms, state: State, words: Words, promised: str = "") -> Any:
    """Return the card of terms.

    Args:
        found: deadlines by stage.
        state: how the question stands: the recorded end of its term, by the rules of its day, and its closing.
        words: of the reader.
        promised: who promised the day of a deferred decision, and when.
    """
    if not found:
        return None
    return html.Section([html.H2(words("Terms by the rules")),
                         *(_stage(stage, one, _doubts(stage, one, state, words), words,
                                  promised if stage is Stage.DEFERRED else "") for stage, one in found.items())],
                        className="desk-card case-terms")


def origin_of(events: Sequence[Event], title: Title, words: Words) -> str:
    """Return who promised the day and when, and how often it was moved; "" where nothing is promised."""
    told = [event for event in events if event.facts.get("deferred_to") is not None]
    if not told:
        return ""
    newest = told[-1]
    said = words("promised on {day}, {who}", day=words.day(newest.happened.on),
                 who=told_by(newest.actor, title, words))
    times = words.plural("{n} day promised in all", "{n} days promised in all", len(told))
    return said if len(told) == 1 else f"{said}; {times}"


def _doubts(stage: Stage, one: Deadline, state: State, words: Words) -> list[str]:
    said = doubts(one, words)
    recorded = state.get(STORED[stage][0]) if stage in STORED else one.due
    if one.due != recorded:
        former = spoken(recorded, words) if isinstance(recorded, Moment) else words("no term")
        said = [*said, words("recorded as “{day}” by the rules that held when it was told", day=former)]
    return said


def _stage(stage: Stage, one: Deadline, said: list[str], words: Words, origin: str) -> Any:  # noqa: PLR0913, PLR0917
    head = html.Div([html.H3(words(STAGES[stage])), html.Strong(ends(one, words))], className="case-term-head")
    parts = [head, *(html.P(["▲ ", doubt], className="case-doubt") for doubt in said)]
    parts += [html.P(origin, className="desk-muted")] if origin else []
    return html.Div([*parts, _counted(one, words)] if one.term is not None else parts, className="case-term")


def _counted(one: Deadline, words: Words) -> Any:
    assert one.term is not None
    rule = one.term.rule
    days, acts = lines(one, words)
    rows = [html.Li([html.Time(day_said(line.on, words)), html.Span(f"{line.mark} {line.said}"),
                     html.Span(f"[{line.act}]")], className="desk-muted" if line.mark == LOST else "") for line in days]
    return html.Details([
        html.Summary(words("How the term was counted")),
        html.P([words("Rule {rule}: {says}", rule=rule.key, says=ruled(rule, words)), "; ", begun(one, words)]),
        html.Ol(rows, className="case-days"),
        html.Ul([html.Li(act) for act in cited(acts or [rule.source])], className="case-acts desk-muted"),
    ])
