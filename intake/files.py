"""A file becomes a delivery and is taken: decoded and checked whole before the first row is stored."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from dashboard.collect import Progress, Taken, refuse, silent, take
from dashboard.domain.deliveries import Delivery
from dashboard.domain.dimension import Member
from dashboard.domain.proof import Entry, Fact, Kind
from dashboard.errors import RoomError, SourceError, UsageError
from dashboard.house import House
from dashboard.store import jobs, papers
from dashboard.store.audit import note
from dashboard.store.batches import batch_of
from datasources.dates import AHEAD
from datasources.guess import guess
from datasources.mapping import KEPT, translate
from datasources.profile import Profile
from datasources.rows import Town
from datasources.shelf import SHIPPED, load_profiles
from datasources.spelling import fold
from datasources.tables.reading import read
from datasources.tables.sheet import Sheet
from datasources.vocabulary import Vocabulary, vocabulary
from intake.ahead import MANY, Ahead
from intake.raw import plainly

BLOCK = 1 << 20
LONG = 2_000
"""Records from which an import is a job that people can watch."""
OWN = "profiles"


class Intake:
    """Takes files for a house."""

    def __init__(self, house: House) -> None:
        self._house = house

    def profiles(self) -> Mapping[str, Profile]:
        """Return shipped profiles and the home's own."""
        return load_profiles(SHIPPED, self._house.settings.home / OWN)

    def words(self, source: str) -> Vocabulary:
        """Return what words mean to a source: policy, and what people said of its unknown words."""
        words = self._house.vocabularies()
        known = {field: dict(said) for field, said in vocabulary(words.lists).items()}
        for field, meanings in words.meanings.get(source, {}).items():
            members = words.members.get(field, {})
            known.setdefault(field, {}).update(
                {fold(word): members.get(key, Member(key, key)) for word, key in meanings.items()})
        return known

    def take(self, path: Path, actor: str, *, profile: str | None = None, observed_at: datetime | None = None,
             progress: Progress = silent) -> Taken:
        """Import one file.

        Raises:
            SourceError: it cannot be used; nothing of it was stored.
            UsageError: it is said to be exported in the future.
        """
        now, teller = self._house.now(), self._house.teller()  # an older one than rows are prepared by is safe
        if observed_at is not None and observed_at > now + AHEAD:
            raise UsageError("The moment of the export lies in the future: {at}", at=observed_at.isoformat())
        with (self.delivery(path, now, profile, observed_at, actor) as delivery,
              self._job(delivery, actor, progress) as shown):
            return take(self._house.store, delivery, teller, (actor, now), shown)

    @contextmanager
    def delivery(self, path: Path, now: datetime, profile: str | None = None, observed_at: datetime | None = None,
                 actor: str | None = None) -> Iterator[Delivery]:
        """Yield the file as a delivery, decoded and checked whole; with an actor, a large one is prepared meanwhile.

        Raises:
            SourceError: it cannot be used.
        """
        with ExitStack() as opened:
            plain = opened.enter_context(plainly(self._house.store.vault, path))
            sha256, sheet = opened.enter_context(self._marked(plain))
            chosen = self.profile(sheet, profile)
            town, ready, keep = self.town(chosen, now), None, KEPT
            if actor is not None and sheet.kind == "csv" and sheet.count > MANY:
                ahead = opened.enter_context(closing(Ahead(sheet, chosen, town, self._house.teller())))
                ready, keep = ahead.ready, 0
                if not self._known(sha256):
                    with suppress(ChildProcessError):  # asked again when it is needed
                        ahead.begin(observed_at or now, actor)
            told = translate(sheet, chosen, town, keep)
            if ready is not None:
                ready = partial(ready, frozenset(r.row for r in told.rejected))
            yield Delivery(chosen.source, chosen.key, name_of(path), sha256, chosen.cadence_s, observed_at,
                           chosen.semantics == "snapshot", told.total, told.records, told.rejected, told.unknown, ready)

    def _known(self, sha256: str) -> bool:
        with self._house.store.reading() as connection:
            return batch_of(connection, sha256) is not None

    @contextmanager
    def _marked(self, plain: Path) -> Iterator[tuple[str, Sheet]]:
        """Yield the fingerprint and the table of a file; one that cannot be opened is refused before it is decoded."""
        sha256 = fingerprint(plain)
        with read(plain) as sheet:
            yield sha256, sheet

    def town(self, profile: Profile, now: datetime) -> Town:
        """Return what a translation needs to know of the town."""
        return Town(self.words(profile.source), self._house.town.tz, now, self._house.teller().mask)

    def profile(self, sheet: Sheet, key: str | None) -> Profile:
        """Return the named profile, or the one whose header fits.

        Raises:
            SourceError: no such profile, or none fits.
        """
        known = self.profiles()
        if key is not None:
            if key not in known:
                raise SourceError("There is no profile {key}; known are: {known}", key=key, known=", ".join(known))
            return known[key]
        found = guess(sheet, list(known.values()))
        if not found:
            raise SourceError("No profile fits the header of this file; describe it in a profile or name one")
        return found[0].profile

    def quarantine(self, path: Path, refused: RoomError, profile: str | None, actor: str) -> None:
        """Note that a file was refused, once per content; its source fails if the profile is known."""
        now = self._house.now()
        try:
            known = self.profiles().get(profile or "")
        except SourceError:  # one of the home's own is broken: that may be the very reason
            known = None
        try:
            with plainly(self._house.store.vault, path) as plain:
                file = (name_of(path), fingerprint(plain), plain.stat().st_size, profile)
        except (OSError, SourceError):
            file = (name_of(path), "", 0, profile)
        with self._house.store.writing() as (connection, numbers):
            if papers.refusal_of(connection, file[1]) is None:
                papers.quarantine(connection, file, (refused.template, refused.values), now, numbers)
                facts: dict[str, Fact] = {"reason": refused.template, "profile": known.key if known else None,
                                          "size": file[2]}
                note(connection, numbers, Entry(Kind.FILE_REFUSED, actor, file[1], facts, now))
        if known is not None:
            refuse(self._house.store, known.source, known.key, refused, now)

    @contextmanager
    def _job(self, delivery: Delivery, actor: str, progress: Progress) -> Iterator[Progress]:
        """Yield a progress that also moves a job, when the import is long."""
        if delivery.total < LONG:
            yield progress
            return
        store, now = self._house.store, self._house.now
        with store.writing() as (connection, numbers):
            jobs.interrupt(connection, ("import", delivery.name), now())
            job = jobs.start(connection, ("import", delivery.name, actor), delivery.total, now(), numbers)

        def shown(done: int, total: int) -> None:
            with store.writing() as (connection, _):
                jobs.progress(connection, job, done, now())
            progress(done, total)

        state = "failed"
        try:
            yield shown
            state = "done"
        finally:
            with store.writing() as (connection, _):
                jobs.end(connection, job, state, "", now())


def name_of(path: Path) -> str:
    """Return the name of a file as people know it; old archives write Windows-1251 where UTF-8 is expected."""
    name = os.fsencode(path.name)
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("cp1251", errors="replace")


def fingerprint(path: Path) -> str:
    """Return SHA-256 of a file.

    Raises:
        SourceError: it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except OSError as broken:
        raise SourceError("The file {name} cannot be read: {why}", name=name_of(path), why=broken.strerror) from broken
    return digest.hexdigest()
