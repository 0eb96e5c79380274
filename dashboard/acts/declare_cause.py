"""Declare a cause: until it ends, what it covers calls nobody, and every alert under it says so."""

from __future__ import annotations

from typing import Any

from dashboard.acts.acknowledge import until_at
from dashboard.domain.acts import Act
from dashboard.domain.alerts.finding import Cause
from dashboard.domain.alerts.saying import named, said
from dashboard.domain.people import CAUSES, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store import alerts
from dashboard.store.audit import note
from dashboard.store.stage import Stage

NEEDS = ("title", "blocks", "topics", "places", "until")


def _apply(stage: Stage, actor: Actor, title: Any, until: Any, **covers: Any) -> tuple[str, dict[str, Any]]:
    name = said(title)
    blocks, topics, places = (named(covers[key]) for key in ("blocks", "topics", "places"))
    if not name:
        raise UsageError("Say what happened: a cause has a name")
    if not blocks | topics | places:
        raise UsageError("Say what it covers: a cause of everything would silence the whole room")
    cause = Cause(0, name, blocks, topics, places, until_at(stage, str(until)))
    with stage.store.writing() as (connection, numbers):
        number = alerts.declare(connection, numbers, cause, str(actor), stage.now)
        note(connection, numbers, Entry(Kind.CAUSE, str(actor), f"cause/{number}", {"turn": "declared"}, stage.now))
    return "The cause «{title}» is declared until {until}", {"title": name, "until": cause.until_at}


DECLARE_CAUSE = Act("declare_cause", "Declare a cause", CAUSES, NEEDS, _apply)
