"""A small real mail server: it keeps letters, asks for a password, speaks TLS, refuses, falls silent and drops."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from cli.rooms import Pair


class MailServer:
    """What the server was told, and what it is to do.

    Attributes:
        letters: (from, to, letter) in the order in which they were taken.
        visits: how many conversations were begun; `words` everything it was told.
        replies: first words of a command in capitals (`RCPT TO:<ANN@TOWN.RU>`, `DATA`), `hello` or `end` → what is
            answered instead; `drop` hangs up.
        fate: what becomes of a letter whose end was heard: `take`, `drop` (taken, no answer), `stall`,
            `drip`, `cut` (half an answer).
        pair: with it STARTTLS is offered; `implicit` speaks TLS at once.
        password: with it nobody may write who has not signed in as `room`.
    """

    def __init__(self, pair: Pair | None = None, password: str = "", *, implicit: bool = False) -> None:
        self.letters: list[tuple[str, str, bytes]] = []
        self.words: list[str] = []
        self.visits = 0
        self.replies: dict[str, str] = {}
        self.fate = "take"
        self.pair, self.password, self.implicit = pair, password, implicit
        self.heard, self.released = threading.Event(), threading.Event()
        self.port = 0

    def read(self, number: int = 0) -> EmailMessage:
        """Return a letter as a mail program reads it."""
        found = message_from_bytes(self.letters[number][2], policy=default)
        assert isinstance(found, EmailMessage)
        return found

    def text(self, number: int = 0) -> str:
        """Return the words of a letter."""
        return str(self.read(number).get_content())

    @property
    def to(self) -> list[str]:
        """To whom letters came, in order."""
        return [address for _, address, _ in self.letters]


class Conversation(StreamRequestHandler):
    """One client."""

    def setup(self) -> None:
        self.told: MailServer = self.server.told  # type: ignore[attr-defined]
        self.told.visits += 1
        self.known = not self.told.password
        self.sender = self.address = ""
        if self.told.implicit:
            self.sheltered()
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()  # over TLS it is not the socket that the listener knows

    def sheltered(self) -> None:
        assert self.told.pair is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.told.pair.certificate, self.told.pair.key)
        self.request = context.wrap_socket(self.request, server_side=True)

    def handle(self) -> None:
        try:
            self.say(self.told.replies.get("hello", "220 ready"))
            while line := self.rfile.readline().decode().strip():
                self.told.words.append(line)
                if not self.answer(line):
                    return
        except (OSError, ssl.SSLError):
            return  # the client has gone, or trusts nobody here

    def say(self, reply: str) -> None:
        self.wfile.write(reply.encode() + b"\r\n")

    def answer(self, line: str) -> bool:
        """Answer a command; return whether the conversation goes on."""
        planned = next((reply for said, reply in self.told.replies.items() if line.upper().startswith(said)), None)
        if planned == "drop":
            return False
        verb = line.partition(" ")[0].upper()
        if planned is not None:
            self.say(planned)
        elif hasattr(self, f"on_{verb.lower()}"):
            return getattr(self, f"on_{verb.lower()}")(line) is not False
        else:
            self.say("250 fine")
        return True

    def on_ehlo(self, line: str) -> None:
        plain = not isinstance(self.request, ssl.SSLSocket)
        offered = ["room at your service", *(["STARTTLS"] if self.told.pair and plain else []),
                   *(["AUTH PLAIN"] if self.told.password else [])]
        for one in offered[:-1]:
            self.say(f"250-{one}")
        self.say(f"250 {offered[-1]}")

    def on_starttls(self, line: str) -> None:
        self.say("220 go on")
        self.sheltered()
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)

    def on_auth(self, line: str) -> None:
        given = base64.b64decode(line.split()[2]).decode().split("\0")
        self.known = given[1:] == ["room", self.told.password]
        self.say("235 welcome" if self.known else "535 5.7.8 wrong password")

    def on_mail(self, line: str) -> None:
        self.sender = line.partition("<")[2].partition(">")[0]
        self.say("250 fine" if self.known else "530 sign in first")

    def on_rcpt(self, line: str) -> None:
        self.address = line.partition("<")[2].partition(">")[0]
        self.say("250 fine")

    def on_quit(self, line: str) -> bool:
        self.say("221 bye")
        return False

    def on_data(self, line: str) -> bool:
        self.say("354 go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if "end" in self.told.replies:
            self.say(self.told.replies["end"])
            return True
        letter = b"".join(part[1:] if part.startswith(b".") else part for part in lines)
        self.told.letters.append((self.sender, self.address, letter))
        self.told.heard.set()
        if self.told.fate == "stall":
            self.told.released.wait(60)
        if self.told.fate == "cut":
            self.wfile.write(b"25")
        while self.told.fate == "drip" and not self.told.released.wait(0.02):
            self.wfile.write(b"x")
        if self.told.fate != "take":
            return False
        self.say("250 2.0.0 queued as 7")
        return True


class Server(ThreadingTCPServer):
    """The listener."""

    daemon_threads = True
    allow_reuse_address = True
    told: MailServer

    def shutdown_request(self, request: Any) -> None:
        """End a conversation, whatever became of its socket."""
        with suppress(OSError):
            request.shutdown(socket.SHUT_WR)
        self.close_request(request)


@contextmanager
def listening(told: MailServer) -> Iterator[MailServer]:
    """Serve on a free port of this machine while the block lasts."""
    with Server(("127.0.0.1", told.port), Conversation) as server:
        server.told, told.port = told, server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield told
        finally:
            told.released.set()
            server.shutdown()
            thread.join()
