"""systemd hears READY, then a sign of life for as long as the server lives, then STOPPING."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from cli.commands import ROOT

from dashboard.web.pulse import PATIENCE_S, Pulse
from intake.keeping import PUBLISH_S

DEADLINE_S = 60


@pytest.fixture(params=["path", "abstract"])
def systemd(request, tmp_path, monkeypatch):
    """The socket on which systemd listens, as a file or without one."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@room-{os.getpid()}-{time.monotonic_ns()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{name[1:]}" if name[0] == "@" else name)
        line.settimeout(DEADLINE_S)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        monkeypatch.setenv("WATCHDOG_USEC", "1000000")
        yield line


def heard(line):
    return line.recv(99).decode()


def test_a_serving_room_is_ready_gives_signs_of_life_and_says_that_it_stops(systemd, tmp_path):
    env = {**os.environ, "SITUATION_ROOM_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-m", "dashboard.cli", "serve", "--port", "0"], env=env, cwd=ROOT,
                          stdout=subprocess.DEVNULL) as room:
        try:
            assert [heard(systemd) for _ in range(4)] == ["READY=1", *["WATCHDOG=1"] * 3]
            room.send_signal(signal.SIGTERM)
            words = iter(lambda: heard(systemd), "STOPPING=1")
            assert set(words) <= {"WATCHDOG=1"} and room.wait(DEADLINE_S) is not None
        finally:
            room.kill()


def test_no_sign_is_given_when_the_board_is_not_published(systemd):
    silence = [0.0]
    pulse = Pulse(lambda: silence[0])
    assert pulse.tell(100.0)
    silence[0] = PATIENCE_S + 1
    assert not pulse.tell(200.0)
    silence[0] = 0.0
    assert pulse.tell(300.0) and PATIENCE_S > 3 * PUBLISH_S


def test_no_sign_is_given_while_the_event_loop_is_held_up_and_the_lag_is_told(systemd):
    pulse = Pulse()

    async def held():
        async with pulse.beating(lambda: 0.0):
            await asyncio.wait_for(asyncio.to_thread(heard, systemd), 5)  # READY
            await asyncio.wait_for(asyncio.to_thread(heard, systemd), 5)  # the first sign
            before = time.monotonic()
            while time.monotonic() - before < 1.6:  # the loop stands
                pass
            systemd.setblocking(False)
            with pytest.raises(BlockingIOError):
                heard(systemd)
            while not pulse.lag_s:
                await asyncio.wait([asyncio.create_task(asyncio.to_thread(os.getpid))], timeout=0.05)

    asyncio.run(held())
    assert 0.4 < pulse.lag_s < 5


def test_without_systemd_nothing_is_said(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.delenv("WATCHDOG_USEC", raising=False)
    assert Pulse().tell(100.0) is False


def test_the_watch_over_another_process_is_not_ours(systemd, monkeypatch):
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert Pulse().tell(100.0) is False
