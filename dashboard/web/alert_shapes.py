"""How alerts look as JSON: for programs of the town and for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.domain.alerts.alert import Alert, Answer, Happening
from dashboard.domain.alerts.calling import Called
from dashboard.domain.alerts.duty import Duty
from dashboard.domain.alerts.finding import Finding
from dashboard.web.shapes import Json, instant, scope


def alerts(duty: Duty, called: Mapping[int, Called], zone: ZoneInfo) -> list[Json]:
    """Return the queue: every alert that stands and concerns the viewer, with the list it is in."""
    return [{"list": name, **alert(found, called.get(found.id), zone)}
            for name in Duty._fields for found in getattr(duty, name)]


def alert(told: Alert, called: Called | None, zone: ZoneInfo) -> Json:
    """Return one alert; `next` tells who hears of it and when, `measure` and `scope` list exactly its questions."""
    times = {name: _instant(getattr(told, name), zone) for name in ("fired_at", "raised_at", "resolved_at")}
    return {"id": told.id, "stage": told.stage.value, "severity": told.severity.name.lower(),
            **told.subject._asdict(), **_found(told.finding), **times,
            "heard": list(called.heard) if called else [], "next": _next(called, zone),
            "inhibited": told.inhibited or None, "answer": _answer(told.answer, zone),
            "closed_by": told.closed_by or None}


def happening(told: Happening, zone: ZoneInfo) -> Json:
    """Return one entry of a log."""
    facts = {key: _fact(fact, zone) for key, fact in told.facts.items()}
    return {"turn": told.turn.value, "at": instant(told.at, zone), "actor": told.actor, "facts": facts}


def log(entries: Iterable[Any], zone: ZoneInfo) -> list[Json]:
    """Return a log as the room gives it."""
    return [happening(one.told, zone) for one in entries]


def _found(found: Finding) -> Json:
    return {"step": found.step, "n": found.n, "measure": found.measure or None, "scope": scope(found.scope),
            "counts": dict(found.counts)}


def _next(called: Called | None, zone: ZoneInfo) -> Json | None:
    if called is None or called.then is None or called.at is None:
        return None
    return {"role": called.then.value, "at": instant(called.at, zone)}


def _answer(told: Answer | None, zone: ZoneInfo) -> Json | None:
    if told is None:
        return None
    promised = told.promise_on.isoformat() if told.promise_on else None
    return {"owner": told.owner, "reason": told.reason, "at": instant(told.at, zone),
            "until": instant(told.until_at, zone), "promise_on": promised, "promise": told.promise or None}


def _instant(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else instant(at, zone)


def _fact(fact: Any, zone: ZoneInfo) -> Any:
    if isinstance(fact, Finding):
        return {"severity": fact.severity.name.lower(), **_found(fact)}
    if isinstance(fact, datetime):
        return instant(fact, zone)
    return fact.isoformat() if isinstance(fact, date) else fact
