"""A process beside, which reads a large file too and prepares its questions while this one checks, then writes.

The child is given its order as a pickle on standard input and answers with portions on standard output, each behind
its length. It reads ahead of the check, so it may prepare rows that the check refuses: they are dropped here. When
this process dies, the child's next write finds nobody and it ends; when the child breaks off, the caller goes on alone.
"""

from __future__ import annotations

import marshal
import os
import pickle
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO

from dashboard.store.lives import Teller
from dashboard.store.preparing import Ready
from datasources.binding import bind
from datasources.mapping import body
from datasources.profile import Profile
from datasources.rows import Town
from datasources.tables.sheet import Sheet
from intake.preparer import LENGTH, Order

MANY = 8_000
"""Rows from which a process beside is worth its start, a quarter of a second."""
ROOT = Path(__file__).resolve().parents[1]
PIPE = 1 << 20


class Ahead:
    """What a process beside prepares of one sheet; close it after use."""

    def __init__(self, sheet: Sheet, profile: Profile, town: Town, teller: Teller) -> None:
        self._sheet, self._profile, self._town, self._teller = sheet, profile, town, teller
        self._binding = bind(sheet, profile)
        self._child: subprocess.Popen[bytes] | None = None
        self._told: tuple[datetime, str] | None = None

    def begin(self, told_at: datetime, actor: str, row: int = 0) -> None:
        """Let the child begin with a row of the file.

        Raises:
            ChildProcessError: it cannot be started.
        """
        self.close()
        order = Order(self._sheet.lines, self._profile, self._binding, self._town, self._teller, told_at, actor, row)
        self._child, self._told = _started(pickle.dumps(order)), (told_at, actor)

    def ready(self, refused: Collection[int], told_at: datetime, actor: str, done: int) -> Iterator[Ready]:
        """Yield what is prepared from the record `done` on, without refused rows; see `Delivery.ready`.

        Raises:
            ChildProcessError: the child broke off.
        """
        if done or self._told != (told_at, actor):
            rows = (number for number, _ in body(self._sheet, self._binding) if number not in refused)
            self.begin(told_at, actor, next(islice(rows, done, None), sys.maxsize))
        assert self._child is not None
        for portion in _received(self._child):
            yield from (ready for ready in portion if ready[0] not in refused)

    def close(self) -> None:
        """End the child, whatever it does."""
        child, self._child, self._told = self._child, None, None
        if child is not None:
            with child:
                child.kill()


def _started(order: bytes) -> subprocess.Popen[bytes]:
    paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-P", "-m", "intake.preparer"]
    try:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 pipesize=PIPE, env={**os.environ, "PYTHONPATH": paths})
    except OSError as broken:
        raise ChildProcessError(str(broken)) from broken
    assert child.stdin is not None
    with suppress(BrokenPipeError), child.stdin as asked:  # whoever reads its answers learns why it has ended
        asked.write(order)
    return child


def _received(child: subprocess.Popen[bytes]) -> Iterator[list[Ready]]:
    assert child.stdout is not None
    while portion := marshal.loads(_framed(child, child.stdout)):
        yield portion


def _framed(child: subprocess.Popen[bytes], answers: IO[bytes]) -> bytes:
    length = int.from_bytes(answers.read(LENGTH), "big")
    found = answers.read(length)
    if not length or len(found) < length:
        assert child.stderr is not None
        raise ChildProcessError(child.stderr.read().decode(errors="replace").strip().rpartition("\n")[2])
    return found
