"""A serving room of its own for the soak: the real command in a process, on a port that it keeps."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from entering import come_in
from postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
START_S = 60.0
FLAGS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
         "--js-flags=--expose-gc"]


class Served:
    """Starts, kills and starts again one room."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def cookies(self) -> dict[str, str]:
        """Return the cookies of somebody who is inside as the head."""
        with come_in(self.url, self.home) as inside:
            return dict(inside.cookies)

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    def start(self) -> None:
        """Start the room and return when it can answer."""
        env = {**os.environ, "SITUATION_ROOM_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "dashboard.cli", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
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
