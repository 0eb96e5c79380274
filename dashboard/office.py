"""The papers of the room: imports, unknown words, quarantine, jobs and notes, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from dashboard.domain.exports import Export, Level
from dashboard.domain.fields import Privacy
from dashboard.domain.moments import micros
from dashboard.domain.observing import Observed, Offer, observable, observed
from dashboard.domain.people import EVERYBODY, IMPORTERS, PROOF, RUNNERS, STAFF, Access, Viewer
from dashboard.domain.proof import GENESIS, Entry, Fact, Head, Kind, Wanted
from dashboard.domain.query import pairs
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, UsageError
from dashboard.house import House
from dashboard.store import health, jobs, journal, papers
from dashboard.store.audit import note, sealed_head
from dashboard.store.batches import Batch, batch_of, rejected_rows
from dashboard.store.cases import Case
from dashboard.store.health import SourceRow
from dashboard.store.jobs import Job
from dashboard.store.journal import Logged
from dashboard.store.papers import Note, Quarantined, Word
from dashboard.store.proving import Proven, last_proven

JOURNAL = ("number", "told_at", "micros", "actor", "kind", "subject", "facts", "before", "hash")
"""What is told of an entry: all that its hash was made of; `facts` is the very text that was hashed."""


class Office:
    """The part of the room that is about its running; `Room` is the whole of it."""

    def __init__(self, house: House, viewer: Viewer) -> None:
        self.house = house
        self.viewer = viewer
        self.settings = house.settings
        self.town = house.town
        self.words = house.words

    def source_rows(self) -> list[SourceRow]:
        """Return what the store knows of every source."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return health.sources(connection)

    def batches(self, limit: int = 50) -> list[Batch]:
        """Return the newest imports."""
        self._admit(RUNNERS | STAFF)
        return self.house.store.batches(limit)

    def rejected(self, batch: int) -> list[dict[str, Any]]:
        """Return the rows that an import did not take; the cells only for those who import.

        Raises:
            UsageError: there is no such batch.
        """
        self._admit(RUNNERS | STAFF)
        found = self.house.store.batch(batch)
        if found is None:
            raise UsageError("There is no batch {number}", number=batch)
        with self.house.store.reading() as connection:
            rows = rejected_rows(connection, batch, self.house.store.vault, found.started_at.year)
        if not self.viewer.may(IMPORTERS):
            return [{**row, "cells": dict.fromkeys(row["cells"], "")} for row in rows]
        self._noted(Kind.REJECTS_VIEWED, found.sha256, batch=batch, rows=len(rows))
        return rows

    def unknown_words(self) -> list[Word]:
        """Return words of sources that no vocabulary knows."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return papers.unknown_words(connection)

    def quarantined(self) -> list[Quarantined]:
        """Return files that could not be used."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return papers.quarantined(connection)

    def imported(self, sha256: str) -> Batch | None:
        """Return the import of a file by its content, or None."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return batch_of(connection, sha256)

    def refused(self, sha256: str) -> Quarantined | None:
        """Return how a file was refused, by its content, or None."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return papers.refusal_of(connection, sha256)

    def jobs(self) -> list[Job]:
        """Return the newest long works."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return jobs.recent(connection)

    def notes(self, subject: str | None = None) -> list[Note]:
        """Return notes on one number or on all."""
        self._admit(STAFF)
        with self.house.store.reading() as connection:
            return papers.notes(connection, subject)

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
    def observed(self) -> tuple[Observed, ...]:
        """Return the scopes that an observer may look at now."""
        self._admit(EVERYBODY)
        with self.house.asking(View(), Privacy.WALL) as ask:
            offers = (Offer(*told) for told in self.town.observer_scopes)
            return observed(offers, ask, self.house.vocabularies().title)

    def _admit_scope(self, scope: Scope) -> None:
        """Let staff look at any scope, and those who see the read model only at the town and what observers may."""
        if self.viewer.privacy is Privacy.WALL and scope != Scope() and not observable(scope, self.observed()):
            raise AccessError("This is not for you; ask the head of the centre")

    def _admit(self, access: Access) -> None:
        if not self.viewer.may(access):
            raise AccessError("This is not for you; ask the head of the centre")
