"""Where the data come from: health, imports, what waits for a person, and the way to give a file."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboard.domain.people import RUNNERS, STAFF
from dashboard.words import Words
from layouts.desk.frame import frame
from layouts.desk.path import crumbs
from layouts.screens import Page

POLL_MS = 3_000
LARGEST = 20 * 1024 * 1024
"""Bytes of a file given through the page; it travels inside one message. Larger ones go into the watch folder."""
HOW = ("Drop a file here or choose one: CSV, XLSX, XLS, JSON, also gzipped, up to {n} MB; larger ones go into the "
       "watch folder.")
SECTIONS = (("health", "Sources"), ("screens", "Screens of the wall"),
            ("unknown", "Words that wait for a meaning"), ("jobs", "Under way"),
            ("batches", "Imports"), ("copies", "Copies of the room"), ("quarantine", "Files that could not be used"),
            ("post", "What leaves the room"))


def _draw(words: Words) -> Any:
    body = html.Main([
        crumbs(words("Sources"), words),
        html.Div(id="sources-said", className="desk-said", role="status"),
        _upload(words),
        *(html.Section([html.H2(words(title)), html.Div(id=f"sources-{key}")], className="desk-card")
          for key, title in SECTIONS),
        html.Aside([html.Button("×", id="rejected-close", className="desk-close", n_clicks=0, title=words("close"),
                                type="button"), html.Div(id="rejected-rows")],
                   id="rejected-drawer", className="desk-drawer desk-drawer-wide", hidden=True),
        html.Div(id="undo-question"),
    ], className="desk-sheet desk-single desk-stack")
    return frame(words, "sources", dcc.Interval(id="sources-poll", interval=POLL_MS), dcc.Store(id="sources-seen"),
                 dcc.Store(id="undo-batch"), dcc.Store(id="rejected-batch"), dcc.Store(id="sources-done"),
                 dcc.Store(id="sources-given"),
                 dcc.Download(id="rejected-download"), body)


def _upload(words: Words) -> Any:
    mine = words(HOW, n=LARGEST // 1024 // 1024)
    most: Any = {"data-most": LARGEST}
    return html.Section([
        dcc.Upload(html.Div([html.Strong(words("Give files")), html.Span(mine, className="desk-muted")]),
                   id="sources-upload", className="desk-upload", max_size=LARGEST, multiple=True),
        html.P(words("▲ A file is larger than {n} MB; put it into the watch folder", n=LARGEST // 1024 // 1024),
               id="sources-too-large", hidden=True, role="alert", **most),
        html.Div(id="sources-fates", className="desk-fates", role="status"),
    ], id="sources-give", className="desk-card")


PAGE = Page("sources", "/sources", "Sources", STAFF | RUNNERS, "desk", _draw)
