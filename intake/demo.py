"""The demonstration: two invented years come in through the ordinary way, source by source."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from heapq import merge
from pathlib import Path

import orjson

from dashboard.collect import Progress, converse, silent, take
from dashboard.domain.appeals import Key, Record, State
from dashboard.domain.deliveries import Delivery
from dashboard.domain.moments import day_number
from dashboard.errors import UsageError
from dashboard.house import House
from dashboard.store.movement import last_told, movable
from dashboard.store.vault import whole
from datasources.demo.feed import RECENT, live
from datasources.demo.habits import Town, read_town
from datasources.demo.history import history
from datasources.demo.surge import surge
from datasources.demo.unheard import unheard

YEARS = timedelta(days=730)
SEED = 20261123
MARK = "demo"
CADENCE_S = 86_400
Begun = tuple[int, datetime]


def is_demo(home: Path) -> bool:
    """Return whether the home's life is invented."""
    return (home / MARK).exists()


def begun(home: Path) -> Begun:
    """Return the seed of the home's demonstration and the instant at which it was filled."""
    told = orjson.loads((home / MARK).read_bytes())
    return int(told["seed"]), datetime.fromisoformat(told["until"])


def demo_town(house: House) -> Town:
    """Return the town of the generator, in the house's zone."""
    return read_town(house.town.tz, house.town.oktmo)


def fill(house: House, seed: int = SEED, progress: Progress = silent) -> int:
    """Bring two years of life into an empty home and return the number of records told.

    Killed in the middle, a second call goes on with the same history.

    Raises:
        UsageError: the home holds real cases.
    """
    home, now = house.settings.home, house.now()
    if is_demo(home):
        seed, now = begun(home)
    elif house.store.batches(1):
        raise UsageError("This home holds imported cases; the demonstration needs an empty one: set "
                         "SITUATION_ROOM_HOME")
    else:
        home.mkdir(parents=True, exist_ok=True)
        whole(home / MARK, orjson.dumps({"seed": seed, "until": now.isoformat()}))
    by_source = told_by_source(house, seed, now)
    total, done = sum(map(len, by_source.values())), 0
    for source, records in sorted(by_source.items()):
        told = delivery(source, records, f"{seed}:{source}:history", now)
        take(house.store, told, house.teller(), (f"source:{source}", now), _shifted(progress, done, total))
        done += len(records)
    whole(home / MARK, orjson.dumps({"seed": seed, "until": now.isoformat(), "filled": True}))
    house.follow()
    return total


def is_filled(home: Path) -> bool:
    """Return whether the history came in whole; a fill that was killed goes on at the next start."""
    return bool(orjson.loads((home / MARK).read_bytes()).get("filled"))


def told_by_source(house: House, seed: int, until: datetime) -> dict[str, list[Record]]:
    """Return what every source told over the two years before `until`."""
    since = (until - YEARS).astimezone(house.town.tz).date()
    found: dict[str, list[Record]] = defaultdict(list)
    town = demo_town(house)
    waiting = unheard(seed, until, town)
    for told in merge(history(seed, since, until, town), waiting, key=lambda one: one.record.observed_at or until):
        found[told.source].append(told.record)
    return found


def delivery(source: str, records: Iterable[Record], content: str, at: datetime) -> Delivery:
    """Return records as a delivery that speaks for an instant; `content` names it for ever."""
    kept = list(records)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Delivery(source, MARK, content, sha256, CADENCE_S, at, snapshot=False, total=len(kept),
                    records=lambda: iter(kept))


class Feed:
    """The demonstration's going on: what its sources tell since the last time."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._town = demo_town(house)
        self._seed, self._after = begun(house.settings.home)
        self._after = max(self._after, _last_told(house) or self._after)

    def tell(self) -> int:
        """Store what is told up to now and return how many records that were."""
        now = self._house.now()
        found: dict[str, list[Record]] = defaultdict(list)
        for told in live(self._seed, self._after, now, open_cases(self._house, now), self._town):
            found[told.source].append(told.record)
        self._say(found, now)
        self._after = now
        return sum(map(len, found.values()))

    def surge(self, street: str) -> int:
        """Stage an outage on a street now and return how many questions that brings."""
        now = self._house.now()
        found: dict[str, list[Record]] = defaultdict(list)
        for told in surge(self._seed, now, street, self._town):
            found[told.source].append(told.record)
        self._say(found, now)
        return sum(map(len, found.values()))

    def _say(self, found: dict[str, list[Record]], now: datetime) -> None:
        on = now.astimezone(self._house.town.tz).date().isoformat()
        for source, records in sorted(found.items()):
            content = f"{self._seed}:{source}:{on}"
            converse(self._house.store, delivery(source, records, content, now), self._house.teller(), now)


def _last_told(house: House) -> datetime | None:
    with house.store.reading() as connection:
        return last_told(connection)


def open_cases(house: House, now: datetime) -> dict[Key, State]:
    """Return the questions that may still move, open or closed lately: key → state."""
    since = day_number((now - RECENT).astimezone(house.town.tz).date())
    with house.store.reading() as connection:
        return movable(connection, since)


def leave(home: Path, now: datetime) -> Path:
    """Put the demonstration away and return where it lies; the home holds an empty inbox afterwards.

    Raises:
        UsageError: the home holds no demonstration.
    """
    if not is_demo(home):
        raise UsageError("This home holds no demonstration")
    target = home.with_name(f"{home.name}-demo-{now:%Y%m%d-%H%M%S}")
    shutil.move(home, target)
    (home / "inbox").mkdir(parents=True)
    return target


def _shifted(progress: Progress, before: int, total: int) -> Callable[[int, int], None]:
    return lambda done, _: progress(before + done, total)
