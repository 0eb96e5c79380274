"""The file of a copy: a gzipped tar whose last member, the manifest, holds the SHA-256 of all the others."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import orjson
from pydantic import BaseModel

from dashboard.backup.sealing import Opener, Sealer, WrongKeyError, sealed
from dashboard.errors import StoreError
from dashboard.store.blueprint import Blueprint

FORMAT = 1
MANIFEST = "manifest.json"
TRUTH, HOME = "truth/", "home/"
BLOCK, LARGEST_MANIFEST = 1 << 20, 64 << 20
LEVEL = 2
"""Of gzip: a third larger than the best, five times as quick."""
OWNER_ONLY = 0o600


class Manifest(BaseModel):
    """What a copy holds.

    Attributes:
        format: of the file.
        version: of the program that made it.
        made_at: when.
        migration: revision of the schema.
        content_digest: SHA-256 over all questions and their events, as `doctor` tells it.
        keys: whether the keys of private texts are inside.
        key_marks: key file → SHA-256 of it, so that a copy without keys knows whether they lie elsewhere.
        blueprint: the schema.
        rows: table → number of rows.
        members: name → SHA-256.
    """

    format: int
    version: str
    made_at: datetime
    migration: str | None
    content_digest: str
    keys: bool
    key_marks: dict[str, str]
    blueprint: Blueprint
    rows: dict[str, int]
    members: dict[str, str]


class Packer:
    """Puts members into the tar and remembers their digests."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, str] = {}

    def put(self, name: str, content: bytes) -> None:
        """Add a member that is in memory."""
        self._put(name, io.BytesIO(content), len(content))

    def put_file(self, name: str, file: Path) -> None:
        """Add a file as it is now; what is appended meanwhile is left out."""
        with file.open("rb") as source:
            self._put(name, source, os.fstat(source.fileno()).st_size)

    def _put(self, name: str, source: IO[bytes], size: int) -> None:
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, OWNER_ONLY
        heard = Heard(source)
        self._tar.addfile(told, heard)
        self.members[name] = heard.digest.hexdigest()


class Heard:
    """A file whose digest is taken while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return what the file gives."""
        found = self._source.read(size)
        self.digest.update(found)
        return found


@contextmanager
def packing(out: IO[bytes], passphrase: bytes | None) -> Iterator[Packer]:
    """Yield what takes the members of a new file; the stream is whole when the block ends well."""
    sink: Any = out if passphrase is None else Sealer(out, passphrase)
    with (gzip.GzipFile("", "wb", LEVEL, sink, mtime=0) as pressed,
          tarfile.open(fileobj=pressed, mode="w|", format=tarfile.PAX_FORMAT) as tar):
        yield Packer(tar)
    if passphrase is not None:
        sink.close()


def members(file: Path, passphrase: bytes | None) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield (name, content to be read now) of every member, the stream read to its very end."""
    with file.open("rb") as raw, gzip.GzipFile(fileobj=_plain(raw, passphrase), mode="rb") as pressed:
        with tarfile.open(fileobj=pressed, mode="r|") as tar:
            for member in tar:
                yield member.name, tar.extractfile(member) or io.BytesIO()
        while pressed.read(BLOCK):  # only at the end are the checksums of the stream compared
            pass


def _plain(raw: IO[bytes], passphrase: bytes | None) -> Any:
    first = raw.peek(BLOCK)[:64]  # type: ignore[attr-defined]
    if not sealed(first):
        return raw
    if passphrase is None:
        raise WrongKeyError("This copy is sealed; name the file of its passphrase: --passphrase-file FILE")
    return Opener(raw, passphrase)


def checked(file: Path, passphrase: bytes | None) -> Manifest:
    """Return the manifest of a file that is whole: every member is there and has the digest it was made with.

    Raises:
        StoreError: it is not, or the passphrase does not open it.
    """
    try:
        told, found = _looked_through(file, passphrase)
        manifest = Manifest.model_validate(orjson.loads(told))
    except (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError, ValueError, KeyError) as broken:
        raise _damaged(file) from broken
    except OSError as broken:
        raise StoreError("The copy {name} cannot be read: {why}", name=file, why=broken.strerror) from broken
    if manifest.format != FORMAT:
        raise StoreError("This copy was made by the program {version}; restore it with that one or a newer",
                         version=manifest.version)
    if found != manifest.members or not all(map(_harmless, found)):
        raise _damaged(file)
    return manifest


def _looked_through(file: Path, passphrase: bytes | None) -> tuple[bytes, dict[str, str]]:
    """Return the manifest and name → SHA-256 of every other member."""
    told, found = b"", {}
    for name, content in members(file, passphrase):
        if name == MANIFEST:
            told = content.read(LARGEST_MANIFEST)
        else:
            found[name] = _digest(content)
    return told, found


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := content.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _harmless(name: str) -> bool:
    """Return whether a member names a part of the truth or a file inside the home."""
    return name.startswith((TRUTH, HOME)) and not {"..", "", "."} & set(name.split("/"))


def _damaged(file: Path) -> StoreError:
    return StoreError("The file {name} is no whole copy of a room: it was changed or cut; take another one",
                      name=file.name)
