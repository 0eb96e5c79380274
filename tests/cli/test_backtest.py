"""The real command that asks the past: a small town that is quick or late by topic, and one without a history."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli.commands import run, told

HEADS = ["CASE_ENQUIRY_ID", "OPEN_DT", "TARGET_DT", "CLOSED_DT", "OnTime_Status", "CASE_STATUS", "SUBJECT", "TYPE",
         "Department", "neighborhood", "LOCATION_STREET_NAME", "LATITUDE", "LONGITUDE", "Source"]
FIRST = date(2025, 1, 1)
STAMP = "%m/%d/%Y 12:00:00 PM"


def line(number: int) -> list[str]:
    """A case of ten days: lamps are closed after six or seven, pits after eight, every third of them far too late."""
    received, pit = FIRST + timedelta(days=number // 4), number % 2
    took = 15 if pit and number % 3 == 0 else 8 if pit else 6 + number % 2
    moments = [(received + timedelta(days=days)).strftime(STAMP) for days in (0, 10, took)]
    return [str(number), *moments, "", "Closed", "Roads", "Pit" if pit else "Lamp", "Office", "", "", "", "", "Phone"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with (folder / "cases.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows((HEADS, *(line(number) for number in range(1200))))
    done = run(folder, "import", "--profile", "boston_311", str(folder / "cases.csv"))
    assert done.returncode == 0, done.stderr
    return folder


def test_the_past_is_asked_month_by_month(home: Path) -> None:
    found = told(home, "backtest", "--from", "2025-01-01", "--until", "2025-10-01")
    assert [step["from"] for step in found["steps"]][:3] == ["2025-01-01", "2025-02-01", "2025-03-01"]
    assert [step["enough_history"] for step in found["steps"]][:4] == [False, False, True, True]
    assert found["enough"] and found["n"] == sum(step["n"] for step in found["steps"] if step["enough_history"])
    assert found["skill"] > 0.15
    assert found["calibration_error"] < 0.05
    assert sum(step["n"] for step in found["table"]) == found["n"] == found["by_channel"]["Phone"]["n"]


def test_a_person_reads_it_in_russian(home: Path) -> None:
    done = run(home, "backtest", "--from", "2025-01-01", "--until", "2025-10-01", "--every", "whole")
    assert done.returncode == 0 and "недостаточно данных: исходов меньше 100" in done.stdout
    done = run(home, "backtest", "--from", "2025-06-01", "--until", "2025-10-01", "--every", "whole")
    assert "оценка Брайера" in done.stdout and "Phone: " in done.stdout


def test_what_was_told_later_is_not_known_earlier(home: Path) -> None:
    """The whole file was told today: nobody could have learnt from it then."""
    found = told(home, "backtest", "--from", "2025-06-01", "--until", "2025-10-01", "--as-told")
    assert (found["n"], found["enough"]) == (0, False)
    assert not any(step["enough_history"] for step in found["steps"])


def test_an_empty_room_has_nothing_to_be_asked(tmp_path: Path) -> None:
    assert told(tmp_path / "home", "backtest")["enough"] is False
