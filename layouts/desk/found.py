"""What the search field finds: topics and streets to narrow to, and questions by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.domain.moments import day_of
from dashboard.words import Words
from layouts.desk.glance import Glance
from layouts.desk.path import Title

SEARCHED = ("topic", "street")
MEMBERS, QUESTIONS = 5, 12
NOTHING = ("Nothing is called «{text}». A number is found from its beginning, a street or topic by any part of its "
           "name.")


def matching(text: str, members: Mapping[str, str]) -> list[str]:
    """Return the members whose title contains the text, letters large or small."""
    said = text.strip().casefold()
    return [key for key, title in members.items() if key and said in title.casefold()][:MEMBERS]


def found(text: str, members: Mapping[str, Sequence[str]], rows: Sequence[Mapping[str, Any]], glance: Glance,
          speech: tuple[Title, Words]) -> list[Any]:
    """Return the results under the field.

    Args:
        text: what was typed.
        members: dimension → members that match.
        rows: questions whose number, street or topic matches, newest first.
        glance: what the desk looks at; a member narrows it.
        speech: titles of members, and the words of the reader.
    """
    title, words = speech
    if not any(members.values()) and not rows:
        return [html.P(words(NOTHING, text=text.strip()))]
    shown: list[Any] = []
    for key, keys in members.items():
        shown += [html.H3(words("Topics" if key == "topic" else "Streets"))] if keys else []
        shown += [dcc.Link(title(key, member), href=f"/{glance.within(key, member).search}") for member in keys]
    shown += [html.H3(words("Questions"))] if rows else []
    return shown + [_question(row, title, words) for row in rows[:QUESTIONS]]


def _question(row: Mapping[str, Any], title: Title, words: Words) -> Any:
    query = urlencode({"source": row["source"], "id": row["external_id"], "question": row["question"]})
    topic = title("topic", row["topic"]) if row["topic"] else words("no topic")
    when = words.day(day_of(row["received_on"])) if row["received_on"] is not None else ""
    said = " · ".join(part for part in (topic, row["street"], when) if part)
    return html.A([html.Span(row["external_id"]), html.Span(said, className="desk-muted")], href=f"/case?{query}")
