"""One alert: how it stands, and its log in sentences, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from dash import dcc, html

from dashboard.domain.alerts.alert import Alert, Happening, Turn
from dashboard.domain.alerts.finding import Finding
from dashboard.domain.people import Role
from dashboard.errors import RoomError
from layouts.alerted import MARKS, elapsed, lower, what, why_quiet
from layouts.desk.nav import ROLES
from layouts.desk.post import SHAPES
from layouts.desk.queue import evidence, mark, over, sentence, standing
from layouts.shift import Shift

Logged = Any
"""An entry of the log: `told` is what happened; layouts know its shape, not the store."""
Carried = Any
"""How one delivery fares, as the room tells it."""
PLAIN = {Turn.FADED: "It is seen no more, or milder; the room waits whether it comes back",
         Turn.STAYED: "It is there again",
         Turn.RELEASED: "Nothing covers it any more: people are called again",
         Turn.EXPIRED: "The time of the answer is over: it is nobody's again"}
"""What needs no facts to be told."""
FOUND = {Turn.FIRED: "It began: {what}", Turn.RETURNED: "It came back: {what}", Turn.COUNTED: "It is now: {what}",
         Turn.RAISED: "It became graver, {severity}: {what}", Turn.LOWERED: "It became milder, {severity}: {what}"}


def head(alert: Alert, shift: Shift, paths: frozenset[str]) -> Any:
    """Return the alert as it stands."""
    words = shift.words
    now = standing(alert, shift) if alert.stands else [html.Div(over(alert, shift))]
    return html.Div([
        html.Div([mark(alert.severity, words),
                  html.Span(words("Alert {number}", number=alert.id), className="desk-muted"),
                  dcc.Link("×", href="/alerts", id="alerts-close", className="desk-close", title=words("close"))],
                 className="alert-top"),
        sentence(alert, shift, paths), evidence(alert, shift),
        html.Div(words("since {moment}", moment=f"{shift.short(alert.fired_at)} · {elapsed(alert, shift)}")),
        html.Div(now, className="alert-standing"),
    ], className="alert-head")


def log(alert: Alert, entries: Sequence[Logged], shift: Shift, carried: Sequence[Carried]) -> Any:
    """Return what happened, the newest first, each with what left the room because of it."""
    roles = levels(alert, shift)
    return [html.H3(shift.words("What happened")),
            html.Ol([_entry(one.told, shift, roles, [left(way, shift) for way in carried if way.event == one.id])
                     for one in entries], className="alert-log")]


def levels(alert: Alert, shift: Shift) -> tuple[Role, ...]:
    """Return who hears of it in which order, by the policy that holds."""
    chain = shift.rules.chain_of(alert.subject.ladder)
    return () if chain is None else tuple(level.role for level in chain.levels)


def _entry(told: Happening, shift: Shift, roles: Sequence[Role], gone: Sequence[str]) -> Any:
    local = told.at.astimezone(shift.words.zone)
    at = f"{shift.day(local.date())} {shift.words.clock(told.at)}"
    heard = told.facts.get("said") and told.turn is not Turn.ESCALATED
    tail = html.Small(shift.words("people were told"), className="desk-muted") if heard else None
    said = html.Div([html.Div(happened(told, shift, roles)), tail,
                     *(html.Small(way, className="desk-muted alert-left") for way in gone)])
    return html.Li([html.Time(at, dateTime=local.isoformat()), said])


def left(way: Carried, shift: Shift) -> str:
    """Return how one letter or call of the webhook fares: to whom, in which state since when, and why."""
    words, at = shift.words, shift.short(way.at)
    to = words("letter: {who}", who=way.name) if way.way == "mail" else words("webhook")
    state = f"{SHAPES[way.state]} {words(f'delivery {way.state}')}"
    why = f": {words.error(RoomError.unpacked(way.error))}" if way.error else ""
    return f"{to} — {state} ({at}){why}" if way.state == "uncertain" else f"{to} — {state} {at}{why}"


def happened(told: Happening, shift: Shift, roles: Sequence[Role]) -> str:
    """Return one happening as a sentence; `roles` are the levels that are called."""
    if told.turn in PLAIN:
        return shift.words(PLAIN[told.turn])
    if told.turn in FOUND:
        return _found(told, shift)
    return _escalated(told, shift, roles) if told.turn is Turn.ESCALATED else SAID[told.turn](told, shift)


def _found(told: Happening, shift: Shift) -> str:
    found = told.facts.get("finding")
    assert isinstance(found, Finding)
    shape, said = MARKS[found.severity]
    values = {"what": what(found, shift), "severity": f"{shape} {lower(shift.words(said))}"}
    text = FOUND[told.turn]
    return shift.words(text, **{key: value for key, value in values.items() if f"{{{key}}}" in text})


def _inhibited(told: Happening, shift: Shift) -> str:
    return shift.words("Nobody is called: {why}", why=why_quiet(str(told.facts.get("why") or ""), shift))


def _acknowledged(told: Happening, shift: Shift) -> str:
    facts, words = told.facts, shift.words
    until, promised = facts.get("until_at"), facts.get("promise_on")
    said = words("Taken by {who} until {until}: «{reason}»", who=shift.who(told.actor),
                 reason=facts.get("reason") or "", until=shift.short(until) if isinstance(until, datetime) else "—")
    day = shift.day(promised) if isinstance(promised, date) else ""
    promise = str(facts.get("promise") or "")
    if not day and not promise:
        return said
    return f"{said}; {words('promised: {what}', what=' — '.join(part for part in (day, promise) if part))}"


def _escalated(told: Happening, shift: Shift, roles: Sequence[Role]) -> str:
    level, due = int(str(told.facts.get("level") or 1)), told.facts.get("due_at")
    known = 0 < level <= len(roles)
    role = lower(shift.words(ROLES[roles[level - 1]])) if known else shift.words("level {n}", n=level)
    if isinstance(due, datetime) and (told.at - due).total_seconds() >= LATE_S:
        return shift.words("Called: {role}; it was due {moment}", role=role, moment=shift.when(due))
    return shift.words("Called: {role}", role=role)


def _commented(told: Happening, shift: Shift) -> str:
    return f"{shift.who(told.actor)}: «{told.facts.get('text') or ''}»"


def _resolved(told: Happening, shift: Shift) -> str:
    reason = str(told.facts.get("reason") or "")
    if not reason:
        return shift.words("It ended by itself: nothing of it is left")
    return shift.words("Ended by {who}: «{reason}»", who=shift.who(told.actor), reason=reason)


LATE_S = 120
"""A level that was called so much later than it was due says so: the room slept."""
SAID: dict[Turn, Callable[[Happening, Shift], str]] = {
    Turn.INHIBITED: _inhibited, Turn.ACKNOWLEDGED: _acknowledged, Turn.COMMENTED: _commented, Turn.RESOLVED: _resolved}
