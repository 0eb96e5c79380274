"""A week's town for exports: known counts, a heap of cases on one street, and things which must not leak."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from houses import NOW, ZONE, house, tell

from dashboard.domain.appeals import Record
from dashboard.domain.moments import moment_at
from dashboard.domain.people import LOCAL, Viewer
from dashboard.domain.scope import Scope
from dashboard.room import Room

WEEK = Scope(date(2026, 11, 14), date(2026, 11, 20))
FORMULA = "=cmd|' /C calc'!A0"
SECRETS = ("Мария Петрова", "прорвало трубу", "+7 921 000-11-22", "кв. 17")
PRIVATE = {"text": "у нас прорвало трубу", "applicant": "Мария Петрова", "contact": "+7 921 000-11-22",
           "address": "ул. Флотская, 9, кв. 17"}
HEATING, ROADS, OLD = 14, 9, 6


def record_at(number: str, days: float, **facts: object) -> Record:
    place = {"street": "ул. Мира", "house": "ул. Мира, 4", "lat": 69.4012, "lon": 32.4551, "place": "exact"}
    told = {"channel": "pos", "topic": "heating", "block": "housing", "department": "D", "status": "in_work",
            "received": moment_at(NOW - timedelta(days=days), ZONE), **place, **facts}
    return Record(number, told, private=PRIVATE)


def records() -> list[Record]:
    """14 heating in the week (a heap), 9 of roads with 5 resolved, one on a street called like a formula.

    Before the week 6 of roads, and a year of 80 others all over the town, none of them in the four weeks before.
    """
    closed = {"status": "closed", "outcome": "resolved", "closed": moment_at(NOW - timedelta(days=3.5), ZONE)}
    due = {"due": moment_at(NOW - timedelta(days=1), ZONE)}
    found = [record_at(f"h{n}", 4 + n / 50, lat=69.4012 + n % 4 / 8000, lon=32.4551 + n % 5 / 4000, **due)
             for n in range(HEATING)]
    found += [record_at(f"r{n}", 5 + n / 50, topic="potholes", block="roads", street="ул. Флотская", house=None,
                      lat=None, lon=None, place=None, **(closed if n < 5 else {})) for n in range(ROADS)]
    found.append(record_at("f1", 5, street=FORMULA, house=None, department="@SUM(A1)", lat=69.397, lon=32.44))
    ago = moment_at(NOW - timedelta(days=30), ZONE)
    found += [record_at(f"y{n}", 40 + 4 * n, status="closed", closed=ago, lat=69.3965 + n % 9 / 1000,
                      lon=32.435 + n % 10 / 300, topic=("heating", "snow")[n % 2]) for n in range(80)]
    return found + [record_at(f"o{n}", 12, block="roads", topic="potholes", lat=69.397 + n / 900, lon=32.44)
                    for n in range(OLD)]


def snapshot_room(home: Path, *, demo: bool = True) -> Room:
    """A room over these records; the demonstration stands on it unless told otherwise."""
    place = house(home)
    tell(place, "week.csv", records())
    if demo:
        (home / "demo").mkdir()
    return Room(place, Viewer("tester", LOCAL))
