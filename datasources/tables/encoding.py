"""In which letters a text is written: UTF-8 (with or without BOM) or CP1251, proved over the whole file."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from dashboard.errors import SourceError
from datasources.tables.limits import Limits

CHUNK = 1 << 18
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LETTERS = re.compile(rb"[\xc0-\xff\xa8\xb8]")
HIGH = re.compile(rb"[\x80-\xff]")
USUAL = re.compile(rb"[\xc0-\xff\xa8\xb8\xab\xbb\xb9\x96\x97\x93\x94\x84\x91\x92\x85\xa0\xb0\xa7\xad\x95\xb7]")
"""What Russian text in CP1251 consists of: letters, quotes, dashes, number sign, degree, no-break space."""
UTF8_PAIR = re.compile(rb"[\xd0\xd1][\x80-\xbf]")
SHRUNK = re.compile(rb"[\xe0-\xff\xb8][\xc0-\xdf\xa8]")
"""A small letter followed by a capital: rare in CP1251, the rule in KOI8-R read as CP1251."""
GROWN = re.compile(rb"[\xe0-\xff\xb8]{2}")
LATIN_NEIGHBOUR = re.compile(rb"[A-Za-z][\xc0-\xff](?![\xc0-\xff])")
PROOF = 16
"""High bytes that are good UTF-8: CP1251 reaches a few by chance (a capital before a closing quotation mark)."""
SHARE_USUAL = 0.9
SHARE_ODD = 0.1


def encoding_of(path: Path, limits: Limits, *, lines: bool = True) -> str:
    """Return the codec of a text file after decoding all of it.

    Args:
        path: the file; never read into memory as a whole.
        limits: `line_bytes` bounds a line.
        lines: whether the format is made of lines (a JSON list may be one long line).

    Raises:
        SourceError: neither UTF-8 nor CP1251, not a text, or a line without end.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    seen, running, foreign = 0, 0, 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            _refuse_binary(chunk, seen)
            if lines:
                running = _measure(chunk, running, limits)
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                before = len(HIGH.findall(chunk[:error.start]))
                return _single_byte(path, limits, foreign + before >= PROOF, seen + error.start, lines=lines)
            if not chunk.isascii():
                foreign += len(HIGH.findall(chunk))
            seen += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _single_byte(path, limits, foreign >= PROOF, seen, lines=lines)
    return "utf-8-sig"


def _refuse_binary(chunk: bytes, seen: int) -> None:
    if seen == 0 and chunk.startswith(UTF16):
        raise SourceError("The text is in UTF-16: save it as UTF-8 or Windows-1251")
    if b"\0" in chunk:
        raise SourceError("This is not a text: it holds zero bytes (at {place})", place=seen + chunk.index(b"\0"))


def _measure(chunk: bytes, running: int, limits: Limits) -> int:
    """Return the length of the unfinished line; a chunk is shorter than the longest line allowed."""
    first = chunk.find(b"\n")
    if first < 0:
        first = chunk.find(b"\r")
    length = running + (len(chunk) if first < 0 else first)
    if length > limits.line_bytes:
        raise SourceError("A line is longer than {limit} bytes: the file is damaged or is no table",
                          limit=limits.line_bytes)
    return length if first < 0 else len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))


def _single_byte(path: Path, limits: Limits, foreign: bool, place: int, *, lines: bool) -> str:
    if foreign:
        raise SourceError("The text is damaged: it begins as UTF-8 and stops being so at byte {place}", place=place)
    running, seen, high, usual, odd, words = 0, 0, 0, 0, 0, 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            _refuse_binary(chunk, seen)
            seen += len(chunk)
            if lines:
                running = _measure(chunk, running, limits)
            high += len(HIGH.findall(chunk))
            usual += len(USUAL.findall(chunk))
            odd += len(SHRUNK.findall(chunk)) + len(UTF8_PAIR.findall(chunk)) + len(LATIN_NEIGHBOUR.findall(chunk))
            words += len(GROWN.findall(chunk))
            if b"\x98" in chunk:
                usual = -high
    if usual < high * SHARE_USUAL or odd > max(words, 1) * SHARE_ODD + 1:
        raise SourceError("The letters are neither UTF-8 nor Windows-1251 (first strange byte at {place}): "
                          "save the file as UTF-8", place=place)
    return "cp1251"
