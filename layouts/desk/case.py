"""One appeal: where it stands, both its clocks, what happened, what people corrected, and its texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.domain.doubts import Doubts
from dashboard.words import Words
from layouts.desk.clocks import elapsed, first_word, legal, promise
from layouts.desk.derivation import spoken
from layouts.desk.events import timeline
from layouts.desk.path import Title
from layouts.desk.terms import Terms, card, origin_of

Case = Any
"""A `Case` of the room; layouts know its shape, not the store."""
FACTS = ("status", "outcome", "topic", "block", "department", "channel", "district", "street", "house", "municipality",
         "source")
MOMENTS = ("received", "registered", "due", "respond", "first_response", "deferred_to", "closed", "rated",
           "returned")
PROMISED = "deferred_to"
TEXTS = ("text", "address", "staff")


def sheet(case: Case, title: Title, words: Words, now: datetime, told: tuple[Terms, Any, Doubts]
          ) -> list[Any]:
    """Return the appeal as it stands, how its terms were counted (with doubts), and the card of what is expected."""
    terms, expected, doubts = told
    state, key = case.state, case.key
    head = html.Header([
        html.H1([title("topic", state.get("topic") or "") or words("no topic"), " ",
                 html.Small(f"{key.external_id} · {words('question {n}', n=key.question)}")]),
        html.P(" · ".join(part for part in (state.get("house") or state.get("street"), title(
            "department", state.get("department") or "")) if part), className="desk-muted"),
    ], className="case-head")
    left = [_clocks(state, words, now, doubts), expected,
            card(terms, state, words, origin_of(case.events, title, words)),
            _facts(case, title, words), _texts(case.private, words)]
    happened = [html.H2(words("What happened")), timeline(case.events, title, words)]
    promises = [c for c in case.corrections if c.field == PROMISED]
    corrections = [c for c in case.corrections if c.field != PROMISED]
    right = [html.Section(happened, className="desk-card"), _kin(case, words),
             _by_people(words("Promised to the citizen"), promises, words),
             _by_people(words("Corrected by people"), corrections, words)]
    columns = [html.Div([part for part in column if part]) for column in (left, right)]
    return [head, html.Div(columns, className="case-columns")]


def _clocks(state: Mapping[str, Any], words: Words, now: datetime, doubts: Doubts) -> Any:
    """Return the two clocks side by side, and those of the first response and of a promise where they run."""
    told = [legal(state, words, now, doubts), elapsed(state, words, now), first_word(state, words, now, doubts),
            promise(state, words, now)]
    clocks = [html.Div([html.H3(clock.head), html.Strong(clock.said, className="desk-broken" if clock.late else ""),
                        html.P(clock.origin, className="desk-muted")])
              for clock in told if clock is not None]
    return html.Section([html.Div(clocks, className="case-clocks")], className="desk-card")


def _facts(case: Case, title: Title, words: Words) -> Any:
    state = {**case.state, "source": case.key.source}
    rows = [(words(f"field {key}"), title(key, str(state[key]))) for key in FACTS if state.get(key)]
    rows += [(words(f"field {key}"), spoken(state[key], words)) for key in MOMENTS if state.get(key)]
    rows += [(words("field rating"), str(state["rating"]))] if state.get("rating") else []
    cells = [cell for name, value in rows for cell in (html.Dt(name), html.Dd(value))]
    return html.Section([html.H2(words("What is known")), html.Dl(cells)], className="desk-card")


def _texts(private: Mapping[str, str | None] | None, words: Words) -> Any:
    """Return the citizen's texts; Dash writes them as text, so nothing in them becomes a part of the page."""
    if private is None:
        said: list[Any] = [html.P(words("The texts are for those who answer for this appeal."), className="desk-muted")]
    elif not private:
        said = [html.P(words("The source gave no text."), className="desk-muted")]
    else:
        said = [html.Div([html.H3(words(f"field {key}")),
                          html.P(private[key] or words("erased: its term of keeping is over"), className="case-text")])
                for key in TEXTS if key in private]
    return html.Section([html.H2(words("Text and address")), *said,
                         html.P(words("Personal data: only on this page, never in lists and exports."),
                                className="desk-muted")], className="desk-card")


def case_href(key: Any) -> str:
    """Return the address of one question."""
    return f"/case?{urlencode({'source': key.source, 'id': key.external_id, 'question': key.question})}"


def _kin(case: Case, words: Words) -> Any:
    lines = [html.Li([words("another question of this appeal: "), html.A(f"{key.external_id} · {key.question}",
                                                                       href=case_href(key))]) for key in case.siblings]
    lines += [html.Li([words(f"{link.kind} theirs" if link.theirs else link.kind), " ",
                       html.A(link.key.external_id, href=case_href(link.key))]) for link in case.links]
    return html.Section([html.H2(words("Belongs together")), html.Ul(lines)], className="desk-card") if lines else None


def _by_people(head: str, corrections: Any, words: Words) -> Any:
    if not corrections:
        return None
    rows = [html.Li([words("{field}: {value}", field=words(f"field {c.field}"), value=_said(c, words)), " — ", c.reason,
                     html.Div(f"{words.day(c.told_at.astimezone(words.zone).date())} · {c.actor.partition(':')[2]}",
                              className="desk-muted")]) for c in corrections]
    return html.Section([html.H2(head), html.Ul(rows)], className="desk-card")


def _said(correction: Any, words: Words) -> str:
    """Return what a person said is right; a promised day as people write it."""
    if correction.field == PROMISED and correction.value:
        return words.day(date.fromisoformat(correction.value))
    return correction.value or "—"
