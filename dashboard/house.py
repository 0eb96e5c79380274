"""The house: everything one room is made of, opened once from its settings."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from dashboard.alarms import alarms_of
from dashboard.backup.making import before_upgrade
from dashboard.backup.restoring import refuse_unfinished
from dashboard.cache.board import Board
from dashboard.cache.boards import Boards
from dashboard.cache.clocks import judged
from dashboard.cache.composing import Frame
from dashboard.cache.foreseeing import Forecaster
from dashboard.cache.reading import Reading
from dashboard.cache.readings import Readings
from dashboard.cache.trust import Heard
from dashboard.discretion import manners
from dashboard.domain.acts import Act
from dashboard.domain.asking import Moments
from dashboard.domain.calendar import Calendar
from dashboard.domain.clusters import Cluster
from dashboard.domain.deadlines import Terms
from dashboard.domain.dimension import Dimension
from dashboard.domain.exports import Export
from dashboard.domain.fields import Privacy
from dashboard.domain.moments import day_number, moment_at
from dashboard.domain.scope import Scope, View
from dashboard.errors import RoomError
from dashboard.foresight import Foresight
from dashboard.holidays_ru import calendar_of
from dashboard.metrics.metric import Metric
from dashboard.registry import discover
from dashboard.rulebook import rules_of
from dashboard.settings import Settings
from dashboard.store import health, policy
from dashboard.store.engine import open_engine
from dashboard.store.lives import Teller
from dashboard.store.migration import upgrade
from dashboard.store.store import Store
from dashboard.store.vault import Vault
from dashboard.town import WEEKDAYS, load_town
from dashboard.vocabularies import Trees, Vocabularies, load_vocabularies
from dashboard.words import Words

if TYPE_CHECKING:
    from dashboard.cache.mirror import Mirror

Edicts = dict[str, int]
"""Kind of policy → number of its version that holds."""


class House:
    """Store, town, words, registries and readings; screens and commands reach it through `Room` only.

    Args:
        settings, now: of this room, and the clock.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        refuse_unfinished(settings.home)
        self.settings, self.now = settings, now
        self.town = load_town(settings.home)
        self.words = Words.load(settings.language, self.town.tz)
        self.store = Store(open_engine(settings.store_url), Vault(settings.secrets))
        upgrade(self.store.engine, now(), lambda: before_upgrade(self.store.engine, settings, now()))
        self.dimensions: Mapping[str, Dimension] = discover("dashboard.domain.dimensions", Dimension)
        self.acts: Mapping[str, Act] = discover("dashboard.acts", Act)
        self.metrics: Mapping[str, Metric] = discover("dashboard.metrics", Metric)
        self._readings: Readings | Mirror = Readings(self.store.engine, self.dimensions, Trees(self.vocabularies))
        self._mirror: Mirror | None = None
        self._published: Board | None = None
        self.boards = Boards(secrets.token_hex(4), self.asking, self._frame, lambda: self.terms().doubts)
        self.forecaster = Forecaster(Foresight(self.store), self.calendar)
        self.closing: list[Callable[[], None]] = []
        self._spoken: tuple[Edicts, Vocabularies] | None = None
        self._law: tuple[Edicts, Terms, Teller] | None = None

    @property
    def demo(self) -> bool:
        """Whether this town's life is invented."""
        return (self.settings.home / "demo").exists()

    @cached_property
    def exports(self) -> Mapping[str, Export]:
        """The formats of snapshots; found late, because they are drawn from the room itself."""
        return discover("dashboard.exports", Export)

    def vocabularies(self) -> Vocabularies:
        """Return the words that hold now."""
        with self.store.reading() as connection:
            versions = policy.versions(connection)
            if self._spoken is None or self._spoken[0] != versions:
                self._spoken = versions, load_vocabularies(connection, self.dimensions)
            return self._spoken[1]

    def calendar(self) -> Calendar:
        """Return the working calendar that holds now."""
        return self.terms().calendar

    def terms(self) -> Terms:
        """Return the deadline engine with the rules and the calendar that hold now."""
        return self._ruled()[0]

    def teller(self) -> Teller:
        """Return what a fold needs, by the rules that hold now."""
        return self._ruled()[1]

    def moments(self) -> Moments:
        """Return the present moment in the town's zone."""
        moment = moment_at(self.now(), self.town.tz)
        return Moments(self.now(), moment.on, self.town.tz, WEEKDAYS[self.town.week_starts])

    @contextmanager
    def asking(self, view: View, privacy: Privacy = Privacy.STAFF) -> Iterator[Reading]:
        """Yield a reading at the view's two clocks, for the staff or from the read model: one picture of the town."""
        now = self.moments()
        on = judged(view, now).on
        with self._readings.ask(view, now, lambda n: day_number(self.calendar().add_working_days(on, n)), privacy,
                                self.forecaster.foresee) as reading:
            yield reading

    def members(self, dimension: str) -> Mapping[str, str]:
        """Return member key → title: those that occur first, by title, then the rest of the vocabulary."""
        with self.asking(View()) as reading:
            occurring = reading.members(dimension)
        words = self.vocabularies()
        named = {key: words.title(dimension, key) for key in occurring if key}
        rest = {key: member.title for key, member in words.members.get(dimension, {}).items() if key not in named}
        return dict(sorted(named.items(), key=lambda pair: pair[1])) | rest

    def open_mirror(self) -> None:
        """Answer from a columnar copy of the truth from now on: for a process that serves."""
        from dashboard.cache.mirror import Mirror  # noqa: PLC0415  (a command that only asks needs no DuckDB)
        mirror = Mirror(self.store.engine, self.dimensions, Trees(self.vocabularies))
        mirror.load()
        self._readings = self._mirror = mirror

    def follow(self) -> bool:
        """Let the mirror follow what was written; return whether anything was."""
        return self._mirror is not None and self._mirror.follow() > 0

    @property
    def place(self) -> int:
        """The place in the change feed that answers rest on; 0 where they come from the store."""
        return 0 if self._mirror is None else self._mirror.seq

    def publish(self) -> bool:
        """Compute the wall's board of the whole town if need be; return whether its version changed."""
        former, self._published = self._published, self.boards.board(Scope(), View(), privacy=Privacy.WALL)
        return former is None or former.version != self._published.version

    @property
    def published(self) -> Board:
        """The wall's board of the whole town as it was last published: ready, without computing."""
        if self._published is None:
            self.publish()
        assert self._published is not None
        return self._published

    def close(self) -> None:
        """Let go of the mirror, of what others have left to be closed, and of every connection to the truth."""
        if self._mirror is not None:
            self._mirror.close()
        for close in self.closing:
            close()
        self.store.engine.dispose()

    def tidy(self) -> None:
        """Pack the mirror when it is idle."""
        if self._mirror is not None:
            self._mirror.tidy()

    def _frame(self) -> Frame:
        title = self.vocabularies().title
        with self.store.reading() as connection:
            rows = health.sources(connection)
        heard = tuple(Heard(r.key, title("source", r.key), r.cadence_s, r.observed_at, r.failing_since,
                            r.error and self.words.error(RoomError.unpacked(r.error))) for r in rows)
        return Frame(self.town.name, self.demo, self.metrics, title, heard, self._heaps, alarms_of(self.store))

    def _heaps(self, reading: Reading, scope: Scope) -> tuple[Cluster, ...]:
        from dashboard.cache.heaps import heaps  # noqa: PLC0415  (the mathematics takes a second to load)
        return heaps(reading, scope, self.town)

    def _ruled(self) -> tuple[Terms, Teller]:
        """Return the terms and what a fold needs; apart from the words, as the holidays take long to load."""
        with self.store.reading() as connection:
            versions = policy.versions(connection)
            if self._law is None or self._law[0] != versions:
                calendar = calendar_of(policy.policy(connection, "calendar"))
                terms = Terms(rules_of(policy.policy(connection, "rules")), calendar, self.town.tz)
                law = versions["rules"], versions["calendar"]
                self._law = versions, terms, Teller(terms, self.town.tz, *manners(connection, self.words), law)
            return self._law[1:]
