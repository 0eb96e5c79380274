"""A private PostgreSQL 15: a real cluster in a temporary folder, started as a person who is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
CURE = "PostgreSQL 15 is missing: run `make setup-test`, or `apt-get install postgresql-15`"
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def free_port() -> int:
    """Return a port of the loopback that nobody uses now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def servant() -> str | None:
    """Return who runs the cluster: PostgreSQL refuses root, anybody else runs it as themselves."""
    return "postgres" if os.geteuid() == 0 else None


def order(program: str, *words: str, log: Path) -> None:
    """Run a program of PostgreSQL as the servant; a failure tells what it said."""
    with log.open("ab") as said:
        done = subprocess.run(
            [str(PROGRAMS / program), *words],
            user=servant(), group=servant(), extra_groups=[] if servant() else None,
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=log.parent, check=False,
        )
    if done.returncode:
        pytest.fail(f"{program}: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def cluster(place: Path) -> Iterator[str]:
    """Yield the URL of a running cluster whose files lie in `place`; it stops when the tests are over."""
    if not (PROGRAMS / "initdb").exists():
        pytest.fail(CURE)
    if owner := servant():
        person = pwd.getpwnam(owner)
        os.chown(place, person.pw_uid, person.pw_gid)
    data, log, port = place / "data", place / "log", free_port()
    order("initdb", "-D", str(data), "-U", "room", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", log=log)
    listens = f"{OPTIONS} -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={place}"
    order("pg_ctl", "start", "-D", str(data), "-w", "-t", "60", "-l", str(place / "server"), "-o", listens, log=log)
    try:
        yield f"postgresql+psycopg://room@127.0.0.1:{port}/postgres"
    finally:
        order("pg_ctl", "stop", "-D", str(data), "-m", "immediate", "-w", log=log)


def tell(url: str, words: str) -> None:
    """Say one statement outside any transaction: CREATE and DROP DATABASE want it so."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as line:
        line.execute(text(words))
    engine.dispose()


@contextmanager
def database(url: str) -> Iterator[str]:
    """Yield the URL of a fresh empty database of the cluster, gone afterwards."""
    name = f"room_{uuid4().hex}"
    tell(url, f'CREATE DATABASE "{name}"')
    try:
        yield url.removesuffix("postgres") + name
    finally:
        tell(url, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a private cluster that lives as long as the tests; it fails, not skips, where there is none."""
    # Not under pytest's own folder: that is closed to the servant.
    place = Path(tempfile.mkdtemp(prefix="room-pg-"))
    try:
        with cluster(place) as url:
            yield url
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def postgres_store_url(postgres_url: str) -> Iterator[str]:
    """The URL of an empty database of one test's own."""
    with database(postgres_url) as url:
        yield url


@pytest.fixture(scope="module")
def postgres_module_url(postgres_url: str) -> Iterator[str]:
    """The URL of an empty database that the tests of one file share."""
    with database(postgres_url) as url:
        yield url
