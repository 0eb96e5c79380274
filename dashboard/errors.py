"""The one exception tree; every message names the cure.

A message is an English template (the gettext key) with its values apart, so that the person reads it
in their own language and the log keeps one wording.
"""

from __future__ import annotations

import json


class RoomError(Exception):
    """Something a person can mend.

    Args:
        template: English text with `{name}` places: the gettext key of the message.
        values: what stands in those places.
    """

    exit_code = 1

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))

    def packed(self) -> str:
        """Return the message for keeping, so that it can be told later in anybody's language."""
        return json.dumps([self.template, {name: str(value) for name, value in self.values.items()}], sort_keys=True)

    @staticmethod
    def unpacked(text: str) -> RoomError:
        """Return the error of a kept message; one that was kept as plain text says that text."""
        try:
            template, values = json.loads(text)
        except ValueError:
            return RoomError("{said}", said=text)
        return RoomError(template, **values)


class UsageError(RoomError):
    """The question itself is wrong: an unknown measure, member, date or option."""

    exit_code = 2


class SourceError(RoomError):
    """A source's file or service cannot be used; nothing of it was stored."""

    exit_code = 3


class StoreError(RoomError):
    """The truth cannot be read or written."""

    exit_code = 4


class FormError(RoomError, ValueError):
    """Why something written has not its form; checkers of forms take it as a wrong value."""


class AccessError(RoomError):
    """The viewer or actor may not do this."""

    exit_code = 5


class UnavailableError(RoomError):
    """A figure cannot be computed now; the rest of the screen lives."""

    exit_code = 6
