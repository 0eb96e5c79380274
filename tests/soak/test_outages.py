"""The ground gives way: a full disk, a home that can only be read, PostgreSQL stopped under load. All come back."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from entering import come_in, people
from houses import boston_csv, close_all, house, record, tell
from postgres import cluster, order
from soak.served import Served
from soak.test_push import said

SIZE = "48m"
PATIENCE_S = 90.0
TABLE_FULL = "диск"
JOBS = 8


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """Yield the root of a small file system of its own; only root may mount one."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def until(true: Callable[[], bool], what: str) -> float:
    """Return after how many seconds it is so."""
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_S:
        if true():
            return time.monotonic() - begun
        time.sleep(0.2)
    raise AssertionError(what)


def fill_up(place: Path) -> Path:
    """Fill a disk to the last byte."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return ballast


def lines(log: Path, words: str) -> int:
    return log.read_text(encoding="utf-8", errors="replace").count(words)


def rows(home: Path, store: str = "") -> int:
    place = house(home, store)
    total = sum(b.added for b in place.store.batches(100))
    place.close()
    return total


def test_a_full_disk_refuses_in_russian_and_recovers(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        home, file = disk / "home", boston_csv(tmp_path / "b.csv", 4000)
        people(home)
        tell(house(home), "first", [record(n) for n in range(1, 20)])
        room = Served(home)
        room.log = tmp_path / "log"
        room.start()
        try:
            with come_in(room.url, home) as inside:
                before, version = rows(home), inside.get("/live").json()["version"]
                ballast = fill_up(disk)
                for words in (("import", "--profile", "boston_311", str(file)), ("backup",)):
                    told = room.command(*words)
                    said(f"full disk, {words[0]}: {told.returncode} {told.stderr.strip().splitlines()[-1]}")
                    assert told.returncode != 0 and TABLE_FULL in told.stderr.lower()
                    assert "Traceback" not in told.stderr and "Непредвиденн" not in told.stderr
                assert inside.get(f"/board/{version}").status_code == 200 and inside.get("/wall").status_code == 200
                assert inside.get("/api/v1/count/open").status_code == 200
                ballast.unlink()
                assert rows(home) == before
                assert room.command("import", "--profile", "boston_311", str(file)).returncode == 0
                assert room.command("backup").returncode == 0 and room.command("audit", "verify").returncode == 0
                back = until(lambda: inside.get("/live").json()["version"] != version, "the wall goes on")
                said(f"room on the disk again: import and copy made, the board follows after {back:.1f} s")
        finally:
            room.kill()


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Let a file system be read only for a while."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)


def test_a_home_that_can_only_be_read_refuses_in_russian_and_nothing_is_lost(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        home, file = disk / "home", boston_csv(tmp_path / "b.csv", 200)
        people(home)
        tell(house(home), "first", [record(n) for n in range(1, 20)])
        room, before = Served(home), rows(home)
        room.log = tmp_path / "log"
        close_all()
        with read_only(disk):
            for words in (("import", "--profile", "boston_311", str(file)), ("backup",), ("serve", "--port", "0"),
                          ("user", "list"), ("count", "open")):
                told = room.command(*words)
                last = (told.stderr.strip().splitlines() or [""])[-1]
                said(f"read-only home, {words[0]}: {told.returncode} {last}")
                assert "Traceback" not in told.stderr and "Непредвиденн" not in told.stderr
                assert told.returncode != 0 or words[0] in ("count", "user")
        assert rows(home) == before
        assert room.command("import", "--profile", "boston_311", str(file)).returncode == 0


@pytest.mark.postgres
def test_postgresql_stopped_under_load_is_said_once_and_comes_back_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Path(tempfile.mkdtemp(prefix="room-pg-"))
    with cluster(place) as url, tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("SITUATION_ROOM_STORE", url)
        home, file = Path(folder) / "home", boston_csv(Path(folder) / "b.csv", 6000)
        with served_from(home) as (room, inside):
            assert inside.get("/api/v1/count/open").status_code == 200
            stopped(place)
            told = room.command("import", "--profile", "boston_311", str(file))
            said(f"PostgreSQL stopped, import: {told.returncode} {told.stderr.strip().splitlines()[-1]}")
            assert told.returncode == 4 and "Traceback" not in told.stderr
            until(lambda: lines(room.log, "job fails") > 0, "the log says that the store is gone")
            for address in ("/api/v1/count/open", "/live", "/wall"):
                answer = inside.get(address)
                said(f"PostgreSQL stopped, {address}: {answer.status_code} {answer.text[:200]}")
                assert answer.status_code == 503 and "Traceback" not in answer.text
            started(place)
            back = until(lambda: inside.get("/api/v1/count/open").status_code == 200, "the room answers again")
            assert room.command("import", "--profile", "boston_311", str(file)).returncode == 0
            until(lambda: lines(room.log, "job fails") == lines(room.log, "job works again"), "every job works again")
            jobs = lines(room.log, "job fails")
            said(f"PostgreSQL back: answers after {back:.1f} s; {jobs} jobs said it once each, twice in all")
            assert 0 < jobs <= JOBS
    shutil.rmtree(place, ignore_errors=True)


def stopped(place: Path) -> None:
    """Stop a cluster; not at once, as the tests' own forgets then what it had not yet written."""
    order("pg_ctl", "stop", "-D", str(place / "data"), "-m", "fast", "-w", log=place / "log")


def started(place: Path) -> None:
    """Start a stopped cluster with the options that it had."""
    options = shlex.split((place / "data" / "postmaster.opts").read_text())[3:]
    order("pg_ctl", "start", "-D", str(place / "data"), "-w", "-t", "60", "-l", str(place / "server"), "-o",
          shlex.join(options), log=place / "log")


@contextmanager
def served_from(home: Path) -> Iterator[tuple[Served, httpx.Client]]:
    """Yield a room whose truth lies in PostgreSQL, and somebody inside."""
    people(home)
    room = Served(home, os.environ["SITUATION_ROOM_STORE"])
    room.start()
    try:
        with come_in(room.url, home) as inside:
            yield room, inside
    finally:
        room.kill()
