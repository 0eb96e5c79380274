"""A window that moves over a long JSON text: memory is bounded by one element, not by the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from dashboard.errors import SourceError

CHUNK = 1 << 16
SPACE = " \t\r\n"


class Window:
    """Reads a list of values, or the one list of objects inside an object.

    Args:
        file: the text, at its beginning.
        longest: characters that one element may take.
    """

    def __init__(self, file: TextIO, longest: int) -> None:
        self._file, self._longest = file, longest
        self._text, self._at, self._gone, self._ended = "", 0, 0, False
        self._decoder = json.JSONDecoder()

    def rows(self) -> Iterator[Any]:
        """Yield the elements; an object without a list of objects is itself the only row.

        Raises:
            SourceError: broken, cut off, more than one list, or an element beyond all measure.
        """
        if self._peek() == "[":
            yield from self._elements()
        elif self._peek() == "{":
            yield from self._members()
        else:
            raise self._broken()
        if self._peek():
            raise self._broken()

    def _members(self) -> Iterator[Any]:
        self._take("{")
        plain: dict[str, Any] = {}
        lists = 0
        while self._peek() != "}":
            key = self._value()
            self._take(":")
            if self._peek() == "[" and self._opens_objects():
                lists += 1
                if lists > 1:
                    raise SourceError("The JSON holds more than one list of objects")
                yield from self._elements()
            else:
                plain[str(key)] = self._value()
            if self._peek() != "}":
                self._take(",")
        self._take("}")
        if not lists and plain and not any(value == [] for value in plain.values()):
            yield plain

    def _opens_objects(self) -> bool:
        """Return whether the list that begins here begins with an object."""
        while (rest := self._text[self._at + 1:].lstrip(SPACE)) == "" and not self._ended:
            self._fill()
        return rest.startswith("{")

    def _elements(self) -> Iterator[Any]:
        self._take("[")
        while self._peek() != "]":
            yield self._value()
            if self._peek() != "]":
                self._take(",")
        self._take("]")

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                # A number of thousands of digits is no JSONDecodeError, and no more text will mend it.
                if self._ended or not isinstance(error, json.JSONDecodeError):
                    raise self._broken() from error
            else:
                # A number at the very edge may go on beyond it.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > self._longest:
                raise SourceError("An element of the JSON is longer than {limit} characters, or it is broken",
                                  limit=self._longest)
            self._fill()

    def _peek(self) -> str:
        """Return the next character that is not a space, or "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._fill()

    def _take(self, expected: str) -> None:
        if self._peek() != expected:
            raise self._broken()
        self._at += 1

    def _fill(self) -> None:
        chunk = self._file.read(CHUNK)
        self._ended = not chunk
        self._gone += self._at
        self._text, self._at = self._text[self._at:] + chunk, 0

    def _broken(self) -> SourceError:
        if self._ended and not self._text[self._at:].strip():
            return SourceError("The file is cut off: copy or download it again")
        return SourceError("The JSON is broken at character {place}", place=self._gone + self._at)
