"""What rules and calendar have in common on their pages: how far terms have followed, the whole as YAML, versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html

from dashboard.words import Words
from layouts.desk.roster import difference
from layouts.desk.sources import moment
from layouts.desk.table import table

Edition = Any
"""A version as the room tells it; layouts know its shape."""
POLL_MS = 3_000
SHIPPED = "shipped"
WHOLE = ("The file holds everything. Whoever changes it here sees the difference before it is kept; the former "
         "versions stay.")
WHY = "Why: whoever opens this later will ask"


def parts(kind: str, words: Words) -> list[Any]:
    """Return what is not seen on the page of a kind: its clock, what was done, which version the text is of."""
    return [dcc.Interval(id=f"{kind}-poll", interval=POLL_MS), dcc.Store(id=f"{kind}-done"),
            dcc.Store(id=f"{kind}-based"), dcc.Download(id=f"{kind}-download")]


def followed(due: bool, done: int, total: int, words: Words) -> Any:
    """Return how far stored terms have followed what holds, with a bar while they do."""
    if not due:
        return html.P(["✓ ", words("All terms are counted by what holds now.")], className="law-status")
    if not total:
        return html.P(["◐ ", words("Terms are about to be counted anew.")], className="law-status")
    done = min(done, total)
    said = words("Counted anew: {n} of {of}", n=words.number(done), of=words.number(total))
    return html.P(["◐ ", said, html.Progress(value=str(done), max=str(total))], className="law-status")


def whole(kind: str, words: Words) -> Any:
    """Return the card of the YAML: taken along, brought back, compared, kept."""
    upload: Any = dcc.Upload(html.Button(words("Bring a file"), className="desk-button", type="button"),
                             id=f"{kind}-upload", className="law-upload")
    return html.Details([
        html.Summary(words("The whole as a file (YAML)")),
        html.P(words(WHOLE), className="desk-muted"),
        html.Div([button(f"{kind}-take", words("Take the file along")), html.Div(upload, id=f"{kind}-bring")],
                 className="law-buttons"),
        dcc.Textarea(id=f"{kind}-text", className="desk-yaml", spellCheck=False),
        html.Div([html.Div(id=f"{kind}-whole-diff"), reason(f"{kind}-whole-reason", words),
                  keeping(f"{kind}-whole", words)], id=f"{kind}-whole-editor"),
    ], className="desk-card law-whole")


def reason(key: str, words: Words) -> Any:
    """Return the field for the reason of a change."""
    return field(words("Why"), dcc.Input(id=key, type="text", placeholder=words(WHY), autoComplete="off"))


def button(key: str, said: str) -> Any:
    """Return a button of the desk."""
    return html.Button(said, id=key, n_clicks=0, className="desk-button", type="button")


def keeping(key: str, words: Words) -> Any:
    """Return the two steps of a change: what it changes is shown, and only what was shown may be kept."""
    keep = html.Button(words("Keep as a new version"), id=f"{key}-keep", n_clicks=0, className="desk-button",
                       type="button", disabled=True, title=words("First let it show what changes"))
    return html.Div([button(f"{key}-compare", words("Show what changes")), keep, dcc.Store(id=f"{key}-seen")],
                    className="law-buttons")


def field(said: str, control: Any, note: str = "") -> Any:
    """Return a control under its name."""
    small = [html.Small(note, className="desk-muted")] if note else []
    return html.Label([html.Span(said), control, *small], className="law-field")


def editions(found: Sequence[Edition], words: Words) -> Any:
    """Return the versions, the one that holds first: who kept each, when, why, and how it differs from the former."""
    rows = [_edition(one, found[place + 1] if place + 1 < len(found) else None, words)
            for place, one in enumerate(found)]
    return table([words(said) for said in ("No.", "When", "Who", "Why", "What changed")], rows, frozenset({0}))


def _edition(one: Edition, former: Edition | None, words: Words) -> list[Any]:
    at: datetime = one.told_at
    shipped = one.actor == SHIPPED
    who = words("came with the program") if shipped else one.actor.partition(":")[2] or one.actor
    changed: Any = words("the first version")
    if former is not None:
        changed = html.Details([html.Summary(words("show")), difference(former.text, one.text, words)])
    return [one.number, moment(at, words), who, "—" if shipped else one.reason, changed]
