"""Boards with versions: computed once per state of the town, shared by all who look."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import count
from threading import Lock
from time import perf_counter
from typing import NamedTuple

from dashboard.cache.board import Board, SourceState
from dashboard.cache.composing import Frame, compute_board, weighed
from dashboard.cache.reading import Reading
from dashboard.cache.trust import Heard, trusted
from dashboard.domain.clusters import Cluster
from dashboard.domain.coarse import coarse
from dashboard.domain.doubts import Doubts
from dashboard.domain.fields import Privacy
from dashboard.domain.figures import Figure
from dashboard.domain.scope import Scope, View

KEPT = 64
"""Boards of different scopes that are remembered."""
PATIENCE = 20
"""Times its own length that a search for heaps waits for the next, while the day is the same."""


class Tick(NamedTuple):
    """What a board depends on besides its scope: the feed, the minute, and what the sources said."""

    seq: int
    minute: datetime
    heard: tuple[Heard, ...]


class _Heaps(NamedTuple):
    """What a search found, in which picture, and the seconds it took."""

    found: tuple[Cluster, ...]
    seq: int
    at: datetime
    on: date
    took_s: float


@dataclass(slots=True)
class _Place:
    """One remembered scope; its lock lets the first who asks compute and the others wait for it."""

    lock: Lock = field(default_factory=Lock)
    tick: Tick | None = None
    board: Board | None = None
    heaps: _Heaps | None = None


class Boards:
    """Answers with the board of a scope; heavy work, to be called off the event loop.

    Args:
        boot: id of this start of the server; versions are `"<boot>-<n>"`.
        asking: opens a reading at a view, for whom it is: the house's.
        frame: what boards show besides numbers, as it is now.
        doubts: what must be doubted of stored terms by the rules and the calendar that hold now.
    """

    def __init__(self, boot: str, asking: Callable[[View, Privacy], AbstractContextManager[Reading]],
                 frame: Callable[[], Frame], doubts: Callable[[], Doubts | None] = lambda: None) -> None:
        self._boot, self._asking, self._frame, self._doubts = boot, asking, frame, doubts
        self._number = count(1)
        self._places: OrderedDict[object, _Place] = OrderedDict()
        self._lock = Lock()

    def board(self, scope: Scope, view: View, *, windows: bool | None = None,
              privacy: Privacy = Privacy.STAFF) -> Board:
        """Return the board of a scope; content that did not change keeps its version.

        Args:
            scope: what is looked at.
            view: the two clocks.
            windows: whether figures look at windows of their own; by default where no period is chosen.
            privacy: for whom; a board of the wall is computed from the read model alone.
        """
        wide = scope.since is None and scope.until is None if windows is None else windows
        place = self._place((scope.since, scope.until, tuple(sorted(scope.members.items())), view, wide, privacy))
        frame = self._shown(privacy)
        with place.lock, self._asking(view, privacy) as reading:
            tick = Tick(reading.seq, reading.now.at.replace(second=0, microsecond=0), frame.heard)
            if place.board is None or place.tick != tick:
                patient = self._coarsened(_with_patience(frame, place), privacy)
                place.board = self._versioned(compute_board(reading, scope, patient, windows=wide), place.board)
                place.tick = tick
            return place.board

    def version(self) -> str:
        """Return the version of the live board of the whole town."""
        return self.board(Scope(), View()).version

    def sources(self, view: View | None = None, privacy: Privacy = Privacy.STAFF) -> tuple[SourceState, ...]:
        """Return the health of every source; why one fails is the staff's to know."""
        with self._asking(view or View(), privacy) as reading:
            return weighed(reading, self._shown(privacy).heard)

    def trusted(self, figures: Iterable[Figure], reading: Reading) -> tuple[Figure, ...]:
        """Return a metric's figures with their trust."""
        sources = weighed(reading, self._frame().heard)
        return tuple(trusted(figure, sources, reading.now.at) for figure in figures)

    def clusters(self, reading: Reading, scope: Scope) -> tuple[Cluster, ...]:
        """Return heaps of cases at a place, most surprising first; as coarse as the reading's privacy asks."""
        return self._coarsened(self._shown(reading.privacy), reading.privacy).clusters(reading, scope)

    def _place(self, key: object) -> _Place:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            if len(self._places) > KEPT:
                self._places.popitem(last=False)
            return place

    def _shown(self, privacy: Privacy) -> Frame:
        """Return the frame, without the reasons of failing sources for those who are no staff."""
        frame = replace(self._frame(), doubts=self._doubts())
        if privacy is Privacy.STAFF:
            return frame
        return replace(frame, heard=tuple(source._replace(error=None) for source in frame.heard))

    def _coarsened(self, frame: Frame, privacy: Privacy) -> Frame:
        """Return the frame whose heaps are found by the exact places of cases and told by the cells of the map.

        The one thing that the read model cannot give: a heap is the same heap, with the same count, for everybody.
        """
        if privacy is Privacy.STAFF:
            return frame

        def clusters(reading: Reading, scope: Scope) -> tuple[Cluster, ...]:
            with self._asking(reading.view, Privacy.STAFF) as exact:
                return coarse(frame.clusters(exact, scope))

        return replace(frame, clusters=clusters)

    def _versioned(self, board: Board, former: Board | None) -> Board:
        if former is not None and replace(board, version=former.version, at=former.at) == former:
            return replace(board, version=former.version)
        return replace(board, version=f"{self._boot}-{next(self._number)}")


def _with_patience(frame: Frame, place: _Place) -> Frame:
    """Return the frame, looking for heaps only when rows or the day changed, and never most of the time.

    In a city of a million questions the search takes seconds: it may take a twentieth of the time, not more.
    """

    def clusters(reading: Reading, scope: Scope) -> tuple[Cluster, ...]:
        if place.heaps is not None and _still_good(place.heaps, reading):
            return place.heaps.found
        start = perf_counter()
        found = frame.clusters(reading, scope)
        place.heaps = _Heaps(found, reading.seq, reading.now.at, reading.now.on, perf_counter() - start)
        return found

    return replace(frame, clusters=clusters)


def _still_good(heaps: _Heaps, reading: Reading) -> bool:
    if heaps.on != reading.now.on:
        return False
    age = (reading.now.at - heaps.at).total_seconds()
    return heaps.seq == reading.seq or age < PATIENCE * heaps.took_s
