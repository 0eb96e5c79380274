"""Questions that nobody has answered yet when the demonstration begins: one late already, two near their term.

The history cannot hold them: it goes on the same wherever it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from datasources.demo.arrivals import Arrival, Slip, arrive
from datasources.demo.habits import Town
from datasources.demo.history import Told
from datasources.demo.lives import Life
from datasources.demo.voices import citizens
from datasources.demo.wishes import Wish

SOURCE = "incident"
HOURS = (24.6, 23.6, 22.3)
"""How long they have waited: the source gives 24 hours for the first response."""
SERIAL_FROM = 60_000


def unheard(seed: int, until: datetime, town: Town) -> Iterator[Told]:
    """Yield the receipts of these questions, the oldest first; the same for the same seed and minute."""
    until = until.replace(second=0, microsecond=0)
    for index, hours in enumerate(HOURS):
        came = _came(seed, town, Slip(until - timedelta(hours=hours), SERIAL_FROM + index))
        begun = Life(Random(f"{seed}:unheard:{index}"), town, came)
        begun.receive()
        yield Told(SOURCE, begun.records[0])


def _came(seed: int, town: Town, slip: Slip) -> Arrival:
    """Return the first appeal drawn that came by the source and has a place."""
    authors = citizens(seed, town)
    return next(came for draw in count()
                for came in arrive(Random(f"{seed}:{slip.serial}:{draw}"), town, authors, slip, Wish())
                if came.way.key == SOURCE and came.house)
