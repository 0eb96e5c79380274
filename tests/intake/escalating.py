"""A process that keeps the vigil over two days of an invented clock; begun again, it goes on at the same hour."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from dashboard.house import House
from dashboard.post.outbox import Outbox
from dashboard.post.outlets import outlets_of
from dashboard.settings import Settings
from intake.vigil import Vigil

STEP = timedelta(minutes=30)
LOOKS = 72


def keep(home: Path, start: datetime) -> None:
    """Look every half hour; the number of the next look stands in a file before it is made."""
    place = home / "look"
    clock = [start]
    house = House(Settings(home=home), lambda: clock[0])
    vigil = Vigil(house, Outbox(house, outlets_of(house.settings)))
    for number in range(int(place.read_text()), LOOKS):
        (home / "next").write_text(str(number))
        (home / "next").replace(place)  # a kill in the middle leaves the former number
        clock[0] = start + number * STEP
        vigil.look()
    house.close()


if __name__ == "__main__":
    keep(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
