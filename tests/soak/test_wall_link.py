"""A wall's link survives a kill and a month; taken back by another process it is dark within fifteen seconds."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import httpx
from entering import people
from houses import house, record, tell
from soak.served import Served
from soak.test_push import said
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

DARK_S = 15.0


def came_in(room: Served, screen: httpx.Client) -> None:
    """Let a screen come in by a link made on the command line."""
    made = room.command("wall-link", "create", "hall").stdout
    token = re.search(r"/screen/(\S+)", made)
    assert token is not None, made
    assert screen.get(f"/screen/{token[1]}").headers["location"].startswith("/wall")


def board(screen: httpx.Client) -> int:
    """Return how the newest board is answered."""
    told = screen.get("/live")
    return told.status_code if told.status_code != 200 else screen.get(f"/board/{told.json()['version']}").status_code


def until_dark(room: Served, screen: httpx.Client) -> float:
    """Return after how many seconds an open socket was shut since the link was taken back."""
    cookies = "; ".join(f"{name}={value}" for name, value in screen.cookies.items())
    with connect(f"ws://127.0.0.1:{room.port}/live", additional_headers={"Cookie": cookies}) as bell:
        bell.recv(timeout=30)
        assert room.command("wall-link", "revoke", "hall").returncode == 0
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < 2 * DARK_S:
                bell.recv(timeout=2 * DARK_S)
        except (ConnectionClosed, TimeoutError):
            pass
        return time.monotonic() - begun


def test_a_walls_link_survives_a_kill_and_a_month_and_goes_dark_when_it_is_taken_back(tmp_path: Path) -> None:
    home = tmp_path / "home"
    people(home)
    tell(house(home), "first", [record(n) for n in range(1, 20)])
    room = Served(home)
    room.start()
    screen = httpx.Client(base_url=room.url, timeout=30)
    try:
        came_in(room, screen)
        assert board(screen) == 200
        for later in (timedelta(), timedelta(days=31), timedelta(days=-31), timedelta()):
            room.kill()
            room.start(later)
            assert board(screen) == 200, later
        took = until_dark(room, screen)
        said(f"link taken back in another process → socket shut after {took:.1f} s")
        assert took <= DARK_S and board(screen) == 401
        assert screen.get("/board/x").status_code == 401
    finally:
        screen.close()
        room.kill()
