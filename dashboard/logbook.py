"""The log of what was done, as one viewer may read it, and the noting of what they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from urllib.parse import urlencode

from dashboard.domain.exports import Export, Level
from dashboard.domain.moments import micros
from dashboard.domain.people import PROOF, RUNNERS, STAFF, Access, Viewer
from dashboard.domain.proof import GENESIS, Entry, Fact, Head, Kind, Wanted
from dashboard.domain.query import pairs
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError
from dashboard.house import House
from dashboard.store import journal
from dashboard.store.audit import note, sealed_head
from dashboard.store.cases import Case
from dashboard.store.journal import Logged
from dashboard.store.proving import Proven, last_proven

JOURNAL = ("number", "told_at", "micros", "actor", "kind", "subject", "facts", "before", "hash")
"""What is told of an entry: all that its hash was made of; `facts` is the very text that was hashed."""


class Logbook:
    """The part of the room that remembers who did what; `Room` is the whole of it."""

    def __init__(self, house: House, viewer: Viewer) -> None:
        self.house = house
        self.viewer = viewer
        self.settings = house.settings
        self.town = house.town
        self.words = house.words

    def journal(self, wanted: Wanted, limit: int = 50, offset: int = 0) -> tuple[int, list[Logged]]:
        """Return (how many entries of the audit log are wanted, a page of them), newest first."""
        self._admit(PROOF)
        with self.house.store.reading() as connection:
            return journal.page(connection, wanted, limit, offset)

    def journal_whole(self, wanted: Wanted, form: str) -> Iterator[dict[str, str | int]]:
        """Return a stream of the audit log for programs (see JOURNAL), oldest first; that it was taken is noted."""
        self._admit(PROOF)
        chosen = [(name, str(value)) for name, value in asdict(wanted).items() if value is not None]
        self._noted(Kind.EXPORT, "audit", format=form, scope=urlencode(chosen), privacy="audit")
        return self._streamed(wanted)

    def _streamed(self, wanted: Wanted) -> Iterator[dict[str, str | int]]:
        with self.house.store.reading() as connection:
            for one in journal.stream(connection, wanted):
                told = (one.id, one.told_at.astimezone(self.town.tz).isoformat(), str(micros(one.told_at)), one.actor,
                        one.kind, one.subject, one.facts, one.before, one.hash)
                yield dict(zip(JOURNAL, told, strict=True))

    def journal_head(self) -> Head:
        """Return the end of the audit log: how many entries, and the newest hash."""
        self._admit(PROOF)
        with self.house.store.reading() as connection:
            end = sealed_head(connection)
        return end.head if end else Head(0, GENESIS)

    def journal_actors(self) -> list[str]:
        """Return everybody whom the audit log names."""
        self._admit(PROOF)
        with self.house.store.reading() as connection:
            return journal.actors(connection)

    def holders(self, sha256: str | None = None) -> list[Logged]:
        """Return who was given which snapshot, newest first: every one, or that of one content."""
        self._admit(PROOF)
        with self.house.store.reading() as connection:
            return journal.holders(connection, sha256)

    def proven(self) -> Proven | None:
        """Return the newest verification of the audit log, or None when there was none yet."""
        self._admit(PROOF | RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return last_proven(connection)

    def _given_out(self, content: bytes, form: tuple[Export, Level], measure: str, asked: tuple[Scope, View]) -> bytes:
        """Return the content after noting who was given what, so that its holders can be told by its SHA-256."""
        self._noted(Kind.EXPORT, sha256(content).hexdigest(), format=form[0].key, measure=measure,
                    scope=urlencode(pairs(*asked)), privacy=form[1].value, size=len(content))
        return content

    def _opened(self, case: Case) -> Case:
        """Return the case after noting that its texts were opened, if they were."""
        if case.private:
            self._noted(Kind.CASE_VIEWED, "/".join(case.key))
        return case

    def _noted(self, kind: Kind, subject: str, **facts: Fact) -> None:
        """Note in the audit log what the viewer does; what cannot be noted is not done."""
        with self.house.store.writing(quiet=True) as (connection, numbers):
            note(connection, numbers, Entry(kind, self.viewer.name, subject, facts, self.house.now()))
    def _admit(self, access: Access) -> None:
        if not self.viewer.may(access):
            raise AccessError("This is not for you; ask the head of the centre")
