"""The process beside of `intake.ahead`: maps the rows of a file and prepares them for the store, some way ahead.

Started as `python -m intake.preparer`; imports neither the store's engine nor anything of the screens.
"""

from __future__ import annotations

import gc
import marshal
import os
import pickle
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from queue import Queue
from threading import Thread
from typing import IO, NamedTuple

from dashboard.store.lives import Teller
from dashboard.store.preparing import Preparer, Ready
from datasources.binding import Binding
from datasources.cells import Refusal
from datasources.mapping import body
from datasources.profile import Profile
from datasources.rows import RowReader, Town
from datasources.tables.delimited import Lines
from datasources.tables.sheet import Sheet

LENGTH = 4
"""Bytes before every portion that tell how long it is."""
PORTION = 1_000
AHEAD = 120
"""Portions prepared before anybody takes them: at most 130 MB."""


class Order(NamedTuple):
    """What to prepare: the rows of a file from the row `since` on, for a batch that speaks for `told_at`."""

    lines: Lines
    profile: Profile
    binding: Binding
    town: Town
    teller: Teller
    told_at: datetime
    actor: str
    since: int


def main() -> None:
    """Carry out the order on standard input; an empty portion says that all is told."""
    gc.disable()  # Millions of small values that refer to nothing.
    order = pickle.load(sys.stdin.buffer)
    portions: Queue[bytes] = Queue(AHEAD)
    writer = Thread(target=_pour, args=(portions, sys.stdout.buffer), daemon=True)
    writer.start()
    rest = prepared(order)
    while portion := list(islice(rest, PORTION)):
        portions.put(marshal.dumps(portion))
    portions.put(marshal.dumps([]))
    portions.put(b"")
    writer.join()


def prepared(order: Order) -> Iterator[Ready]:
    """Yield every row that can be taken, prepared."""
    read = RowReader(order.profile, order.binding, order.town, Counter())
    prepare = Preparer(order.teller, order.told_at, order.actor)
    for number, row in body(Sheet("", (), 0, order.lines), order.binding):
        if number >= order.since:
            try:
                record = read(row, number)
            except Refusal:
                continue
            yield prepare(record)


def _pour(portions: Queue[bytes], out: IO[bytes]) -> None:
    """Write what is ready; where nobody reads any more the whole process ends, whatever it is at."""
    try:
        while portion := portions.get():
            out.write(len(portion).to_bytes(LENGTH, "big"))
            out.write(portion)
            out.flush()
    except OSError:
        os._exit(1)


if __name__ == "__main__":
    main()
