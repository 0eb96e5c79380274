"""Alerts in the store: an append-only log of what happened to each, and the row that its fold gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, or_, select, update

from dashboard.domain.alerts.alert import Alert, Happening, Turn, after
from dashboard.domain.alerts.finding import Cause
from dashboard.store.alert_bodies import alert_of_body, facts_of, packed_alert, packed_facts
from dashboard.store.tables import ALERT_EVENTS, ALERTS, CAUSES
from dashboard.store.writing import Numbers


class Logged(NamedTuple):
    """One entry of an alert's log, with its number."""

    id: int
    alert: int
    told: Happening


def known(connection: Connection, since: datetime) -> list[Alert]:
    """Return the alerts that stand, and those that ended after an instant, by number."""
    a = ALERTS.c
    chosen = select(a.id, a.body).where(or_(a.resolved_at.is_(None), a.resolved_at > since)).order_by(a.id)
    return [alert_of_body(row.id, row.body) for row in connection.execute(chosen)]


def alert(connection: Connection, number: int) -> Alert | None:
    """Return one alert."""
    row = connection.execute(select(ALERTS.c.body).where(ALERTS.c.id == number)).first()
    return None if row is None else alert_of_body(number, row.body)


def next_at(connection: Connection, number: int) -> datetime | None:
    """Return when the next level will hear of an alert."""
    return connection.execute(select(ALERTS.c.next_at).where(ALERTS.c.id == number)).scalar()


def log(connection: Connection, number: int | None = None, limit: int = 1000) -> list[Logged]:
    """Return what happened to one alert or to all, the newest first."""
    e = ALERT_EVENTS.c
    chosen = select(ALERT_EVENTS) if number is None else select(ALERT_EVENTS).where(e.alert == number)
    rows = connection.execute(chosen.order_by(e.id.desc()).limit(limit)).mappings()
    return [Logged(row["id"], row["alert"], Happening(Turn(row["turn"]), row["told_at"], row["actor"],
                                                      facts_of(row["facts"]))) for row in rows]


def turned(connection: Connection, first: Turn, turns: Iterable[Turn]) -> dict[int, list[Happening]]:
    """Return alert → its entries of these turns, the oldest first; of those to which the first of them happened."""
    e = ALERT_EVENTS.c
    named = select(e.alert).where(e.turn == first.value)
    rows = connection.execute(select(ALERT_EVENTS).where(
        e.alert.in_(named), e.turn.in_([turn.value for turn in turns])).order_by(e.id)).mappings()
    found: dict[int, list[Happening]] = {}
    for row in rows:
        told = Happening(Turn(row["turn"]), row["told_at"], row["actor"], facts_of(row["facts"]))
        found.setdefault(row["alert"], []).append(told)
    return found


def tell(connection: Connection, numbers: Numbers, before: Alert | None, happenings: Sequence[Happening],
         next_at: datetime | None = None) -> tuple[Alert, list[Logged]]:
    """Append what happened and return the alert after it, with the numbered entries.

    Args:
        connection: of a write transaction.
        numbers: of it.
        before: the alert as it was read within this transaction; None begins a new one.
        happenings: in order, at least one.
        next_at: when the next level will hear of it, for people and for those who look into the store.
    """
    alert_, logged = before, list[Logged]()
    number = before.id if before is not None else numbers.next("alerts")
    for told in happenings:
        alert_ = replace(after(alert_, told), id=number)
        logged.append(Logged(numbers.next("alert_events"), number, told))
    assert alert_ is not None, "something happened"
    connection.execute(insert(ALERT_EVENTS), [
        {"id": one.id, "alert": number, "turn": one.told.turn.value, "told_at": one.told.at, "actor": one.told.actor,
         "facts": packed_facts(one.told.facts)} for one in logged])
    _keep(connection, alert_, before is None, next_at)
    return alert_, logged


def _keep(connection: Connection, alert_: Alert, new: bool, next_at: datetime | None) -> None:
    stands = {"stage": alert_.stage.value, "severity": int(alert_.severity), "fired_at": alert_.fired_at,
              "next_at": next_at, "resolved_at": alert_.resolved_at, "body": packed_alert(alert_)}
    if new:
        connection.execute(insert(ALERTS).values(id=alert_.id, **alert_.subject._asdict(), **stands))
    else:
        connection.execute(update(ALERTS).where(ALERTS.c.id == alert_.id).values(**stands))


def causes(connection: Connection, now: datetime | None) -> tuple[Cause, ...]:
    """Return the declared causes in force at an instant; without one, all that were ever declared."""
    c = CAUSES.c
    chosen = select(CAUSES) if now is None else select(CAUSES).where(c.until_at > now, c.ended_at.is_(None))
    rows = connection.execute(chosen.order_by(c.id)).mappings()
    return tuple(Cause(row["id"], row["title"], _set(row["blocks"]), _set(row["topics"]), _set(row["places"]),
                       row["until_at"]) for row in rows)


def declare(connection: Connection, numbers: Numbers, cause: Cause, actor: str, now: datetime) -> int:
    """Keep a declared cause and return its number."""
    number = numbers.next("causes")
    connection.execute(insert(CAUSES).values(
        id=number, title=cause.title, blocks=_text(cause.blocks), topics=_text(cause.topics),
        places=_text(cause.places), until_at=cause.until_at, actor=actor, told_at=now, ended_at=None))
    return number


def end_cause(connection: Connection, number: int, now: datetime) -> bool:
    """End a declared cause; return whether it was in force."""
    c = CAUSES.c
    ended = connection.execute(update(CAUSES).where(c.id == number, c.ended_at.is_(None), c.until_at > now)
                               .values(ended_at=now))
    return ended.rowcount > 0


def _text(members: Iterable[str]) -> str:
    return "\n".join(sorted(members))


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split("\n")) if text else frozenset()
