"""A file of the Boston layout brought in by the ordinary way: checked whole, then events, states and mirror."""

from __future__ import annotations

import gc
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from dashboard.cli import QUIET_GC
from dashboard.clock import now
from dashboard.house import House
from dashboard.settings import Settings
from intake.files import Intake

HEADER = ("CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,OnTime_Status,CASE_STATUS,SUBJECT,TYPE,Department,"
          "neighborhood,LOCATION_STREET_NAME,LATITUDE,LONGITUDE,Source")
BEGAN_AT = datetime(2014, 1, 1, 8, tzinfo=UTC)
STAMP = "%m/%d/%Y %I:%M:%S %p"


def imported(rows: int) -> float:
    """Return how many rows a second an import into an empty SQLite home takes, as the command runs it."""
    gc.set_threshold(*QUIET_GC)
    with TemporaryDirectory(prefix="bench-import-") as folder:
        path = _written(Path(folder) / "cases.csv", rows)
        house = House(Settings(home=Path(folder) / "home", store=""), now)
        start = perf_counter()
        taken = Intake(house).take(path, "cli:bench", profile="boston_311")
        rate = rows / (perf_counter() - start)
        house.close()
    assert not taken.repeated and taken.batch.added == rows, taken.batch
    return rate


def _written(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        file.writelines(_row(number) for number in range(rows))
    return path


def _row(number: int) -> str:
    opened = BEGAN_AT + timedelta(seconds=60 * number % 63_000_000)
    closed = "" if number % 9 == 0 else f"{opened + timedelta(days=number % 9):{STAMP}}"
    return (f"{1010 * 10**8 + number},{opened:{STAMP}},{opened + timedelta(days=5):{STAMP}},{closed},,"
            f"{'Closed' if closed else 'Open'},Works,Topic {number % 170},D{number % 16},Area {number % 26},"
            f"{number % 900} Main St,{42.3 + number % 5000 / 1e5:.5f},{-71.1 + number % 6100 / 1e5:.5f},Self Service\n")
