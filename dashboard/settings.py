"""Settings of one room: where its home is, where it listens, where its truth lies. Frozen, read once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """Environment variables `SITUATION_ROOM_<NAME>`; everything else is policy and lies in the store.

    Attributes:
        home: folder of the instance; moving it moves the room.
        store: SQLAlchemy URL of the truth; empty means SQLite in the home.
        host, port: where `serve` listens.
        open_network: answer to any name in the Host header: for a network whose names nobody can list.
        allowed_hosts: values of the Host header that are answered besides the address itself.
        tls_certificate, tls_key: PEM files; with both the room is served over TLS.
        proxies: addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
        session_idle_minutes, session_hours: how long a session lives since its last use, and in all.
        language: language of the screens.
        oidc_issuer, oidc_client_id, oidc_secret_file: the provider of identity (OpenID Connect), the room's name there,
            and the file with its secret; with an issuer the login page offers it.
        oidc_groups_claim, oidc_scopes: where userinfo lists the groups, and what is asked for.
        backups: folder of the copies; `backups` in the home if not given.
        backup_keep: how many copies are kept.
        backup_hour: hour of the town's day from which the daily copy is made.
        backup_passphrase_file: file of the passphrase that seals the copies; without it they are not sealed.
        metrics_from: addresses besides this machine that may read /metrics.
        public_url: the address of the room as people open it, for the links in what leaves the room.
        smtp_host, smtp_port, smtp_security: the mail server; without a host no letter is ever sent.
        smtp_user, smtp_password_file: how the room signs in there; `smtp_sender` is the address it writes from.
        webhook_url: where alerts are posted as JSON; without it nothing is.
        webhook_secret_file: file of the key that signs what is posted.
        outgoing_ca: PEM file of authorities that both servers' certificates may come from, besides the system's.
    """

    model_config = SettingsConfigDict(env_prefix="SITUATION_ROOM_", frozen=True, extra="ignore")

    home: Path = Path("home")
    store: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8050, ge=0, le=65535)
    open_network: bool = False
    allowed_hosts: tuple[str, ...] = ()
    language: str = "ru"
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    proxies: tuple[str, ...] = ()
    session_idle_minutes: int = Field(default=120, ge=1)
    session_hours: int = Field(default=12, ge=1)
    oidc_issuer: str = ""
    oidc_client_id: str = "situation-room"
    oidc_secret_file: Path | None = None
    oidc_groups_claim: str = "groups"
    oidc_scopes: str = "openid profile"
    backups: Path | None = None
    backup_keep: int = Field(default=14, ge=1)
    backup_hour: int = Field(default=2, ge=0, le=23)
    backup_passphrase_file: Path | None = None
    metrics_from: tuple[str, ...] = ()
    public_url: str = ""
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    smtp_sender: str = ""
    webhook_url: str = ""
    webhook_secret_file: Path | None = None
    outgoing_ca: Path | None = None

    @property
    def store_url(self) -> str:
        """Return the URL of the truth."""
        return self.store or f"sqlite:///{(self.home / 'room.db').absolute()}"

    @property
    def inbox(self) -> Path:
        """Return the watch folder."""
        return self.home / "inbox"

    @property
    def secrets(self) -> Path:
        """Return the folder of keys, readable by its owner alone."""
        return self.home / "secrets"

    @property
    def backup_folder(self) -> Path:
        """Return the folder of the copies."""
        return self.backups or self.home / "backups"
