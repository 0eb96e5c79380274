"""Eight readers who open lists without a pause; beside them a hundred questions change at the room's own rhythm."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event

from sqlalchemy import Engine, select, update

from bench.measuring import p95, took
from dashboard.cache.mirror import Mirror
from dashboard.domain.asking import Moments
from dashboard.domain.scope import Scope, View
from dashboard.store.tables import FEED, QUESTIONS
from intake.keeping import FOLLOW_S
from layouts.desk.grid import STORED

READERS, LOOKS, CHANGED, PAGE = 8, 40, 100, 100


def drill(mirror: Mirror, truth: Engine, now: Moments, working: Callable[[int], int],
          count: int) -> tuple[float, float]:
    """Return the p95 of a drill-down (count and first page) and of a delta followed, in milliseconds."""
    done, deltas = Event(), [0.0]

    def write() -> None:
        rng = Random(1)
        while not done.wait(FOLLOW_S):
            _change(truth, [rng.randrange(1, count + 1) for _ in range(CHANGED)])
            deltas.append(took(mirror.follow))

    def read(seed: int) -> list[float]:
        rng = Random(seed)
        return [took(lambda: _look(mirror, now, working, rng.randrange(16), rng.randrange(60)))
                for _ in range(LOOKS)]

    with ThreadPoolExecutor(READERS + 1) as threads:
        writing = threads.submit(write)
        times = [ms for one in threads.map(read, range(READERS)) for ms in one]
        done.set()
        writing.result()
    return p95(times), p95(deltas[1:])


def _look(mirror: Mirror, now: Moments, working: Callable[[int], int], department: int, topic: int) -> None:
    scope = Scope().within("department", f"department {department:05d}").within("topic", f"topic {topic:05d}")
    with mirror.ask(View(), now, working) as reading:
        reading.count("received", scope)
        reading.rows("received", scope, columns=STORED, order=[("received", True)], limit=PAGE)


def _change(truth: Engine, ids: list[int]) -> None:
    with truth.execution_options(writes=True).begin() as connection:
        seq = connection.execute(select(FEED.c.value).where(FEED.c.name == "seq")).scalar_one() + 1
        changed = update(QUESTIONS).where(QUESTIONS.c.id.in_(ids))
        connection.execute(changed.values(rating=seq % 5 + 1, seq=seq))
        connection.execute(update(FEED).where(FEED.c.name == "seq").values(value=seq))
