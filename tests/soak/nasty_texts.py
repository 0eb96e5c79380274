"""A table as CSV or JSON, well or badly written."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from soak.nasty import Chance, Table


def as_csv(chance: Chance, table: Table) -> tuple[str, bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=chance.choice(";;,\t|"), lineterminator=chance.choice(("\n", "\r\n", "\r")))
    writer.writerows(table)
    code = chance.choice(("utf-8",) * 4 + ("utf-8-sig", "cp1251", "cp1251", "koi8-r", "cp866", "utf-16"))
    return "x.csv", out.getvalue().encode(code, "replace")


def as_raw_csv(chance: Chance, table: Table) -> tuple[str, bytes]:
    """Cells joined without any quoting."""
    text = "\n".join(chance.choice(";;;,").join(row) for row in table)
    half = len(text) // 2
    mixed = text[:half].encode("utf-8", "replace") + text[half:].encode("cp1251", "replace")
    return "x.csv", chance.choice((text.encode("utf-8", "replace"), mixed))


def as_json(chance: Chance, table: Table) -> tuple[str, bytes]:
    told = [dict(zip(table[0], row, strict=False)) for row in table[1:]]
    for one in told:
        for key in list(one):
            if chance.random() < 0.05:
                one[key] = chance.choice(VALUES)(chance)
    if chance.random() < 0.3:
        return "x.jsonl", "\n".join(map(json.dumps, told)).encode()
    whole: object = told if chance.random() < 0.7 else {"page": 1, "items": told, "next": None}
    return "x.json", json.dumps(whole, indent=chance.choice((None, 1)), ensure_ascii=True).encode()


def deep(chance: Chance) -> object:
    found: object = []
    for _ in range(chance.choice((2, 50, 400))):
        found = [found] if chance.random() < 0.5 else {"a": found}
    return found


VALUES: tuple[Callable[[Chance], object], ...] = (
    deep, lambda _: None, lambda _: True, lambda _: 10**30, lambda _: float("nan"), lambda _: float("inf"),
    lambda _: -1.5,
    lambda _: [], lambda _: {}, lambda _: ["a", None, 1], lambda _: [{"a": 1}], lambda _: {"": {"": {"": 1}}},
    lambda _: "\0",
    lambda _: "\udfff\ud800", lambda _: 1e22, lambda _: "\ud83d")


def deep_json(chance: Chance, _: Table) -> tuple[str, bytes]:
    many = chance.choice((100, 5_000, 300_000))
    return "x.json", chance.choice((b"[" * many, b'{"a":' * many, b'[{"a":' + b"[" * many + b"]" * many + b"}]",
                                    b'[{"a":' * many, b'[{"a":1,' * many, b'[{"n":' + b"1" * many + b"}]"))
