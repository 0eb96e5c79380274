"""Settings as a person gave them, in the environment or on the command line."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from dashboard.errors import UsageError
from dashboard.settings import Settings

PREFIX = "SITUATION_ROOM_"
SHAPES = {"port": "0…65535", "open_network": "true, false", "allowed_hosts": '["room.town.ru"]',
          "proxies": '["10.0.0.5"]', "backup_keep": "14", "backup_hour": "0…23", "metrics_from": '["10.0.0.7"]',
          "smtp_port": "1…65535", "smtp_security": "starttls, tls, none"}


def settings(**given: Any) -> Settings:
    """Return the settings of the environment, and what was given over them.

    Raises:
        UsageError: one cannot be read.
    """
    try:
        return Settings(**given)
    except ValidationError as wrong:
        name = str(wrong.errors()[0]["loc"][0])
        raise _unread(name, f"--{name}" if given else PREFIX + name.upper()) from wrong
    except SettingsError as wrong:
        raise _unread("allowed_hosts", PREFIX + "ALLOWED_HOSTS") from wrong


def _unread(field: str, name: str) -> UsageError:
    """Return the error; the example says the shape without words."""
    return UsageError("The setting {name} cannot be read; write {what}", name=name, what=SHAPES.get(field, "…"))
