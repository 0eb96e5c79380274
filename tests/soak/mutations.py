"""Files that nobody should send: good exports of every format, spoilt in one or several places by a seeded chance."""

from __future__ import annotations

import gzip
import re
from typing import NamedTuple

import yaml
from soak.nasty import BYTES, NASTY, Chance, Table
from soak.nasty_books import SAMPLES, as_xlsx, broken_parts, old_book
from soak.nasty_tables import TABLES
from soak.nasty_texts import as_csv, as_json, as_raw_csv, deep_json

from datasources.shelf import SHIPPED
from datasources.tables.reading import read

WRITERS = (as_csv, as_csv, as_csv, as_raw_csv, as_json, as_json, deep_json, as_xlsx, broken_parts, broken_parts,
           old_book)


class Spoilt(NamedTuple):
    """A file to be imported: its name, its bytes, and the profile that is asked for (None: guessed)."""

    name: str
    body: bytes
    profile: str | None
    how: str


class Seed(NamedTuple):
    """A good export as a table, and the profile that reads it."""

    profile: str
    rows: Table


def seeds() -> list[Seed]:
    """Return one good table per shipped profile."""
    found = []
    for key, file in (("pos", "pos/pos_25.xlsx"), ("boston_311", "boston_311/cases.csv.gz"),
                      ("open311", "open311/requests.json")):
        with read(SAMPLES / file) as sheet:
            found.append(Seed(key, list(sheet.lines())))
    return found


def spoilt(chance: Chance, known: list[Seed]) -> Spoilt:
    """Return the next spoilt file."""
    seed = chance.choice(known)
    table = [list(row) for row in seed.rows]
    for number, row in enumerate(table[1:]):  # what one file brings is news mostly
        row[0] = f"{chance.randrange(10**9)}{number}"
    told: list[str] = []
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        done = chance.choice(TABLES)
        if table[0]:
            told.append(done.__name__)
            done(chance, table)
    name, body = chance.choice(WRITERS)(chance, table)
    for _ in range(chance.choice((0, 0, 0, 0, 1, 1, 3))):
        spoil = chance.choice(BYTES)
        told.append(spoil.__name__)
        body = spoil(chance, body)
    if chance.random() < 0.15:
        name, body = f"{name}.gz", gzip.compress(body, 1)
        if chance.random() < 0.6:
            spoil = chance.choice(BYTES)
            told.append(f"gzip:{spoil.__name__}")
            body = spoil(chance, body)
    if chance.random() < 0.05:
        name = chance.choice(("x", "x.xlsx", "x.xls", "x.csv", "x.json", "x.jsonl", "x.pdf", "Ж ;'\"x.csv", "x.csv.gz"))
    profile = seed.profile if chance.random() < 0.8 else chance.choice((None, "pos", "boston_311", "open311", "own"))
    return Spoilt(name, body, profile, f"{seed.profile} {name} {'+'.join(told) or 'whole'}")


def spoilt_profile(chance: Chance) -> bytes:
    """Return a profile's YAML that is nearly right."""
    text = chance.choice(sorted(SHIPPED.glob("*.yaml"))).read_text("utf-8")
    text = re.sub(r"(?m)^key: .*$", "key: own", text)
    lines = text.split("\n")
    for _ in range(chance.choice((0, 1, 3))):
        at = chance.randrange(len(lines))
        line = lines[at]
        lines[at:at + 1] = chance.choice((
            [], [line, line], [f"  {line}"], [line.replace(":", chance.choice((" ", ": [", ": {", ": &a *a",
                                                                               ": !!python/x ")), 1)],
            [line.split(":")[0] + ": " + yaml.safe_dump(chance.choice(NASTY[:-9]), allow_unicode=True).strip()],
            ["a: &a [x, x]", f"b: {'*a ' * 5}", line], ["\t" + line], ["[" * chance.choice((3, 3000))]))
    body = "\n".join(lines).encode("utf-8", "replace")
    return chance.choice(BYTES)(chance, body) if chance.random() < 0.5 else body
