"""What the provider says of an open session now: a group that is lost is lost at the next request."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

from dashboard.doors.proofs import Proof, Sealer
from dashboard.doors.provider import REFUSED, Provider
from dashboard.errors import AccessError, UnavailableError
from dashboard.store import sessions
from dashboard.store.sessions import Session
from dashboard.store.store import Store

LEISURE_S = 3.0
"""How old the knowledge may be for static parts and open sockets."""
GRACE_S = 60.0
"""For how long a provider that has fallen silent is believed to say what it said last."""
PAUSE_S = 5.0
"""After a silence one request asks again, so late, and the others do not wait for it."""

SPOKEN = float("-inf")
"""Until when nobody asks, while the provider answers."""


class Seat:
    """One session: its proof, and what the provider said last and when it was asked that."""

    def __init__(self, proof: Proof) -> None:
        self.lock = Lock()
        self.proof = proof
        self.groups: frozenset[str] = frozenset()
        self.asked: float | None = None

    def since(self, at: float) -> frozenset[str] | None:
        """Return the groups if they were asked for at an instant or later."""
        return self.groups if self.asked is not None and self.asked >= at else None


class Standing:
    """Knows the groups of every open session; may be asked by many threads at once.

    Args:
        provider, sealer, store: where the truth is, what opens the proofs, where they lie.
        tick: seconds of a clock that never jumps.
    """

    def __init__(self, provider: Provider, sealer: Sealer, store: Store, tick: Callable[[], float] = monotonic) -> None:
        self._provider, self._sealer, self._store, self._tick = provider, sealer, store, tick
        self._seats: dict[int, Seat] = {}
        self._quiet_until = SPOKEN

    def groups(self, session: Session, *, fresh: bool) -> frozenset[str] | None:
        """Return the groups of a session now; None while the provider has been silent for too long.

        Args:
            session: an open one.
            fresh: whether the provider must be asked; else knowledge a few seconds old will do.

        Raises:
            AccessError: the provider no longer knows this session.
        """
        seat, came = self._seat(session), self._tick()
        lately = None if fresh else seat.since(came - LEISURE_S)
        if lately is not None:
            return lately
        if came < self._quiet_until:
            return seat.since(came - GRACE_S)
        with seat.lock:  # whoever waited here takes the answer to a question asked after they came
            known = seat.since(came)
            return self._asked(seat, session) if known is None else known

    def answered(self) -> None:
        """Note that the provider is there: nobody need wait to ask it."""
        self._quiet_until = SPOKEN

    def forget(self, session: int) -> Proof | None:
        """Forget a session and return its proof, if it was asked about here."""
        seat = self._seats.pop(session, None)
        return None if seat is None else seat.proof

    def _seat(self, session: Session) -> Seat:
        seat = self._seats.get(session.id)
        if seat is None:
            proof = self._sealer.open(session.proof)
            if proof is None:
                raise AccessError(REFUSED)
            seat = self._seats.setdefault(session.id, Seat(proof))
        return seat

    def _asked(self, seat: Seat, session: Session) -> frozenset[str] | None:
        at = self._tick()
        if at < self._quiet_until:
            return seat.since(at - GRACE_S)
        if self._quiet_until != SPOKEN:
            self._quiet_until = at + PAUSE_S
        try:
            groups = self._told(seat, session)
        except UnavailableError:
            self._quiet_until = self._tick() + PAUSE_S
            return seat.since(self._tick() - GRACE_S)
        self.answered()
        seat.groups, seat.asked = groups, at
        return groups

    def _told(self, seat: Seat, session: Session) -> frozenset[str]:
        """Ask the provider; once more with a new access token if the old one has ended."""
        try:
            return self._provider.groups(self._provider.about(seat.proof))
        except AccessError:
            seat.proof = self._provider.renewed(seat.proof)
            with self._store.writing(quiet=True) as (connection, _):
                sessions.prove(connection, session.id, self._sealer.seal(seat.proof))
        return self._provider.groups(self._provider.about(seat.proof))
