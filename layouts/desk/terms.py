"""The terms of one appeal by stage, each with its rule, its doubts, and how it was counted day by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.domain.deadlines import Deadline
from dashboard.domain.moments import Moment
from dashboard.domain.rules import Stage
from dashboard.words import Words
from layouts.desk.derivation import LOST, STAGES, begun, cited, day_said, doubts, ends, lines, ruled, spoken

Terms = Mapping[Stage, Deadline]


def card(found: Terms, recorded: Moment | None, words: Words) -> Any:
    """Return the card of terms; `recorded` is the end that stands in the state, by the rules of its day."""
    if not found:
        return None
    return html.Section([html.H2(words("Terms by the rules")),
                         *(_stage(stage, one, recorded, words) for stage, one in found.items())],
                        className="desk-card case-terms")


def _stage(stage: Stage, one: Deadline, recorded: Moment | None, words: Words) -> Any:
    said = doubts(one, words)
    if stage is Stage.ANSWER and one.due != recorded:
        former = words("no term") if recorded is None else spoken(recorded, words)
        said = [*said, words("recorded as “{day}” by the rules that held when it was told", day=former)]
    head = html.Div([html.H3(words(STAGES[stage])), html.Strong(ends(one, words))], className="case-term-head")
    parts = [head, *(html.P(["▲ ", doubt], className="case-doubt") for doubt in said)]
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
