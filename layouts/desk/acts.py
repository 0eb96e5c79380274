"""The acts on an appeal: promise a day, correct a fact, join it with another."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.words import Words

CORRECTABLE = ("topic", "department", "block", "channel", "district", "street", "house")
OWN = frozenset({"district", "street", "house"})
"""Facts that no vocabulary names: they are written by hand."""
KINDS = ("repeat_of", "duplicate_of", "answers")


def forms(words: Words) -> Any:
    """Return the acts on an appeal; they stand apart from the sheet, so that reading anew erases no typing."""
    return html.Aside([
        _promise(words),
        html.Section([
            html.H2(words("Correct a fact")),
            _pick("case-field", [(key, words(f"field {key}")) for key in CORRECTABLE], words("Which fact"), words),
            html.Div(_pick("case-value", [], words("What is right"), words), id="case-value-box"),
            html.Div(dcc.Input(id="case-own", type="text", placeholder=words("What is right"), autoComplete="off"),
                     id="case-own-box", hidden=True),
            dcc.Input(id="case-reason", type="text", placeholder=words("Why: whoever opens this later will ask"),
                      autoComplete="off"),
            html.Button(words("Correct"), id="case-correct", n_clicks=0, className="desk-button", type="button"),
            html.Div(id="case-correct-said", className="desk-said", role="status"),
        ], className="desk-card"),
        html.Section([
            html.H2(words("Join with another")),
            dcc.Input(id="case-other", type="text", autoComplete="off",
                      placeholder=words("Number of the other appeal")),
            _pick("case-kind", [(kind, words(kind)) for kind in KINDS], words("What it is to the other"), words),
            html.Button(words("Join"), id="case-link", n_clicks=0, className="desk-button", type="button"),
            html.Div(id="case-link-said", className="desk-said", role="status"),
        ], className="desk-card"),
    ], id="case-forms", className="case-forms")


def _promise(words: Words) -> Any:
    typed: Any = {"type": "text", "autoComplete": "off"}
    return html.Section([
        html.H2(words("Promise a day")),
        dcc.Input(id="case-promise-day", placeholder=words("DD.MM.YYYY"), maxLength=10, **typed),
        dcc.Input(id="case-promise-what", placeholder=words("What is promised to the citizen"), **typed),
        dcc.Input(id="case-promise-why", placeholder=words("Why: whoever opens this later will ask"), **typed),
        html.Button(words("Promise"), id="case-promise", n_clicks=0, className="desk-button", type="button"),
        html.Div(id="case-promise-said", className="desk-said", role="status"),
    ], className="desk-card")


def _pick(key: str, options: list[tuple[str, str]], said: str, words: Words) -> Any:
    named: Any = [{"value": value, "label": label} for value, label in options]
    return dcc.Dropdown(id=key, options=named, placeholder=said, clearable=False, labels=dropdown_labels(words))


def dropdown_labels(words: Words) -> Any:
    """Return the words of a drop-down list, which speaks English by itself."""
    return {"select_all": words("choose all"), "deselect_all": words("choose none"), "search": words("search"),
            "selected_count": words("chosen: {num_selected}", num_selected="{num_selected}"),
            "clear_search": words("clear"), "clear_selection": words("clear"),
            "no_options_found": words("nothing found")}
