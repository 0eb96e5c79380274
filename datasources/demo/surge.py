"""An outage staged now: many questions on one topic from one street within a few hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from dashboard.errors import UsageError
from datasources.demo.arrivals import Slip, arrive
from datasources.demo.habits import Town
from datasources.demo.history import Told
from datasources.demo.lives import Life
from datasources.demo.voices import citizens
from datasources.demo.wishes import Wish

COUNT = 25
HOURS = 3.0
SERIAL_FROM = 20_000


def surge(seed: int, at: datetime, street: str, town: Town, topic: str = "heating") -> Iterator[Told]:
    """Yield the receipt of COUNT appeals from the houses of a street during the HOURS before `at`, in order.

    They come by systems that know the hour. The same seed, minute and street give the same appeals, so that
    staging it twice within a minute doubles nothing.

    Raises:
        UsageError: the plan has no such street, or the town no such topic.
    """
    houses = town.plan.along(street)
    if not houses:
        raise UsageError("There is no street {street} on the plan; it has: {streets}",
                         street=street, streets=", ".join(town.plan.streets))
    if topic not in town.topics:
        raise UsageError("The demonstration knows no topic {topic}", topic=topic)
    at = at.replace(second=0, microsecond=0)
    rng = Random(f"{seed}:surge:{at.isoformat()}:{street}:{topic}")
    minute = at.astimezone(town.zone).hour * 60 + at.minute
    moments = sorted(at - timedelta(hours=HOURS * rng.betavariate(1.3, 1.8)) for _ in range(COUNT))
    for index, received in enumerate(moments):
        wished = Wish(topic, rng.choice(houses), timed=True)
        slip = Slip(received.replace(microsecond=0), SERIAL_FROM + minute * COUNT + index)
        for came in arrive(rng, town, citizens(seed, town), slip, wished):
            begun = Life(rng, town, came)
            begun.receive()
            yield Told(came.way.key, begun.records[0])
