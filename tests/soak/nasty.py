"""What hurts: cells that programs stumble over, and bytes that are not where they belong."""

from __future__ import annotations

import random
from collections.abc import Callable

LONG = 200_000
NASTY = (
    "", " ", "\0", "\ufeff", "\u202e\u200b", "\ud800", "=1+1", "=HYPERLINK(\"http://x\")", "@SUM(1)", "-", "—", "'",
    '"', '""',
    "a\nb", "a\r\nb", "\r", ";", ",", "\t", "|", "0", "-1", "5", "99999", "1e308", "-1e308", "1e999", "nan", "inf",
    "-inf",
    "9" * 400, "9" * 5000, "²", "٣", "1.01E+11", "0000-00-00", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59+14:00",
    "0001-01-01T00:00:00-14:00", "01.01.0001", "31.12.9999", "29.02.2025", "2026-01-06T25:00:00", "24:00", "1",
    "2958466",
    "-99999999999", "12345678901234567890.5", "12/31/9999 11:59:59 PM", "01/01/0001 12:00:00 AM",
    "03/30/2025 02:30:00 AM",
    "{0}", "{name}", "{", "}", "%s", "%(x)s", "\\", "<script>alert(1)</script>", "'; DROP TABLE questions;--",
    "../../etc/passwd",
    "\u0410" * 3000, "x" * LONG, "☃" * 70, "e\u0301" * 50, "\U0001f4a9", "+7 900 123-45-67", "a@b.ru", "Closed",
    "closed", "Open",
    "Отправлен ответ заявителю", "Да", "Нет", "42.3594", "-71.0587", "90.0000001", "True", "null", "None", "~", "a/b/c",
)
Chance = random.Random
Table = list[list[str]]


def flips(chance: Chance, body: bytes) -> bytes:
    found = bytearray(body)
    for _ in range(chance.choice((1, 1, 4, 40)) if found else 0):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def cut(chance: Chance, body: bytes) -> bytes:
    return body[:chance.randrange(len(body) + 1)]


def put_in(chance: Chance, body: bytes) -> bytes:
    what = chance.choice((b"\0", b"\0" * 5000, b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"\n", b"\r", b"x" * 500_000,
                          b"\x1a", b"\x98",
                          chance.randbytes(30), b"\xf0\x9f", b"]", b"}", b"[", b"\n\n\n", b"<f>1</f>", b"=1+1;"))
    at = chance.choice((0, chance.randrange(len(body) + 1), len(body)))
    return body[:at] + what + body[at:]


def taken_out(chance: Chance, body: bytes) -> bytes:
    at = chance.randrange(len(body) + 1)
    return body[:at] + body[at + chance.choice((1, 7, 300)):]


def twice(chance: Chance, body: bytes) -> bytes:
    at = chance.randrange(len(body) + 1)
    return body + body[at:]


def overwritten(chance: Chance, body: bytes) -> bytes:
    at, much = chance.randrange(len(body) + 1), chance.choice((2, 8, 64))
    return body[:at] + chance.choice((b"\xff", b"\0", b"\x7f")) * much + body[at + much:]


BYTES: tuple[Callable[[Chance, bytes], bytes], ...] = (flips, flips, cut, put_in, taken_out, twice, overwritten)
