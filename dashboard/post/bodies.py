"""What the webhook is told: JSON with keys that stay (docs/alerts.md)."""

from __future__ import annotations

from typing import Any

import orjson

from dashboard.house import House
from dashboard.post.letters import Letters
from dashboard.post.news import News, mark_of
from dashboard.store.deliveries import Delivery

VERSION = 1


class Bodies:
    """Writes the bodies of one room.

    Args:
        house: whose vocabularies give the titles.
        base: the room's address for links.
    """

    def __init__(self, house: House, base: str) -> None:
        self._house, self._letters = house, Letters(house, "", base)

    def body(self, one: Delivery, news: News) -> bytes:
        """Return the body: the same bytes at every attempt, so nothing of today is in it."""
        alert, finding = news.alert, news.alert.finding
        told: dict[str, Any] = {
            "version": VERSION, "id": mark_of(one), "alert": alert.id, "event": news.event,
            "turn": news.told.turn.value, "at": news.told.at, "stage": alert.stage.value,
            "severity": alert.severity.name.lower(), "ladder": alert.subject.ladder, "step": finding.step,
            "n": finding.n, "counts": dict(finding.counts), **self._places(news), "fired_at": alert.fired_at,
            "level": alert.level, "next_at": news.next_at, "next_role": news.next_role,
            "says": self._letters.subject(news), "url": self._letters.url(news)}
        return orjson.dumps(told, option=orjson.OPT_UTC_Z)

    def _places(self, news: News) -> dict[str, Any]:
        subject, title = news.alert.subject, self._house.vocabularies().title
        named = {name: getattr(subject, name) for name in ("block", "topic", "source")}
        pairs = {name: {"key": key, "title": title(name, key)} if key else None for name, key in named.items()}
        return {**pairs, "place": subject.place or None}
