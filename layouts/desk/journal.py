"""The audit log as a person reads it: the state of its chain, and a page of its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from dash import html

from dashboard.domain.proof import Kind
from dashboard.words import Words
from layouts.desk.sources import moment
from layouts.desk.table import table

Logged = Any
Proven = Any
"""Rows of the room; layouts know their shape, not the store."""
PAGE = 50
SHORT = 12
"""Signs of a SHA-256 that are shown; all of them stand in its title."""
SHA256 = 64
HASHES = frozenset({"head"})
HEAD = ("No.", "When", "Who", "What was done", "To what", "Details")


def state(proven: Proven | None, entries: int, newest: str, words: Words) -> Any:
    """Return whether the chain is whole, when that was verified last, and its end."""
    length = html.P([words("Entries: {n}, the newest hash: ", n=words.number(entries)), html.Code(newest)],
                    className="desk-muted")
    if proven is None:
        return [html.P(words("○ The chain was not verified yet; it is at every start.")), length]
    return [html.P(chain(proven, words), className="desk-broken" if proven.verdict.broken else "",
                   role="alert" if proven.verdict.broken else "status"), length]


def chain(proven: Proven, words: Words) -> str:
    """Return the verdict of the last verification in one sentence."""
    at, broken = moment(proven.at, words), proven.verdict.broken
    if broken is None:
        return words("● The chain is whole; verified {at}", at=at)
    return words("▲ THE AUDIT LOG IS BROKEN: {what}; verified {at}", at=at,
                 what=words("entry {n}: {how}", n=broken.number, how=words(f"audit how: {broken.how.value}")))


def alarm(proven: Proven | None, words: Words) -> list[Any]:
    """Return what the page of health says when the log is broken; nothing when it is whole."""
    if proven is None or proven.verdict.broken is None:
        return []
    return [html.P(html.A(chain(proven, words), href="/audit", className="desk-broken"), role="alert")]


def entries(found: Sequence[Logged], words: Words) -> Any:
    """Return a page of entries."""
    if not found:
        return html.P(words("Nothing of this kind is in the log."), className="desk-muted")
    return table([words(said) for said in HEAD], [_entry(one, words) for one in found], frozenset({0}))


def _entry(one: Logged, words: Words) -> list[Any]:
    number = html.Span(words.number(one.id), title=f"SHA-256 {one.hash}")
    facts = [part for name, fact in one.said.items() if fact is not None
             for part in (html.Span([html.Span(f"{named('fact', name, words)}: ", className="desk-muted"),
                                     _fact(name, fact, words)]), html.Span(" · ", className="desk-muted"))]
    return [number, _second(one.told_at, words), one.actor, title(one.kind, words), short(one.subject), facts[:-1]]


def _second(at: datetime, words: Words) -> str:
    return f"{words.day(at.astimezone(words.zone).date())} {at.astimezone(words.zone):%H:%M:%S}"


def _fact(name: str, fact: str | int, words: Words) -> Any:
    if isinstance(fact, int):
        return words.number(fact) if name != "port" else str(fact)
    spoken: Mapping[str, str] = {"privacy": f"privacy {fact}", "how": f"audit how: {fact}", "reason": fact,
                                 "deed": fact, "by": f"by {fact}", "turn": f"turn {fact}"}
    if name in spoken:
        return words(spoken[name])
    return short(unquote_plus(fact) if name == "scope" else fact)


def short(text: str) -> Any:
    """Return a text; a SHA-256 by its first signs, whole in its title."""
    if len(text) == SHA256 and " " not in text:
        return html.Code(f"{text[:SHORT]}…", title=text)
    return text


def title(kind: str, words: Words) -> str:
    """Return what a kind of deed is called."""
    return named("audit", kind, words)


def named(prefix: str, key: str, words: Words) -> str:
    """Return how people call a key, or the key itself where nobody has named it."""
    msgid = f"{prefix} {key}"
    said = words(msgid)
    return key if said == msgid else said


def kinds(words: Words) -> list[dict[str, str]]:
    """Return every kind of deed as a choice, by its title."""
    return sorted(({"value": kind.value, "label": title(kind.value, words)} for kind in Kind),
                  key=lambda one: one["label"])


def foot(offset: int, shown: int, total: int, words: Words) -> str:
    """Return which entries of how many are shown."""
    return words("{first}–{last} of {total}", first=words.number(offset + 1 if shown else 0),
                 last=words.number(offset + shown), total=words.number(total))
