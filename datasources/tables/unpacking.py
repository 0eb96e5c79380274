"""What a file really is, whatever its name says, and what is inside a gzip."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dashboard.errors import SourceError
from datasources.tables.limits import MIB, Limits
from datasources.tables.scratch import scratch

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN: dict[bytes, str] = {  # names that are the same in every language
    b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"BM": "BMP",
    b"%PDF": "PDF", b"{\\rtf": "RTF", b"MZ": "EXE", b"\x7fELF": "ELF",
    b"Rar!": "RAR", b"7z\xbc\xaf\x27\x1c": "7Z", b"PK\x05\x06": "ZIP",
    b"BZh": "BZIP2", b"\xfd7zXZ": "XZ", b"\x28\xb5\x2f\xfd": "ZSTD",
    b"SQLite format 3": "SQLite", b"PAR1": "Parquet",
}
WEB = (b"<!doctype html", b"<html", b"<table", b"<head", b"<?xml")
PROBE = 4096


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be decoded.

    Attributes:
        path: where the unpacked content lies.
        kind: `xlsx`, `xls` or `text`.
        suffix: of the name without `.gz`, lower case.
        closers: what to call at the end.
    """

    path: Path
    kind: str
    suffix: str
    closers: tuple[Callable[[], None], ...] = ()


def unpack(path: Path, limits: Limits) -> Opened:
    """Return the content of a file, unpacked if it is a gzip.

    Raises:
        SourceError: it is empty, truncated, a bomb, or no table at all.
    """
    probe = _probe(path)
    suffixes = [s.lower() for s in path.suffixes]
    if not probe.startswith(GZIP):
        return Opened(path, _kind(probe), suffixes[-1] if suffixes else "")
    spool, close = _gunzip(path, limits)
    try:
        probe = _probe(spool)
        if probe.startswith(GZIP):
            raise SourceError("The archive holds another archive: unpack it once")
        inner = [s for s in suffixes if s != ".gz"]
        return Opened(spool, _kind(probe), inner[-1] if inner else "", (close,))
    except SourceError:
        close()
        raise


def _probe(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            probe = file.read(PROBE)
    except OSError as error:
        raise SourceError("The file cannot be opened: look at the rights to it") from error
    if not probe.strip():
        raise SourceError("The file is empty")
    return probe


def _kind(probe: bytes) -> str:
    if probe.startswith(ZIP):
        return "xlsx"
    if probe.startswith(OLE):
        return "xls"
    for magic, name in FOREIGN.items():
        # Two printable letters may also begin a table ("BM" of BMP): then a table has no control bytes.
        if probe.startswith(magic) and (len(magic) > len(b"MZ") or b"\0" in probe):
            raise SourceError("This is not a table but a {kind} file, whatever its name says", kind=name)
    if probe.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(WEB):
        raise SourceError("This is not a table but a {kind} file, whatever its name says", kind="HTML/XML")
    return "text"


def _gunzip(path: Path, limits: Limits) -> tuple[Path, Callable[[], None]]:
    packed = path.stat().st_size
    with ExitStack() as opened:
        spool = opened.enter_context(scratch()) / "unpacked"
        try:
            with gzip.open(path) as source, spool.open("wb") as target:
                _pour(source, target, packed, limits)
        except EOFError as error:
            raise SourceError("The archive is cut off: copy or download it again") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise SourceError("The archive is damaged: copy or download it again") from error
        return spool, opened.pop_all().close


def _pour(source: gzip.GzipFile, spool: IO[bytes], packed: int, limits: Limits) -> None:
    size = 0
    while chunk := source.read(MIB):
        size += len(chunk)
        measure_bomb(size, packed, limits)
        spool.write(chunk)


def measure_bomb(size: int, packed: int, limits: Limits) -> None:
    """Refuse content that unpacks beyond all measure.

    Raises:
        SourceError: larger than the limits allow.
    """
    if size > limits.unpacked_bytes:
        raise SourceError("The archive unpacks to more than {limit} MB: it looks like a bomb",
                          limit=limits.unpacked_bytes // MIB)
    if size > limits.ratio_from_bytes and size > packed * limits.ratio:
        raise SourceError("The archive unpacks to more than {ratio} times its size: it looks like a bomb",
                          ratio=limits.ratio)
