"""The rules of terms as a table in words, and the form by which one of them is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.domain.rules import Roll, Rule, Stage, Start, Unit
from dashboard.words import Words
from layouts.desk.acts import dropdown_labels
from layouts.desk.derivation import STAGES, ruled
from layouts.desk.law import button, field, keeping, reason
from layouts.desk.path import Title
from layouts.desk.table import table

LAWS = {"59-fz": "Law on appeals (59-FZ)", "8-fz": "Law on access to information (8-FZ)",
        "pos": "Order of the feedback platform", "pp-416": "Government decree 416", "pp-354": "Government decree 354"}
UNITS = {Unit.CALENDAR_DAY: "calendar days", Unit.WORKING_DAY: "working days", Unit.HOUR: "hours",
         Unit.WORKING_HOUR: "working hours", Unit.MINUTE: "minutes"}
BEGINS = {Start.EVENT: "from the receipt itself", Start.NEXT_DAY: "from the day after the receipt",
          Start.REGISTRATION: "from the day after the registration"}
MOVES = {Roll.BEFORE: "to the working day before", Roll.AFTER: "to the working day after", Roll.NONE: "stays"}
CHANGE, ADD, END = "change", "add", "end"
DEEDS = {CHANGE: "Change this rule", ADD: "Add a new rule", END: "End this rule"}
FIELDS = ("stage", "amount", "unit", "start", "roll", "extension", "channel", "law", "topic", "lane", "source",
          "confirmed")
"""What a person fills in of a row, in the order of the form."""


def rows(rules: Sequence[Rule], on: date, title: Title, words: Words, *, editor: bool) -> Any:
    """Return the rules by stage, those that have ended last; whoever edits may open each in the form."""
    stages = tuple(Stage)
    held = sorted(rules, key=lambda r: (_ended(r, on), stages.index(r.stage), r.law or "", r.channel or "", r.key))
    head = [words(said) for said in ("Stage", "For which appeals", "Term", "By which act", "Holds")]
    return table([*head, *([""] if editor else [])], [_row(one, on, title, words, editor=editor) for one in held])


def _ended(rule: Rule, on: date) -> bool:
    return rule.valid_to is not None and rule.valid_to < on


def _row(rule: Rule, on: date, title: Title, words: Words, *, editor: bool) -> list[Any]:
    ended = _ended(rule, on)
    badge = [] if rule.confirmed else [html.Span(["▲ ", words("not confirmed")], className="law-badge")]
    cells: list[Any] = [words(STAGES[rule.stage]), [html.Div(selected(rule, title, words)), html.Code(rule.key)],
                        ruled(rule, words), [html.Div(rule.source), *badge], held(rule, words)]
    cells = [html.Div(cell, className="law-ended" if ended else "") for cell in cells]
    edit = html.A(words("Open in the form"), id={"type": "rule-edit", "key": rule.key}, n_clicks=0,
                  className="desk-button", href="#rules-editor")
    return [*cells, *([edit] if editor else [])]


def selected(rule: Rule, title: Title, words: Words) -> str:
    """Return for which appeals a rule is, in words."""
    law = words(LAWS[rule.law]) if rule.law in LAWS else rule.law
    said = [title("channel", rule.channel) if rule.channel else "", law or "",
            title("topic", rule.topic) if rule.topic else "",
            words("order “{lane}”", lane=rule.lane) if rule.lane else ""]
    return " · ".join(part for part in said if part) or words("all appeals")


def held(rule: Rule, words: Words) -> str:
    """Return from when until when terms begin by a rule, and in which part of the year."""
    said = [words("from {day}", day=words.day(rule.valid_from))] if rule.valid_from else []
    said += [words("to {day}", day=words.day(rule.valid_to))] if rule.valid_to else []
    if rule.season:
        since, until = (f"{day:02}.{month:02}" for month, day in rule.season)
        said.append(words("yearly {since} – {until}", since=since, until=until))
    return ", ".join(said) or words("always")


def form(words: Words) -> Any:
    """Return the form for one rule, folded until it is asked for: what is to be done, the row, from when, why."""
    asked = button("rule-new", words(DEEDS[ADD]))
    return html.Div([asked, html.Section(_form(words), id="rule-box", className="desk-card", hidden=True)],
                    id="rules-editor", hidden=True)


def _form(words: Words) -> list[Any]:
    return [
        html.H2(words("One rule")),
        dcc.RadioItems(id="rule-deed", value=CHANGE, inline=True, className="law-deeds",
                       options=[{"value": key, "label": words(said)} for key, said in DEEDS.items()]),
        html.Div([field(words("Name of the rule"), _text("rule-key"), words("letters, digits, hyphens")),
                  *(field(said, control) for said, control in _controls(words))], className="law-form"),
        html.Div([
            field(words("Holds from"), _text("rule-from", words("DD.MM.YYYY")),
                  words("empty: the row was wrong and is corrected for all times")),
            field(words("Last day"), _text("rule-to", words("DD.MM.YYYY")), words("only to end a rule")),
        ], className="law-form"),
        html.Div(id="rule-diff"), reason("rule-reason", words), keeping("rule", words),
    ]


def _controls(words: Words) -> list[tuple[str, Any]]:
    number: Any = {"type": "number", "min": 0, "step": 1}
    return [
        (words("Stage"), _must("rule-stage", STAGES, words)),
        (words("How many"), dcc.Input(id="rule-amount", **number)),
        (words("Of what"), _must("rule-unit", UNITS, words)),
        (words("Counted"), _must("rule-start", BEGINS, words)),
        (words("A last day off"), _must("rule-roll", MOVES, words)),
        (words("Extension by"), dcc.Input(id="rule-extension", **number)),
        (words("Channel"), _pick("rule-channel", {}, words)),
        (words("Law"), _pick("rule-law", {}, words)),
        (words("Topic"), _pick("rule-topic", {}, words)),
        (words("Order"), _text("rule-lane")),
        (words("By which act"), _text("rule-source")),
        (words("Confirmed"), dcc.Checklist(id="rule-confirmed", value=[], options=[
            {"value": "yes", "label": words("by a lawyer or the administration")}])),
    ]


def _pick(key: str, named: Mapping[Any, str], words: Words) -> Any:
    return dcc.Dropdown(id=key, options=_options(named, words), placeholder=words("any"), labels=dropdown_labels(words))


def _must(key: str, named: Mapping[Any, str], words: Words) -> Any:
    """Return a list of which one is to be chosen: without it there is no rule."""
    return dcc.Dropdown(id=key, options=_options(named, words), placeholder=words("choose one"), clearable=False,
                        labels=dropdown_labels(words))


def _options(named: Mapping[Any, str], words: Words) -> Any:
    return [{"value": str(value), "label": words(said)} for value, said in named.items()]


def _text(key: str, said: str = "") -> Any:
    return dcc.Input(id=key, type="text", placeholder=said, autoComplete="off")
