"""Where alerts may go, as the settings say it: a mail server, a webhook, or nowhere."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from dashboard.errors import UsageError
from dashboard.settings import LOOPBACK, Settings

ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)")
MAIL_S, HOOK_S = 30.0, 15.0
"""How long a server that says nothing is waited for."""


@dataclass(frozen=True, slots=True)
class MailPlace:
    """A mail server.

    Attributes:
        host, port: where it listens.
        security: `starttls`, `tls`, or `none`.
        user, password: how the room signs in; no user signs in nobody.
        sender: the address from which letters come.
        ca: PEM file of further authorities, or None.
        patience_s: how long it is waited for when it says nothing.
    """

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    ca: Path | None = None
    patience_s: float = MAIL_S

    @property
    def domain(self) -> str:
        """Return the domain of the sender: the room's name in the world of mail."""
        return self.sender.partition("@")[2]


@dataclass(frozen=True, slots=True)
class HookPlace:
    """A webhook: its address, the key that signs, further authorities, and how long it is waited for."""

    url: str
    secret: bytes
    ca: Path | None = None
    patience_s: float = HOOK_S

    @property
    def host(self) -> str:
        """Return its host: the address itself may be a secret and is kept nowhere."""
        return urlsplit(self.url).hostname or ""


class Outlets(NamedTuple):
    """What is set up; None is off. `base` is the room's address for links, without a slash at its end."""

    mail: MailPlace | None
    hook: HookPlace | None
    base: str


def outlets_of(settings: Settings) -> Outlets:
    """Return where alerts may go.

    Raises:
        UsageError: a setting contradicts another, or a file cannot be read.
    """
    if settings.public_url and not _is_address(settings.public_url):
        raise UsageError("The setting {name} cannot be read; write {what}", name="SITUATION_ROOM_PUBLIC_URL",
                         what="https://room.town.ru")
    return Outlets(_mail(settings), _hook(settings), settings.public_url.rstrip("/"))


def trusting(ca: Path | None) -> ssl.SSLContext:
    """Return what is trusted: the system's authorities, and those of a file."""
    context = ssl.create_default_context()
    if ca is not None:
        context.load_verify_locations(ca)
    return context


def _mail(settings: Settings) -> MailPlace | None:
    if not settings.smtp_host:
        return None
    if not ADDRESS.fullmatch(settings.smtp_sender):
        raise UsageError("Letters need the address they come from: SITUATION_ROOM_SMTP_SENDER=room@town.ru")
    if settings.smtp_user and settings.smtp_security == "none" and settings.smtp_host not in LOOPBACK:
        raise UsageError("A password is not sent to a mail server without TLS: set SITUATION_ROOM_SMTP_SECURITY to "
                         "starttls or tls")
    if bool(settings.smtp_user) != (settings.smtp_password_file is not None):
        raise UsageError("Signing in at the mail server needs both SITUATION_ROOM_SMTP_USER and "
                         "SITUATION_ROOM_SMTP_PASSWORD_FILE")
    password = _secret(settings.smtp_password_file).decode()
    return MailPlace(settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_user, password,
                     settings.smtp_sender, _authorities(settings.outgoing_ca))


def _hook(settings: Settings) -> HookPlace | None:
    if not settings.webhook_url:
        return None
    if not _is_address(settings.webhook_url):
        raise UsageError("The setting {name} cannot be read; write {what}", name="SITUATION_ROOM_WEBHOOK_URL",
                         what="https://hooks.town.ru/room")
    return HookPlace(settings.webhook_url, _secret(settings.webhook_secret_file), _authorities(settings.outgoing_ca))


def _is_address(text: str) -> bool:
    try:
        found = urlsplit(text)
        return found.scheme in {"http", "https"} and bool(found.hostname) and found.port != 0
    except ValueError:
        return False


def _secret(file: Path | None) -> bytes:
    if file is None:
        return b""
    found = _read(file).strip()
    if not found or b"\0" in found or not _is_text(found):
        raise UsageError("The file {name} holds no secret: one line of text is expected", name=file)
    return found


def _is_text(found: bytes) -> bool:
    try:
        return "\n" not in found.decode()
    except UnicodeDecodeError:
        return False


def _authorities(file: Path | None) -> Path | None:
    if file is None:
        return None
    _read(file)
    try:
        trusting(file)
    except ssl.SSLError:
        raise UsageError("The file {name} holds no certificates in PEM", name=file) from None
    return file


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as broken:
        raise UsageError("The file {name} cannot be read: {why}", name=file, why=broken.strerror) from broken
