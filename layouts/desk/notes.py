"""Notes on numbers: what people wrote, and a place to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard.words import Words

Note = Any
"""A note of the room: text, actor, told_at, scope."""


def drawer(words: Words) -> Any:
    """Return the closed drawer; a callback opens it on one number."""
    return html.Aside([
        dcc.Store(id="note-subject"),
        html.Button("×", id="note-close", className="desk-close", n_clicks=0, title=words("close"), type="button"),
        html.H2(id="note-title"),
        html.Div(id="note-list"),
        dcc.Textarea(id="note-text", maxLength=2000, placeholder=words("What should the next reader know?"),
                     className="desk-textarea"),
        html.Button(words("Leave the note"), id="note-save", n_clicks=0, className="desk-button", type="button"),
        html.Div(id="note-said", className="desk-said", role="status"),
    ], id="note-drawer", className="desk-drawer", hidden=True)


def noted(notes: Sequence[Note], words: Words) -> list[Any]:
    """Return the notes, newest first, each with who wrote it, when, and what was looked at."""
    if not notes:
        return [html.P(words("Nobody has written anything here yet."), className="desk-muted")]
    return [_note(note, words) for note in notes]


def _note(note: Note, words: Words) -> Any:
    day = words.day(note.told_at.astimezone(words.zone).date())
    who = note.actor.partition(":")[2] or note.actor
    same = dcc.Link(words("the same view"), href=f"/{note.scope}")
    return html.Blockquote([html.P(note.text), html.Footer([f"{day} {words.clock(note.told_at)} · {who} · ", same])])
