"""Rooms to copy and empty places to bring them back to, on either engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from houses import house, record, tell
from postgres import database

from dashboard.backup.making import Made, make, wanted
from dashboard.backup.restoring import Source, restore
from dashboard.domain.appeals import Record
from dashboard.house import House
from dashboard.settings import Settings
from dashboard.store.blueprint import Blueprint, drawn
from dashboard.store.digest import content_digest
from dashboard.store.vault import private_of

PHRASE = b"correct horse battery"
ENGINES = ("sqlite", "postgresql")
Fresh = Callable[[str], str]
"""Engine → the URL of an empty store of it; "" is SQLite in the home."""


@contextmanager
def stores(postgres_url: str) -> Iterator[Fresh]:
    """Yield what gives empty stores; the databases are gone afterwards."""
    with ExitStack() as open_:
        yield lambda engine: "" if engine == "sqlite" else open_.enter_context(database(postgres_url))


def records(first: int, last: int) -> list[Record]:
    return [Record(r.external_id, r.facts, private={"text": f"text of {r.external_id}"})
            for r in (record(n) for n in range(first, last))]


def lived_in(home: Path, store: str = "") -> House:
    """A room with cases, texts, an own profile and services."""
    place = house(home, store)
    tell(place, "first", records(1, 120))
    tell(place, "second", [record(n, status="closed", department="E") for n in range(1, 40)])
    (home / "profiles").mkdir()
    (home / "profiles" / "own.yaml").write_text("key: own", encoding="utf-8")
    (home / "services.yaml").write_text("open311: []", encoding="utf-8")
    (home / "inbox").mkdir()
    (home / "inbox" / "waiting.csv").write_text("a;b", encoding="utf-8")
    return place


def phrase_file(folder: Path, phrase: bytes = PHRASE) -> Path:
    file = folder / "phrase"
    file.write_bytes(phrase + b"\n")
    return file


def copied(place: House, phrase: Path | None = None) -> Made:
    return make(place.store.engine, place.settings, wanted(place.settings, passphrase_file=phrase), place.now())


def brought_back(made: Made, home: Path, store: str = "", source: Source | None = None) -> House:
    """Restore a copy and open the room."""
    restore(source or Source(made.file, PHRASE if made.manifest.keys else None, without_keys=not made.manifest.keys),
            Settings(home=home, store=store), lambda *_: None)
    return house(home, store)


class Content(NamedTuple):
    """What two rooms that are the same have in common."""

    digest: str
    rows: dict[str, list[str]]
    text: dict[str, str | None]


def content(place: House) -> Content:
    with place.store.reading() as connection:
        plan = drawn(connection)
        rows = {t.name: sorted(repr(_plain(row)) for row in connection.exec_driver_sql(
            f"SELECT {', '.join(chr(34) + n + chr(34) for n in t.names)} FROM {t.name}")) for t in plan.tables}
        rows["feed"] = [row for row in rows["feed"] if "'seq'" not in row]  # opening a room takes the next number
        return Content(content_digest(connection), rows, private_of(connection, place.store.vault, 1))


def _plain(row: object) -> list[object]:
    return [int(value) if isinstance(value, bool) else value for value in row]  # type: ignore[attr-defined]


def schema(place: House) -> Blueprint:
    with place.store.reading() as connection:
        return drawn(connection)
