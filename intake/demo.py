"""The demonstration: two invented years come in through the ordinary way, source by source."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import orjson

from dashboard.collect import Progress, silent, take
from dashboard.domain.appeals import Record
from dashboard.domain.deliveries import Delivery
from dashboard.errors import UsageError
from dashboard.house import House
from datasources.demo.habits import Town, read_town
from datasources.demo.history import history

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
        raise UsageError("This home holds imported cases; the demonstration needs an empty one: set SITUATION_ROOM_HOME")
    else:
        home.mkdir(parents=True, exist_ok=True)
        (home / MARK).write_bytes(orjson.dumps({"seed": seed, "until": now.isoformat()}))
    by_source = told_by_source(house, seed, now)
    total, done = sum(map(len, by_source.values())), 0
    for source, records in sorted(by_source.items()):
        take(house.store, delivery(source, records, f"{seed}:{source}:history", now), house.teller(), f"source:{source}",
             now, _shifted(progress, done, total))
        done += len(records)
    house.follow()
    return total


def told_by_source(house: House, seed: int, until: datetime) -> dict[str, list[Record]]:
    """Return what every source told over the two years before `until`."""
    since = (until - YEARS).astimezone(house.town.tz).date()
    found: dict[str, list[Record]] = defaultdict(list)
    for told in history(seed, since, until, demo_town(house)):
        found[told.source].append(told.record)
    return found


def delivery(source: str, records: Iterable[Record], content: str, at: datetime) -> Delivery:
    """Return records as a delivery that speaks for an instant; `content` names it for ever."""
    kept = list(records)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Delivery(source, MARK, content, sha256, CADENCE_S, at, snapshot=False, total=len(kept),
                    records=lambda: iter(kept))


def leave(home: Path, now: datetime) -> Path:
    """Put the demonstration away and return where it lies; the home is empty afterwards.

    Raises:
        UsageError: the home holds no demonstration.
    """
    if not is_demo(home):
        raise UsageError("This home holds no demonstration")
    target = home.with_name(f"{home.name}-demo-{now:%Y%m%d-%H%M%S}")
    shutil.move(home, target)
    home.mkdir(parents=True)
    return target


def _shifted(progress: Progress, before: int, total: int) -> Callable[[int, int], None]:
    return lambda done, _: progress(before + done, total)
