"""Kills a deed at a random instant and looks at what it has left; see `deeds`."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from soak.deeds import PATHS, opened
from soak.served import ROOT
from sqlalchemy import func, select

from dashboard.backup.archive import checked
from dashboard.backup.folder import copies
from dashboard.house import House
from dashboard.rosterbook import KIND
from dashboard.store import policy
from dashboard.store.accounts import accounts
from dashboard.store.batches import RUNNING
from dashboard.store.digest import content_digest
from dashboard.store.proving import verify
from dashboard.store.tables import BATCHES, DESTRUCTIONS, META, SESSIONS, VAULT

LONGEST_S = 120.0
ORPHAN_S = 15.0
SPARE = {"room.db-wal", "room.db-shm"}


class Ran(NamedTuple):
    """How long a deed ran, and whether it was killed."""

    seconds: float
    killed: bool


def _child(name: str, home: Path, scratch: Path, ready: Connection) -> None:
    os.setsid()
    os.environ["TMPDIR"] = str(scratch)
    tempfile.tempdir = None
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    ready.send(None)
    PATHS[name].do(home)
    ready.send(None)


class Killer:
    """Runs deeds in processes that fork from one which has imported everything."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self.fork = multiprocessing.get_context("forkserver")
        self.fork.set_forkserver_preload(["soak.killing"])

    def run(self, name: str, home: Path, after_s: float | None = None) -> Ran:
        """Do a deed, and kill it so many seconds after its begin unless it has ended."""
        scratch = home.parent / "tmp"
        scratch.mkdir(exist_ok=True)
        ours, theirs = self.fork.Pipe()
        process = self.fork.Process(target=_child, args=(name, home, scratch, theirs))
        process.start()
        theirs.close()
        assert ours.poll(LONGEST_S)
        ours.recv()
        begun = time.perf_counter()
        ended = ours.poll(LONGEST_S if after_s is None else after_s)
        took = time.perf_counter() - begun
        pid = process.pid
        assert pid is not None
        if not ended:
            os.kill(pid, signal.SIGKILL)
        process.join()
        assert ended or after_s is not None, f"{name} does not end"
        assert not ended or process.exitcode == 0, f"{name} fails undisturbed or for the second time"
        assert alone(pid), f"{name}: a process has outlived its parent"
        return Ran(took, not ended)


def alone(group: int) -> bool:
    """Return whether nothing of a process group is left, given some time to notice that it is alone."""
    begun = time.monotonic()
    while time.monotonic() - begun < ORPHAN_S:
        with suppress(ProcessLookupError):
            os.killpg(group, 0)
            time.sleep(0.02)
            continue
        return True
    return False


def state(home: Path) -> dict[str, object]:
    """Return what a room holds, but for instants and tokens; its store opens, its log is whole, its copies are good."""
    place = opened(home)
    assert verify(place.store).broken is None, "the audit log is broken"
    found = content(place)
    place.close()
    for copy in copies(home / "backups"):
        assert checked(copy.file, None)
    return found


def content(place: House) -> dict[str, object]:
    with place.store.reading() as connection:
        def count(table: str) -> int:
            return int(connection.execute(select(func.count()).select_from(META.tables[table])).scalar_one())

        sealed = select(func.count()).where(func.length(VAULT.c.sealed) > 0)
        return {
            "digest": content_digest(connection), "rows": {n: count(n) for n in ("questions", "corrections", "vault")},
            "running": connection.execute(select(func.count()).where(BATCHES.c.state == RUNNING)).scalar_one(),
            "batches": sorted(map(tuple, connection.execute(select(BATCHES.c.name, BATCHES.c.state)))),
            "people": sorted((a.login, a.disabled) for a in accounts(connection)),
            "roster": policy.policy(connection, KIND), "texts": connection.execute(sealed).scalar_one(),
            "keys": place.store.vault.years(), "screens": count("devices"),
            "destroyed": connection.execute(select(func.count()).select_from(DESTRUCTIONS)).scalar_one(),
            "open": connection.execute(select(func.count()).where(SESSIONS.c.ended_at.is_(None))).scalar_one()}


def left(home: Path) -> set[str]:
    """Return the files of a home and of its temporary folder, those of the store itself apart."""
    files = {str(path.relative_to(home.parent)) for top in (home, home.parent / "tmp")
             for path in top.rglob("*") if path.is_file()}
    return {file for file in files if Path(file).name not in SPARE and "/backups/room-" not in file}


def fresh(folder: Path, template: Path) -> Path:
    """Return a copy of a home in a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for other in template.parent.iterdir():
        if other != template and other.name != "tmp":
            (shutil.copytree if other.is_dir() else shutil.copy)(other, folder / other.name)
    shutil.copytree(template, folder / template.name)
    return folder / template.name

