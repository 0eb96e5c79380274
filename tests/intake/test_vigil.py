"""The vigil on a real store: what it finds becomes alerts, and a kill anywhere leaves each step once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from houses import house, record, tell
from sqlalchemy import func, select

from dashboard.domain.alerts.alert import Turn, alert_of
from dashboard.domain.alerts.finding import Subject
from dashboard.domain.moments import moment_at
from dashboard.house import House
from dashboard.store import alerts
from dashboard.store.tables import ALERT_EVENTS

ROOT = Path(__file__).parent.parent.parent
BEGUN = datetime(2026, 11, 23, 6, tzinfo=UTC)
"""Monday, nine o'clock in the town."""
STREETS, KILLS = 16, 10


def town(home: Path) -> House:
    """A town in which the term of a street's question ends every half hour of the day."""
    made = house(home, now=BEGUN)
    tell(made, "a", [record(number, street=f"ул. {number}", received=moment_at(BEGUN - timedelta(days=9), made.town.tz),
                            due=moment_at(BEGUN + number * timedelta(minutes=29), made.town.tz))
                     for number in range(1, STREETS + 1)], at=BEGUN)
    (home / "look").write_text("0")
    return made


def keeping(home: Path) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    return subprocess.Popen([sys.executable, str(ROOT / "tests/intake/escalating.py"), str(home), BEGUN.isoformat()],
                            env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def happened(made: House) -> int:
    with made.store.reading() as connection:
        return connection.execute(select(func.count()).select_from(ALERT_EVENTS)).scalar_one()


def lives(made: House) -> dict[Subject, list[tuple[str, str]]]:
    """Return subject → what happened to its alert and when it was planned or seen, in order."""
    found = {}
    with made.store.reading() as connection:
        for alert in alerts.known(connection, BEGUN - timedelta(days=1)):
            log = [one.told for one in reversed(alerts.log(connection, alert.id))]
            whole = alert_of(log)
            assert whole is not None and alert.finding == whole.finding and alert.level == whole.level
            assert alert.subject not in found, "one alert stands for a subject"
            found[alert.subject] = [(told.turn.value, str(told.facts.get("due_at", told.at))) for told in log]
    return found


def test_killed_during_an_escalation_each_step_happens_once_at_the_right_working_time(tmp_path: Path) -> None:
    calm, killed = town(tmp_path / "calm"), town(tmp_path / "killed")
    assert keeping(tmp_path / "calm").wait() == 0
    expected = lives(calm)
    chance, kills, whole = random.Random(20261126), [], happened(calm)
    for number in range(KILLS):
        process = keeping(tmp_path / "killed")
        target = whole * number // (KILLS + 1) + chance.randrange(4)
        begun = time.monotonic()
        while process.poll() is None and happened(killed) <= target and time.monotonic() - begun < 60:
            pass
        assert process.poll() is None, f"it ended before kill {number + 1} at {kills}"
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills.append(happened(killed))
    assert keeping(tmp_path / "killed").wait() == 0
    sys.stdout.write(f"killed after events: {kills} of {whole}\n")
    assert lives(killed) == expected
    levels = [at for subject, log in expected.items() for turn, at in log if subject.place and turn == Turn.ESCALATED]
    assert len(levels) == 3 * STREETS
    hours = {datetime.fromisoformat(at).astimezone(calm.town.tz).hour for at in levels}
    assert hours <= set(range(9, 19))
