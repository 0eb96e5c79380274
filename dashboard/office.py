"""The papers of the room: imports, unknown words, quarantine, jobs and notes, as one viewer may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.backup.making import program_version
from dashboard.backup.state import Copies, state_of
from dashboard.cache.board import Board
from dashboard.domain.fields import Privacy
from dashboard.domain.observing import Observed, Offer, observable, observed
from dashboard.domain.people import EVERYBODY, IMPORTERS, RUNNERS, STAFF, WHOLE_TOWN, Actor
from dashboard.domain.proof import Kind
from dashboard.domain.query import parse
from dashboard.domain.scope import Scope, View
from dashboard.errors import AccessError, UsageError
from dashboard.logbook import Logbook
from dashboard.store import health, jobs, papers
from dashboard.store.batches import Batch, batch_of, rejected_rows
from dashboard.store.health import SourceRow
from dashboard.store.jobs import Job
from dashboard.store.papers import Note, Quarantined, Word
from dashboard.store.tallies import Tallies, tallies

UNSAID = "…"
QUOTED = frozenset({"value", "number"})
"""Values of a reason that a cell of the row said."""


class Office(Logbook):
    """The part of the room that is about its running; `Room` is the whole of it."""

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
            return [{**row, "cells": dict.fromkeys(row["cells"], ""), "values": _unquoted(row["values"])}
                    for row in rows]
        self._noted(Kind.REJECTS_VIEWED, found.sha256, batch=batch, rows=len(rows))
        return rows

    def unknown_words(self) -> list[Word]:
        """Return words of sources that no vocabulary knows; what stood there is read by those who import."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            found = papers.unknown_words(connection)
        return found if self.viewer.may(IMPORTERS) else [replace(word, value=UNSAID) for word in found]

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

    def copies(self) -> Copies:
        """Return how it stands with the copies of the room."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return state_of(connection, self.settings, self.house.now())

    def tallies(self) -> Tallies:
        """Return how much of everything there is."""
        self._admit(RUNNERS | STAFF)
        with self.house.store.reading() as connection:
            return tallies(connection)

    def published(self) -> Board:
        """Return the live board as it was last published, without computing."""
        self._admit(RUNNERS | STAFF)
        return self.house.published

    @property
    def program(self) -> str:
        """Return the version of the program."""
        return program_version()

    def notes(self, subject: str | None = None) -> list[Note]:
        """Return notes on one number or on all; who answers for some blocks reads none about the others."""
        self._admit(STAFF)
        with self.house.store.reading() as connection:
            found = papers.notes(connection, subject)
        return [note for note in found if self._concerns(note)]

    def _concerns(self, note: Note) -> bool:
        """Return whether a note is about the whole town or about blocks for which the viewer answers, or their own."""
        if self.viewer.may(WHOLE_TOWN) or note.actor == str(Actor("person", self.viewer.name)):
            return True
        blocks = frozenset(parse(note.scope).get("block", ()))
        return blocks <= self.viewer.blocks

    def observed(self) -> tuple[Observed, ...]:
        """Return the scopes that an observer may look at now."""
        self._admit(EVERYBODY)
        with self.house.asking(View(), Privacy.WALL) as ask:
            offers = (Offer(*told) for told in self.town.observer_scopes)
            return observed(offers, ask, self.house.vocabularies().title)

    def _admit_scope(self, scope: Scope, view: View) -> None:
        """Let staff look at any scope, and those who see the read model only at the town and what observers may, now.

        Two moments, a minute apart, would tell a single case by subtraction just as two scopes would.
        """
        if self.viewer.privacy is not Privacy.WALL:
            return
        if not view.live or (scope != Scope() and not observable(scope, self.observed())):
            raise AccessError("This is not for you; ask the head of the centre")


def _unquoted(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a reason without what stood in the row's cells."""
    return {name: UNSAID if name in QUOTED else value for name, value in values.items()}
