"""A million appeals are copied while more come in, and come back as the same room. SOAK_APPEALS makes it fewer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from houses import boston_csv, house, record, tell
from soak.served import ROOT
from soak.test_push import said

from dashboard.backup.folder import copies
from dashboard.house import House
from dashboard.store.digest import content_digest

APPEALS = int(os.environ.get("SOAK_APPEALS", "1000000"))
MORE = APPEALS // 2
PATIENCE_S = 5.0
"""Longest that a writer may wait: an import commits once a second, the copy must add nothing to speak of."""


def begun(home: Path, *words: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "dashboard.cli", *words], env=env, cwd=ROOT)


def waits(place: House, name: str, until: subprocess.Popen[bytes], most_s: float = 1e9) -> list[float]:
    """Tell one case after another until a process ends and return how long each writer waited."""
    found, start = [], time.monotonic()
    while until.poll() is None and time.monotonic() - start < most_s:
        before = time.monotonic()
        tell(place, f"{name}-{len(found)}", [record(len(found) + 1)], datetime.now(UTC))
        found.append((time.monotonic() - before) / 3)  # begin, save and finish are three transactions
        time.sleep(0.05)
    return found


def until_it_writes(place: House, importing: subprocess.Popen[bytes]) -> None:
    """Return when the second file has been checked whole and its rows are coming in."""
    while importing.poll() is None and place.store.batches(1)[0].state != "running":
        time.sleep(0.1)


def digest(home: Path) -> str:
    place = house(home)
    with place.store.reading() as connection:
        return content_digest(connection)


def test_a_million_appeals_are_copied_while_more_come_in_and_come_back_the_same(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert begun(home, "import", "--profile", "boston_311", str(boston_csv(tmp_path / "a.csv", APPEALS, 3))).wait() == 0
    more = boston_csv(tmp_path / "b.csv", APPEALS + MORE, 3)
    importing = begun(home, "import", "--profile", "boston_311", str(more))
    place = house(home, now=datetime.now(UTC))
    until_it_writes(place, importing)
    alone = waits(place, "alone", importing, 10.0)
    start = time.monotonic()
    copying = begun(home, "backup", "--to", str(tmp_path / "to"))
    together = waits(place, "together", copying)
    took = time.monotonic() - start
    going_on = importing.poll() is None
    (copy,) = copies(tmp_path / "to")
    said(f"copied in {took:.0f} s, {copy.size / 1e6:.0f} MB of a {(home / 'room.db').stat().st_size / 1e6:.0f} MB "
         f"store; a write waited at most {max(alone):.2f} s before, {max(together):.2f} s meanwhile")
    assert copying.returncode == 0 and going_on and max(together) <= PATIENCE_S
    start = time.monotonic()
    assert begun(tmp_path / "new", "restore", "--without-keys", str(copy.file)).wait() == 0
    said(f"brought back and compared in {time.monotonic() - start:.0f} s")
    assert importing.wait() == 0
    assert begun(home, "backup", "--to", str(tmp_path / "then")).wait() == 0
    (later,) = copies(tmp_path / "then")
    assert begun(tmp_path / "newer", "restore", "--without-keys", str(later.file)).wait() == 0
    assert digest(tmp_path / "newer") == digest(home) != digest(tmp_path / "new")
