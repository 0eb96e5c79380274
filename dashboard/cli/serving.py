"""`serve` and `demo`."""

from __future__ import annotations

import fcntl
import socket
from pathlib import Path
from typing import IO, Annotated, Any

import structlog
import typer

from dashboard.cli.context import Desk
from dashboard.cli.given import settings as settings_given
from dashboard.cli.helping import Command
from dashboard.cli.importing import shown
from dashboard.cli.tls import sound
from dashboard.cli.ways import LOCK, base_of, ways_in
from dashboard.errors import StoreError, UsageError
from dashboard.settings import LOOPBACK, Settings
from intake.demo import SEED, Feed, demo_town, fill, is_demo, is_filled, leave

LOG = structlog.get_logger("serve")
GRACE_S = 3
BACKLOG = 512
Host = Annotated[str | None, typer.Option("--host", help="The address to listen at; else 127.0.0.1",
                                          metavar="ADDRESS")]
Port = Annotated[int | None, typer.Option("--port", help="The port; 0 takes a free one; else 8050", metavar="NUMBER")]
Open = Annotated[bool, typer.Option("--open-network", help="Answer to any name in the Host header")]
Seed = Annotated[int, typer.Option("--seed", help="The same number makes the same town", metavar="NUMBER")]
Leave = Annotated[bool, typer.Option("--leave", help="Put the demonstration away and leave an empty home")]
Surge = Annotated[bool, typer.Option("--surge", help="Stage an outage now")]
Street = Annotated[str | None, typer.Option("--street", help="The street of the outage", metavar="STREET")]


def register(app: typer.Typer, desk: Desk) -> None:
    """Add the commands."""
    words = desk.words

    def serve(host: Host = None, port: Port = None, open_network: Open = False) -> None:
        settings = sound(asked(desk.settings, host, port, open_network=open_network))
        if settings.host not in LOOPBACK and settings.tls_certificate is None:
            LOG.warning("open to the network without TLS", host=settings.host)
            desk.say(words("The room is open to the network without TLS: passwords can be overheard ({host})",
                           host=settings.host))
        with only_one(settings.home) as lock:
            if is_demo(settings.home) and not is_filled(settings.home):
                fill(desk.house, progress=shown)
            run(desk, settings, lock)

    def demo(seed: Seed = SEED, leave_: Leave = False, surge: Surge = False, street: Street = None) -> None:
        if leave_:
            target = leave(desk.settings.home, desk.now())
            desk.give(words("The demonstration lies in {folder}; the home is empty", folder=target))
        elif surge:
            staged(desk, street)
        else:
            total = fill(desk.house, seed, shown)
            desk.give(words("The demonstration town is ready: records {n}", n=total))

    app.command("serve", cls=Command, help=words("Serve the room"))(serve)
    app.command("demo", cls=Command, help=words(
        "Fill an empty home with the demonstration town; --leave puts it away"))(demo)


def asked(settings: Settings, host: str | None, port: int | None, *, open_network: bool) -> Settings:
    """Return the settings with what the command line says over them."""
    return settings_given(**{**settings.model_dump(), "host": host or settings.host,
                              "port": settings.port if port is None else port,
                              "open_network": open_network or settings.open_network})


def run(desk: Desk, settings: Settings, lock: Path) -> None:
    """Serve until told to stop; the ways in are printed once the store has answered."""
    import uvicorn  # noqa: PLC0415  (commands that do not serve need no server)

    from app import create_app  # noqa: PLC0415
    from dashboard.web.patience import LISTENING  # noqa: PLC0415
    listening = bound(settings)
    taken = Settings(**{**settings.model_dump(), "port": listening.getsockname()[1]})
    trusted: Any = {"proxy_headers": bool(taken.proxies), "forwarded_allow_ips": list(taken.proxies),
                    "ssl_certfile": taken.tls_certificate, "ssl_keyfile": taken.tls_key}
    config = uvicorn.Config(create_app(taken), log_level="warning", timeout_graceful_shutdown=GRACE_S, **LISTENING,
                            **trusted)
    base = base_of(taken)
    lock.write_text(base, encoding="utf-8")
    for line in ways_in(desk, base):
        desk.give(line)
    uvicorn.Server(config).run(sockets=[listening])


def bound(settings: Settings) -> socket.socket:
    """Return a listening socket; port 0 takes any free one.

    Raises:
        UsageError: the port is in use.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as busy:
        listening.close()
        raise UsageError("The address {host}:{port} cannot be taken: {why}", host=settings.host, port=settings.port,
                         why=busy.strerror) from busy
    listening.listen(BACKLOG)
    return listening


class only_one:  # noqa: N801  (reads as a sentence: with only_one(home))
    """One serving process per home: the second is refused with a clear word.

    Raises:
        StoreError: another one serves this home, or it cannot be written.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._file: IO[str] | None = None

    def __enter__(self) -> Path:
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            self._file = (self._home / LOCK).open("a")
        except OSError as broken:
            raise StoreError("The home {home} cannot be used: {why}", home=self._home, why=broken.strerror
                             ) from broken
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            self._file.close()
            raise StoreError("Another room already serves this home") from taken
        return self._home / LOCK

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def served(home: Path) -> bool:
    """Return whether a process serves this home."""
    if not (home / LOCK).exists():
        return False
    with (home / LOCK).open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def staged(desk: Desk, street: str | None) -> None:
    """Stage an outage on a street of the demonstration.

    Raises:
        UsageError: the home holds no demonstration.
    """
    if not is_demo(desk.settings.home):
        raise UsageError("This home holds no demonstration")
    place = street or demo_town(desk.house).plan.streets[0]
    n = Feed(desk.house).surge(place)
    desk.give(desk.words("An outage is staged on {street}: messages {n}", street=place, n=n))
