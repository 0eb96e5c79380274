"""What a person says to an alert: written into its log and noted in the audit log, in one transaction."""

from __future__ import annotations

from dashboard.domain.alerts.alert import Alert, Happening
from dashboard.domain.alerts.duty import may_see
from dashboard.domain.people import Viewer
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store.alerts import alert, next_at, tell
from dashboard.store.audit import note
from dashboard.store.stage import Stage


def concerned(stage: Stage, viewer: Viewer, number: int) -> bool:
    """Return whether an alert concerns the viewer.

    Raises:
        UsageError: there is no such alert.
    """
    return may_see(viewer, standing(stage, number))


def standing(stage: Stage, number: int) -> Alert:
    """Return an alert that has not ended.

    Raises:
        UsageError: there is none.
    """
    with stage.store.reading() as connection:
        return _standing(alert(connection, number), number)


def answer(stage: Stage, number: int, told: Happening, *, climbs: bool) -> Alert:
    """Write down what a person says and return the alert after it.

    Args:
        stage: of the act.
        number: of the alert.
        told: what the person says.
        climbs: whether the next level will still hear of it.

    Raises:
        UsageError: there is no such alert, or it has ended meanwhile.
    """
    with stage.store.writing() as (connection, numbers):
        before = _standing(alert(connection, number), number)
        after, _ = tell(connection, numbers, before, (told,), next_at(connection, number) if climbs else None)
        note(connection, numbers, Entry(Kind.ALERT, told.actor, f"alert/{number}", {"turn": told.turn.value},
                                        stage.now))
    return after


def _standing(found: Alert | None, number: int) -> Alert:
    if found is None or not found.stands:
        raise UsageError("There is no alert {number} that stands", number=number)
    return found
