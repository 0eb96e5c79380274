"""Rooms for tests: a home in a temporary folder, a clock that stands still, files in real layouts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.domain.appeals import Record
from dashboard.domain.moments import Moment, moment_at
from dashboard.domain.people import LOCAL, Viewer
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from dashboard.store.batches import Arrival, Batch
from dashboard.store.store import PORTION, Checked
from dashboard.town import load_town

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
OPENED: list[House] = []
ZONE = load_town(Path("/")).tz
BOSTON_HEADER = ("CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,OnTime_Status,CASE_STATUS,SUBJECT,TYPE,Department,"
                 "neighborhood,LOCATION_STREET_NAME,LATITUDE,LONGITUDE,Source")


def house(home: Path, store: str = "", now: datetime = NOW) -> House:
    """A house whose clock stands at `now`; closed when the test is over (see conftest)."""
    opened = House(Settings(home=home, store=store), lambda: now)
    OPENED.append(opened)
    return opened


def close_all() -> None:
    """Close every house that a test has opened."""
    while OPENED:
        OPENED.pop().close()


def room(home: Path, store: str = "", now: datetime = NOW) -> Room:
    return Room(house(home, store, now), Viewer("tester", LOCAL))


def record(number: int, **facts: object) -> Record:
    """A question received `number` hours before NOW, in work, with the given facts over it."""
    received = moment_at(NOW - timedelta(hours=number), ZONE)
    told: dict[str, object] = {"channel": "pos", "topic": "heating", "block": "housing", "department": "D",
                               "status": "in_work", "received": received}
    return Record(f"n{number}", {**told, **facts})  # type: ignore[dict-item]


def days_ago(number: int) -> Moment:
    return moment_at(NOW - timedelta(days=number), ZONE)


def tell(place: House, name: str, records: Sequence[Record], at: datetime = NOW) -> Batch:
    """Import records as a file of the source `pos` and return its batch as it ended."""
    store = place.store
    arrival = Arrival("pos", "pos", name, f"sha-{name}", at, "source:pos")
    batch, fresh = store.begin(arrival, Checked((), ()), at)
    if fresh:
        for start in range(0, len(records), PORTION):
            store.save(batch, records[start:start + PORTION], place.teller())
        store.finish(batch, 86400, at)
    found = store.batch(batch.id)
    assert found is not None
    return found


def boston_csv(path: Path, rows: int, minutes: int = 7) -> Path:
    """A file in Boston's layout with `rows` cases, so many minutes apart, every third of them open."""
    start = datetime(2015, 1, 1, 8, tzinfo=UTC)
    lines = [BOSTON_HEADER]
    for number in range(rows):
        opened = start + timedelta(minutes=minutes * number)
        closed = "" if number % 3 == 0 else f"{opened + timedelta(days=number % 9):%m/%d/%Y %I:%M:%S %p}"
        lines.append(f"{1010 * 10**8 + number},{opened:%m/%d/%Y %I:%M:%S %p},"
                     f"{opened + timedelta(days=5):%m/%d/%Y %I:%M:%S %p},{closed},,{'Closed' if closed else 'Open'},"
                     f"Works,Topic {number % 40},D{number % 7},Area {number % 5},{number % 90} Main St,"
                     f"{42.3 + number % 50 / 1000:.4f},{-71.1 + number % 60 / 1000:.4f},Self Service")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
