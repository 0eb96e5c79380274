"""JSON (a list, or an object that holds one) and JSON lines, read piece by piece."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from dashboard.errors import SourceError
from datasources.tables.encoding import encoding_of
from datasources.tables.limits import Limits
from datasources.tables.sheet import Row, Sheet, sound
from datasources.tables.window import Window

Rows = Callable[[], Iterator[dict[str, str]]]
NESTING = 2


def read_json(path: Path, suffix: str, limits: Limits) -> Sheet:
    """Return the rows of a JSON text; nested keys are joined by a dot, lists of objects are left out.

    Raises:
        SourceError: broken JSON, no list of objects, or one too large element.
    """
    encoding = encoding_of(path, limits, lines=False)
    kind = "jsonl" if suffix in (".jsonl", ".ndjson") or _one_object_a_line(path, encoding, limits) else "json"
    values = _lines_of(path, encoding, limits) if kind == "jsonl" else _listed(path, encoding, limits)
    header, count = _survey(lambda: map(flat, values()), limits)

    def lines() -> Iterator[Row]:
        yield list(header)
        for row in map(flat, values()):
            yield [row.get(key, "") for key in header]

    return Sheet(kind, tuple(islice(lines(), limits.head_rows)), count + 1, lines, first=0)


def _survey(rows: Rows, limits: Limits) -> tuple[tuple[str, ...], int]:
    header: dict[str, None] = {}
    count = 0
    for row in rows():
        count += 1
        header.update(dict.fromkeys(row))
        if len(header) > limits.columns:
            raise SourceError("Row {row} has more than {limit} columns", row=count, limit=limits.columns)
    if not count:
        raise SourceError("The file is empty")
    return tuple(header), count


def _one_object_a_line(path: Path, encoding: str, limits: Limits) -> bool:
    with path.open(encoding=encoding) as file:
        line = file.readline(limits.line_bytes)
        try:
            return isinstance(json.loads(line), dict) and file.read(1) != ""
        except (ValueError, RecursionError):
            return False


def _lines_of(path: Path, encoding: str, limits: Limits) -> Callable[[], Iterator[dict[str, Any]]]:
    def values() -> Iterator[dict[str, Any]]:
        with path.open(encoding=encoding) as file:
            for number, line in enumerate(_bounded(file, limits), 1):
                if line.strip():
                    yield _object(_loaded(line, number), number)
    return values


def _bounded(file: TextIO, limits: Limits) -> Iterator[str]:
    while line := file.readline(limits.line_bytes + 1):
        if len(line) > limits.line_bytes:
            raise SourceError("A line is longer than {limit} bytes: the file is damaged or is no table",
                              limit=limits.line_bytes)
        yield line


def _loaded(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError("Row {row} is no valid JSON", row=number) from error


def _listed(path: Path, encoding: str, limits: Limits) -> Callable[[], Iterator[dict[str, Any]]]:
    def values() -> Iterator[dict[str, Any]]:
        with path.open(encoding=encoding) as file:
            for number, value in enumerate(Window(file, limits.line_bytes).rows(), 1):
                yield _object(value, number)
    return values


def _object(value: Any, number: int) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SourceError("Row {row} is no JSON object", row=number)
    return value


def flat(value: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """Return the object with text values: `{"a": {"b": 1}}` is `{"a.b": "1"}`; null is ""."""
    row: dict[str, str] = {}
    for key, item in value.items():
        if isinstance(item, dict):
            if depth < NESTING:
                row.update(flat(item, f"{prefix}{key}.", depth + 1))
        elif isinstance(item, list):
            if not any(isinstance(i, dict | list) for i in item):
                row[prefix + key] = "; ".join(map(_text, item))
        else:
            row[prefix + key] = _text(item)
    return {sound(name): sound(text) for name, text in row.items()} if not prefix else row


def _text(item: object) -> str:
    if isinstance(item, str):
        return item
    if item is None:
        return ""
    if isinstance(item, float) and item.is_integer():
        return str(int(item))
    return json.dumps(item)
