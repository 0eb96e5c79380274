"""Secrets planted through every source are nowhere in what a wall, a public snapshot and the log consist of."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import httpx
import pytest
from cli.commands import ROOT
from entering import HEAD, OBSERVER, people, way_in
from web.leaks import everything_a_wall_obtains, extracted, leaks, public_exports
from web.planted import CROWDED, MAIL, NUMBERS, PERSON, PLACES, SECRETS, STREETS, TOPIC, plant

from dashboard.clock import now
from dashboard.domain.people import LOCAL, Viewer
from dashboard.house import House
from dashboard.room import Room
from dashboard.settings import Settings
from datasources.demo.people import COLLEAGUES
from datasources.shelf import shipped_profiles

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
OWNER = next(one for one in COLLEAGUES if one.login == HEAD)
CONTROL = (*STREETS, *(number for key, number in NUMBERS.items() if key != "boston"), *PLACES)


class Obtained(NamedTuple):
    """What was got from a served home that is full of secrets."""

    questions: int
    wall: dict[str, bytes]
    observer: dict[str, bytes]
    public: dict[str, bytes]
    staff: dict[str, bytes]
    log: dict[str, bytes]


def screen_of(home: Path) -> str:
    """The path of a new screen's link."""
    people(home)
    house = House(Settings(home=home), now)
    path: str = Room(house, Viewer("tester", LOCAL)).do("add_screen", name="hall", scenes="", network="")[1]["path"]
    house.close()
    return path


def cookie_of(link: str) -> str:
    """The cookies of somebody who came by a link."""
    return "; ".join(f"{name}={value}" for name, value in httpx.get(link).cookies.items())


@pytest.fixture(scope="module")
def obtained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Obtained]:
    home = tmp_path_factory.mktemp("town")
    questions = plant(home)
    device, links = screen_of(home), {login: way_in(home, login) for login in (HEAD, OBSERVER)}
    log = home / "stderr.log"
    env = {**os.environ, "SITUATION_ROOM_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as said, subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "serve", "--port", "0"], env=env, cwd=ROOT, stderr=said,
            stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        told = ""
        while not (found := ADDRESS.search(told)):
            told += served.stdout.readline()
            assert served.poll() is None, log.read_text()
        try:
            screen, observer, head = (cookie_of(found[0] + path) for path in (device, links[OBSERVER], links[HEAD]))
            wall, public = everything_a_wall_obtains(found[0], screen), public_exports(found[0], observer)
            seen = everything_a_wall_obtains(found[0], observer)
            staff = {path: httpx.get(found[0] + path, timeout=60, headers={"Cookie": head}).content for path in
                     ("/api/v1/list/received", "/api/v1/sources", "/nowhere/" + quote(MAIL))}
            rest = ""
        finally:
            served.terminate()
            rest, _ = served.communicate(timeout=60)
    yield Obtained(questions, wall, seen, public, staff, {"log": log.read_bytes() + (told + rest).encode()})


def test_every_shipped_profile_is_planted_and_taken(obtained: Obtained) -> None:
    assert set(shipped_profiles()) == {"pos", "boston_311", "open311"}
    assert obtained.questions == 10 + 7 + 7 + 7
    assert json.loads(obtained.staff["/api/v1/list/received"])["total"] == obtained.questions


def test_the_secrets_are_there_for_the_staff(obtained: Obtained) -> None:
    told = obtained.staff["/api/v1/list/received"].decode()
    assert [secret for secret in CONTROL if secret not in told] == []


def test_the_wall_shows_what_is_no_secret(obtained: Obtained) -> None:
    version = json.loads(obtained.wall["socket /live"].decode().split("\n")[0])["version"]
    told = obtained.wall[f"/board/{version}"].decode()
    assert TOPIC in told
    assert CROWDED in told


def test_alerts_reach_the_wall_as_members_and_positions(obtained: Obtained) -> None:
    version = json.loads(obtained.wall["socket /live"].decode().split("\n")[0])["version"]
    slots = {slot["id"]["key"]: json.dumps(slot, ensure_ascii=False)
             for slot in json.loads(obtained.wall[f"/board/{version}"].split(b"\n\n", 1)[1])["slots"]}
    assert TOPIC in slots["alarm"] and CROWDED in slots["alarm"]
    assert OWNER.position in slots["terms"]
    assert leaks(OWNER.name.split(), obtained.wall) == []


def test_a_wall_obtains_none_of_the_secrets(obtained: Obtained) -> None:
    assert {"/wall", "/live", "socket /live", "/_dash-layout", "/_dash-dependencies"} <= set(obtained.wall)
    assert sum(len(content) for content in obtained.wall.values()) > 1_000_000
    assert leaks(SECRETS, obtained.wall) == []


def test_an_observer_obtains_none_of_the_secrets(obtained: Obtained) -> None:
    assert len(obtained.observer) >= len(obtained.wall)
    assert leaks(SECRETS, obtained.observer) == []


def test_public_snapshots_hold_none_of_the_secrets(obtained: Obtained) -> None:
    assert CROWDED.encode() in obtained.public["/export/xlsx?privacy=public"]
    assert obtained.public["/export/pdf?privacy=public"].startswith(b"%PDF")
    assert leaks(SECRETS, obtained.public) == []


def test_the_log_holds_none_of_the_secrets(obtained: Obtained) -> None:
    assert leaks(SECRETS, obtained.log) == []


@pytest.mark.parametrize("written", [
    PERSON.encode(), json.dumps({"a": PERSON}).encode(), json.dumps(json.dumps(PERSON)).encode(),
    quote(f"x {PERSON}").encode(), quote(PERSON).lower().encode(), b64encode(f"<svg>{PERSON}</svg>".encode()),
    b64encode(f"<svg >{PERSON}</svg>".encode()), b64encode(f"<svg  >{PERSON}</svg>".encode()),
    extracted(gzip.compress(PERSON.encode()))])
def test_a_secret_is_found_however_it_is_written(written: bytes) -> None:
    assert leaks([PERSON], {"here": b"before " + written + b" after"})
    assert leaks([PERSON], {"here": b"before and after"}) == []
