"""Alerts and what happened to them as the store keeps them: JSON, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson

from dashboard.domain.alerts.alert import Alert, Answer, Fact, Stage
from dashboard.domain.alerts.finding import Finding, Severity, Subject
from dashboard.domain.query import pairs
from dashboard.domain.scope import Scope, View

INSTANTS = frozenset({"until_at", "due_at", "at", "fired_at", "raised_at", "begun_at", "faded_at", "said_at",
                      "resolved_at"})
DAYS = frozenset({"promise_on"})


def packed_facts(facts: Mapping[str, Fact]) -> str:
    """Return what happened as canonical JSON."""
    told = {key: _finding(fact) if isinstance(fact, Finding) else fact for key, fact in facts.items()}
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS).decode()


def facts_of(body: str) -> dict[str, Fact]:
    """Return what happened."""
    return _timed({key: _finding_of(value) if key == "finding" else value
                   for key, value in orjson.loads(body).items()})


def packed_alert(alert: Alert) -> str:
    """Return an alert as canonical JSON, without its number."""
    answer = alert.answer and {"owner": alert.answer.owner, "reason": alert.answer.reason, "at": alert.answer.at,
                               "until_at": alert.answer.until_at, "promise_on": alert.answer.promise_on,
                               "promise": alert.answer.promise}
    told = {name: getattr(alert, name) for name in Alert.__slots__ if name not in {"id", "finding", "answer"}}
    return orjson.dumps({**told, "finding": _finding(alert.finding), "answer": answer},
                        option=orjson.OPT_SORT_KEYS).decode()


def alert_of_body(number: int, body: str) -> Alert:
    """Return an alert with its number."""
    told = _timed(orjson.loads(body))
    answer = told.pop("answer")
    said = told.pop("said_severity")
    return Alert(**{**told, "id": number, "finding": _finding_of(told["finding"]), "stage": Stage(told["stage"]),
                    "severity": Severity(told["severity"]), "answer": answer and Answer(**_timed(answer)),
                    "said_severity": said and Severity(said)})


def _timed(told: dict[str, Any]) -> dict[str, Any]:
    instants = {key: datetime.fromisoformat(told[key]) for key in INSTANTS & told.keys() if told[key]}
    days = {key: date.fromisoformat(told[key]) for key in DAYS & told.keys() if told[key]}
    return {**told, **instants, **days}


def _finding(found: Finding) -> dict[str, Any]:
    return {"subject": list(found.subject), "step": found.step, "severity": int(found.severity), "n": found.n,
            "measure": found.measure, "scope": pairs(found.scope, View()), "counts": dict(found.counts),
            "facts": dict(found.facts), "sources": sorted(found.sources)}


def _finding_of(told: Mapping[str, Any]) -> Finding:
    return Finding(**{**told, "subject": Subject(*told["subject"]), "severity": Severity(told["severity"]),
                      "scope": _scope(told["scope"]), "sources": frozenset(told["sources"])})


def _scope(told: list[list[str]]) -> Scope:
    days = {key: date.fromisoformat(value) for key, value in told if key in {"since", "until"}}
    chosen: dict[str, frozenset[str]] = {}
    for key, value in told:
        if key not in days:
            chosen[key] = chosen.get(key, frozenset()) | {value}
    return Scope(days.get("since"), days.get("until"), chosen)
