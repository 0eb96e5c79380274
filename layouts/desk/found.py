"""What the search field finds: topics and streets to narrow to, and questions by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dash import dcc, html

from dashboard.domain.doubts import Doubts
from dashboard.domain.moments import day_of
from dashboard.domain.waiting import clocks_of_row
from dashboard.words import Words
from layouts.desk.clocks import distance, waiting
from layouts.desk.glance import Glance
from layouts.desk.path import Title

SEARCHED = ("topic", "street")
MEMBERS, QUESTIONS = 5, 12
Members = Mapping[str, Sequence[str]]


class Speech(NamedTuple):
    """What results are said with: titles of members, the reader's words, the instant of the clocks, doubts."""

    title: Title
    words: Words
    now: datetime
    doubts: Doubts


NOTHING = "Nothing is called «{text}». A number, a street or a topic is found by any part of it."


def matching(text: str, members: Mapping[str, str]) -> list[str]:
    """Return the members whose title contains the text, letters large or small."""
    said = text.strip().casefold()
    return [key for key, title in members.items() if key and said in title.casefold()][:MEMBERS]


def found(text: str, hits: tuple[Members, Members], rows: Sequence[Mapping[str, Any]], glance: Glance,
          speech: Speech) -> list[Any]:
    """Return the results under the field.

    Args:
        text: what was typed.
        hits: dimension → members that match, and those that would with a slip of the finger.
        rows: questions whose number, street or topic matches, newest first.
        glance: what the desk looks at; a member narrows it.
        speech: what the results are said with.
    """
    (members, alike), (title, words, _, _) = hits, speech
    nothing = not any(members.values()) and not rows
    shown: list[Any] = [html.P(words(NOTHING, text=text.strip()))] if nothing and not any(alike.values()) else []
    for key, keys in members.items():
        shown += [html.H3(words("Topics" if key == "topic" else "Streets"))] if keys else []
        shown += _members(key, keys, glance, title)
    shown += [html.H3(words("Perhaps you meant"))] if any(alike.values()) else []
    shown += [link for key, keys in alike.items() for link in _members(key, keys, glance, title)]
    shown += [html.H3(words("Questions"))] if rows else []
    return shown + [_question(row, speech) for row in rows[:QUESTIONS]]


def _members(key: str, members: Sequence[str], glance: Glance, title: Title) -> list[Any]:
    return [dcc.Link(title(key, member), href=f"/{glance.within(key, member).search}") for member in members]


def _question(row: Mapping[str, Any], speech: Speech) -> Any:
    title, words, now, doubts = speech
    query = urlencode({"source": row["source"], "id": row["external_id"], "question": row["question"]})
    topic = title("topic", row["topic"]) if row["topic"] else words("no topic")
    when = words.day(day_of(row["received_on"])) if row["received_on"] is not None else ""
    said = " · ".join(part for part in (topic, row["street"], when) if part)
    clocks = clocks_of_row(row, now, words.zone)
    both = " · ".join(part for part in (distance(clocks, words), *_doubted(row, doubts, words),
                                        waiting(clocks, words)) if part)
    late = clocks.left is not None and clocks.left.late
    told = html.Span(f"▲ {both}" if late else both, className="desk-broken" if late else "desk-muted")
    return html.A([html.Span(row["external_id"]),
                   html.Span([html.Span(said, className="desk-muted"), html.Br(), told])], href=f"/case?{query}")


def _doubted(row: Mapping[str, Any], doubts: Doubts, words: Words) -> list[str]:
    term = row["due_on"], row["due_source"]
    return [*([words("provisional")] if doubts.provisional(*term) else []),
            *([f"▲ {words('the rule is not confirmed')}"] if doubts.unconfirmed(*term) else [])]
