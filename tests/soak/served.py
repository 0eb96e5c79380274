"""A serving room of its own for the soak: the real command in a process, on a port that it keeps."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

from entering import come_in
from postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
START_S = 60.0
COMMAND_S = 180.0
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
         "--js-flags=--expose-gc"]


class Served:
    """Starts, kills and starts again one room."""

    def __init__(self, home: Path, store: str = "") -> None:
        self.home, self.store, self.port = home, store, free_port()
        self.log = home.parent / f"{home.name}.log"
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def cookies(self) -> dict[str, str]:
        """Return the cookies of somebody who is inside as the head."""
        with come_in(self.url, self.home) as inside:
            return dict(inside.cookies)

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the real command line on this home in a process of its own, to its end."""
        return subprocess.run([sys.executable, "-m", "dashboard.cli", *words], env=self._env(), cwd=ROOT, text=True,
                              capture_output=True, timeout=COMMAND_S, check=False)

    def _env(self) -> dict[str, str]:
        return {**os.environ, "SITUATION_ROOM_HOME": str(self.home), "PYTHONPATH": str(ROOT),
                "SITUATION_ROOM_STORE": self.store}

    def start(self, later: timedelta = timedelta()) -> None:
        """Start the room, with a clock that runs so much later, and return when it can answer."""
        moved = ("import dashboard.clock as c; from datetime import timedelta; true = c.now; "
                 f"c.now = lambda: true() + timedelta(seconds={later.total_seconds()}); "
                 "from dashboard.cli import main; main()")
        command = [sys.executable, "-c", moved, "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._env(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log)
        begun = time.monotonic()
        while time.monotonic() - begun < START_S:
            if self.answers():
                return
        raise AssertionError("the room did not start")

    def answers(self) -> bool:
        """Return whether the room can answer now."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        """Kill the room without a word."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


def pos_file(path: Path, first: int, rows: int, day: str) -> Path:
    """Write a ПОС export with new cases, whole at once, as a file manager moves it in."""
    head = "Номер;Дата поступления;Статус;Категория;Организация, в которой находится сообщение"
    lines = [f"{first + n};{day};Назначен исполнитель;Отопление;Теплоснабжающая организация" for n in range(rows)]
    draft = path.with_suffix(".part")
    draft.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    draft.rename(path)
    return path
