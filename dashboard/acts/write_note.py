"""Leave a note on a number."""

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.people import STAFF, Actor
from dashboard.domain.proof import Entry, Kind
from dashboard.errors import UsageError
from dashboard.store.audit import note
from dashboard.store.papers import write_note
from dashboard.store.stage import Stage

LONGEST, NAMED = 2_000, 8_000
"""Characters of a note, and of what it is about: an address of many chosen members is long."""


def _apply(stage: Stage, actor: Actor, subject: str, scope: str, text: str) -> tuple[str, dict[str, Any]]:
    if not 0 < len(text.strip()) <= LONGEST:
        raise UsageError("A note has from one to {longest} characters", longest=LONGEST)
    if max(len(subject), len(scope)) > NAMED:
        raise UsageError("This note is about nothing that the room shows")
    with stage.store.writing() as (connection, numbers):
        number = write_note(connection, (subject, scope), text.strip(), (str(actor), stage.now), numbers)
        note(connection, numbers, Entry(Kind.NOTE, str(actor), f"note/{number}", {}, stage.now))
    return "The note is kept", {}


WRITE_NOTE = Act("write_note", "Leave a note", STAFF, ("subject", "scope", "text"), _apply)
