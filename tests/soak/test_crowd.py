"""Two hundred sockets opened and dropped, and a second server: the first one goes on with what it had."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from entering import people
from houses import boston_csv, house, record, tell
from soak.served import Served
from soak.test_push import said

MANY = 200
PATIENCE_S = 60.0
MORE_FILES, MORE_MB = 12, 60


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("crowd") / "home"
    people(home)
    tell(house(home), "first", [record(n) for n in range(1, 20)])
    served = Served(home)
    served.start()
    yield served
    served.kill()


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def memory_mb(pid: int) -> float:
    (line,) = [text for text in Path(f"/proc/{pid}/status").read_text().splitlines() if text.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def upgrade(port: int, cookie: str) -> bytes:
    return (f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            f"Cookie: {cookie}\r\n\r\n").encode()


def crowd(room: Served, first_words: Callable[[int], bytes]) -> None:
    """Open many sockets, say the first words of each, and drop them all; some without a farewell."""
    opened = []
    for number in range(MANY):
        one = socket.create_connection(("127.0.0.1", room.port), timeout=30)
        one.sendall(first_words(number))
        opened.append(one)
    time.sleep(1)
    for number, one in enumerate(opened):
        if number % 2:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset instead of an end
        one.close()


def test_two_hundred_sockets_opened_and_dropped_leave_nothing(room: Served) -> None:
    good = "; ".join(f"{name}={value}" for name, value in room.cookies().items())
    crowd(room, lambda _: upgrade(room.port, good))
    time.sleep(5)
    files, memory = open_files(room.pid), memory_mb(room.pid)
    for words in (lambda _: b"", lambda _: b"GET /live HT", lambda _: b"POST /login HTTP/1.1\r\nContent-Length: 99\r\n",
                  lambda n: upgrade(room.port, f"room={n}"), lambda _: upgrade(room.port, good)):
        crowd(room, words)
        assert room.answers()
    begun = time.monotonic()
    while open_files(room.pid) > files + MORE_FILES and time.monotonic() - begun < PATIENCE_S:
        time.sleep(0.5)
    after, grown = open_files(room.pid), memory_mb(room.pid) - memory
    said(f"{5 * MANY} sockets: files {files} → {after} after {time.monotonic() - begun:.1f} s, memory {grown:+.0f} MB")
    assert after <= files + MORE_FILES and grown <= MORE_MB


def test_a_second_server_is_refused_while_everybody_else_goes_on(room: Served, tmp_path: Path) -> None:
    second = room.command("serve", "--port", "0")
    assert second.returncode == 4 and "уже" in second.stderr and "Traceback" not in second.stderr
    file = boston_csv(tmp_path / "b.csv", 200)
    for words in (("import", "--profile", "boston_311", str(file)), ("watch", "--once", str(tmp_path / "empty")),
                  ("count", "received")):
        assert room.command(*words).returncode == 0, words
    assert room.answers()
