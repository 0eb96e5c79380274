"""Killed anywhere and begun again, an import ends with the content of an undisturbed one."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

from houses import boston_csv, house
from sqlalchemy import func, select

from dashboard.store.digest import content_digest
from dashboard.store.tables import QUESTIONS

ROOT = Path(__file__).parent.parent.parent
ROWS = 12_000
KILLS = 15
SMALL = "import dashboard.collect as c; c.PORTION = 200; c.portions.__defaults__ = (200,)"


def importing(home, file):
    """Start the real command, with small transactions so that there are many places to be killed at."""
    code = f"{SMALL}\nimport sys; sys.argv = ['x', 'import', '--profile', 'boston_311', {str(file)!r}]\n" \
           "from dashboard.cli import main; main()"
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", code], env=env, cwd=ROOT,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def content(home):
    place = house(home)
    with place.store.reading() as connection:
        rows = connection.execute(select(func.count()).select_from(QUESTIONS)).scalar_one()
        found = rows, content_digest(connection)
    place.store.engine.dispose()
    return found


def rows_stored(home):
    with closing(sqlite3.connect(home / "room.db", timeout=30)) as truth:
        return truth.execute("SELECT count(*) FROM questions").fetchone()[0]


def until_more_than(home, rows, process, deadline_s=60.0):
    """Wait until the import has stored more rows than that, or has ended."""
    begun = time.monotonic()
    while process.poll() is None and time.monotonic() - begun < deadline_s:
        if rows_stored(home) > rows:
            return True
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.01)
    return False


def test_fifteen_kills_between_the_first_and_the_last_row_leave_no_trace(tmp_path):
    file = boston_csv(tmp_path / "boston.csv", ROWS)
    calm = tmp_path / "calm"
    assert importing(calm, file).wait() == 0
    chance, killed, home = random.Random(20261123), [], tmp_path / "killed"
    house(home).store.engine.dispose()
    for number in range(KILLS):
        process = importing(home, file)
        target = ROWS * number // (KILLS + 3) + chance.randrange(150)
        assert until_more_than(home, target, process), f"the import ended before kill {number + 1} at {killed}"
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed.append(rows_stored(home))
    sys.stdout.write(f"killed after rows: {killed}\n")
    assert all(0 < rows < ROWS for rows in killed)
    assert importing(home, file).wait() == 0
    assert content(home) == content(calm)
