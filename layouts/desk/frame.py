"""What every page of the desk has: where one is, search, the state of the sources, the way to a snapshot."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.cache.board import SourceState
from dashboard.words import Words
from layouts.desk.evidence import SHAPES, STATES

TICK_MS = 15_000
PUBLIC = (("pdf", "Public page (PDF)"), ("png", "Public picture (PNG)"), ("xlsx", "Public table (XLSX)"))
"""Snapshots of the read model: no list, no house, no place with fewer than three cases."""
FORMATS = (("pdf", "Page for printing (PDF)"), ("png", "Picture (PNG)"), ("xlsx", "Table (XLSX)"))
KEYS = (("Backspace", "one step up"), ("/", "search"), ("?", "these keys"), ("Esc", "close"))


def frame(words: Words, page: str, *body: Any) -> Any:
    """Return a page of the desk: the common head with places for what callbacks fill in, and the page's own body.

    What differs between pages has the page in its id, because a callback may name only what stands on its page.
    """
    look: Any = {"data-look": "desk", "data-map": words("Map of the town")}
    return html.Div([
        dcc.Location(id=f"{page}-address", refresh=False),
        dcc.Interval(id="desk-tick", interval=TICK_MS),
        dcc.Interval(id=f"{page}-clock", interval=TICK_MS),
        dcc.Store(id=f"{page}-glance"),
        html.Header([
            html.A(id="desk-town", href="/", className="desk-town"),
            html.Nav(id="desk-nav"),
            _search(words),
            html.Div(id="desk-strip", className="desk-strip"),
            html.Div(id=f"{page}-moment", className="desk-moment"),
            html.Details([html.Summary(words("Snapshot")), html.Div(snapshots("", words), id=f"{page}-snapshot")],
                         id="desk-snapshots", className="desk-menu"),
            html.Details(id="desk-account", className="desk-menu"),
        ], className="desk-head"),
        html.Div(words("The server does not answer. What is shown stays as it was; the page tries again by itself."),
                 id="desk-gone", className="desk-gone", hidden=True, role="alert"),
        *body,
        _keys(words),
    ], className=f"desk desk-page-{page}", **look)


def _search(words: Words) -> Any:
    return html.Div([
        dcc.Input(id="desk-search", type="search", debounce=0.3, autoComplete="off", spellCheck=False,
                  placeholder=words("Number, street or topic"), className="desk-search"),
        html.Div(id="desk-found", className="desk-found"),
    ], id="desk-search-box", className="desk-search-box")


def _keys(words: Words) -> Any:
    rows = [html.Div([html.Kbd(key), html.Span(words(said))]) for key, said in KEYS]
    return html.Div([html.H2(words("Keys")), *rows], id="desk-keys", className="desk-keys", hidden=True)


def snapshots(search: str, words: Words) -> list[Any]:
    """Return the links to a snapshot of what an address looks at."""
    joined = f"{search}&" if search else "?"
    official = f"/export/pdf{joined}privacy=official"
    staff: Any = {"className": "desk-staff", "download": ""}
    return [*(html.A(words(said), href=f"/export/{key}{search}", **staff) for key, said in FORMATS),
            html.A(words("Page marked «for official use» (PDF)"), href=official, **staff),
            *(html.A(words(said), href=f"/export/{key}{joined}privacy=public", download="") for key, said in PUBLIC)]


def strip(sources: tuple[SourceState, ...], words: Words) -> list[Any]:
    """Return one sign per source: its shape says how it is, its title when it last spoke.

    Those that are not well stand first: a narrow window has no room for all.
    """
    return [html.Span([html.Span(SHAPES.get(s.state, "○"), className=f"desk-source desk-source-{s.state}"), s.title],
                      title=_told(s, words)) for s in sorted(sources, key=lambda one: one.state == "fresh")]


def _told(source: SourceState, words: Words) -> str:
    if source.observed_at is None:
        return words(STATES[source.state])
    local = source.observed_at.astimezone(words.zone)
    return words("{state}, data of {day} {clock}", state=words(STATES[source.state]), day=words.short_day(local.date()),
                 clock=words.clock(source.observed_at))


def town_name(name: str, words: Words, *, demo: bool) -> list[Any]:
    """Return the head's first words."""
    return [html.Strong(name), html.Span(words("DEMO"), className="desk-demo") if demo else None]
