"""What goes wrong becomes a sentence with its cure and an exit code: the edge between Python and a person."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path
from typing import NamedTuple

import structlog
from sqlalchemy.exc import DBAPIError

from dashboard.errors import RoomError, StoreError
from dashboard.words import Words

LOG = "errors.log"
OWNER_ONLY = 0o600
NO_PERMISSION = "there is no permission; give this user the right to it"
FULL = "the disk is full; free room on it"
STRANGE = "the database is not as expected; run situation-room doctor"
FILES = {
    errno.ENOENT: "it is not there; look at its name and folder",
    errno.ENOTDIR: "a part of its path is a file; name another folder",
    errno.EEXIST: "a file stands where a folder is needed; take it away",
    errno.EISDIR: "it is a folder; name a file",
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: "its disk can only be read; choose another place",
    errno.ENAMETOOLONG: "its name is too long; shorten it",
    errno.EIO: "the disk fails; check it",
    errno.EADDRINUSE: "another program listens there; stop it or take another port",
    errno.EADDRNOTAVAIL: "this machine has no such address; take 127.0.0.1",
}
"""What the system says → why, and the cure."""
SQLITE = {
    "SQLITE_BUSY": "another program holds it; wait until that ends",
    "SQLITE_LOCKED": "another program holds it; wait until that ends",
    "SQLITE_READONLY": "it can only be read; give this user the right to write it",
    "SQLITE_PERM": NO_PERMISSION,
    "SQLITE_FULL": FULL,
    "SQLITE_CANTOPEN": "its file cannot be opened; look at the rights to its folder",
    "SQLITE_NOTADB": "its file is no database; put it aside or bring back a copy",
    "SQLITE_CORRUPT": "its file is damaged; bring back a copy",
    "SQLITE_IOERR": "the disk fails; check it",
}
"""SQLite's primary code → why, and the cure."""
POSTGRESQL = {
    "": "no server answers at its address; start PostgreSQL or mend SITUATION_ROOM_STORE",
    "28": "the server refuses the user or the password; mend SITUATION_ROOM_STORE",
    "3D": "the server has no such database; create it with createdb",
    "53": "the server has no room left; free its disk or its connections",
    "57": "the server is stopping; wait until it is there again",
    "25": "it can only be read; take the server that may be written",
    "42": "the user has no right to its tables; give it the database",
}
"""First two signs of a SQLSTATE, none where no server answered → why, and the cure."""

HINTS = {"password": "28", "authentication": "28", "role": "28", "pg_hba": "28", "does not exist": "3D",
         "too many": "53"}
"""What a server that refuses a connection says, as it gives no SQLSTATE then → first two signs of one."""


class Fault(NamedTuple):
    """One sentence for a person, why included, and the exit code."""

    says: str
    code: int


def fault(broken: Exception, words: Words, home: Path) -> Fault:
    """Return what a person is told of an exception; an unforeseen one goes to the log whole."""
    if isinstance(broken, RoomError):
        return Fault(_mended(broken, words), broken.exit_code)
    if isinstance(broken, DBAPIError):
        return Fault(words("The store cannot be used: {why}", why=why(broken, words)), StoreError.exit_code)
    if isinstance(broken, OSError) and broken.filename is not None:
        said = words("{file} cannot be used: {why}", file=_named(broken.filename), why=why(broken, words))
        return Fault(said, RoomError.exit_code)
    kind, file = type(broken).__name__, logged(broken, home)
    said = words("Unforeseen failure {kind}; its details are in {file}: send them to the developer", kind=kind,
                 file=file)
    return Fault(said, RoomError.exit_code)


def why(broken: BaseException, words: Words) -> str:
    """Return the reason of the system or of the database, with its cure, in the person's language."""
    if isinstance(broken, DBAPIError):
        return _of_store(broken.orig, words)
    number = broken.errno if isinstance(broken, OSError) else None
    if number in FILES:
        return words(FILES[number])
    return words("the system says {number}; look into its log", number=number or type(broken).__name__)


def _of_store(told: BaseException | None, words: Words) -> str:
    name = getattr(told, "sqlite_errorname", None)
    if name is not None:
        return words(SQLITE.get("_".join(name.split("_")[:2]), STRANGE))
    state = getattr(told, "sqlstate", None) or next((HINTS[hint] for hint in HINTS if hint in str(told)), "")
    return words(POSTGRESQL.get(state[:2], STRANGE))


def _mended(wrong: RoomError, words: Words) -> str:
    """Return the error with the system's own words, if it carries them, in the person's language."""
    if isinstance(wrong.__cause__, OSError | DBAPIError) and "why" in wrong.values:
        return words(wrong.template).format(**{**wrong.values, "why": why(wrong.__cause__, words)})
    return words.error(wrong)


def _named(file: object) -> str:
    return file.decode(errors="replace") if isinstance(file, bytes) else str(file)


def logged(broken: Exception, home: Path) -> Path:
    """Append the exception to the home's log, or to the system's folder for such things, and return the file."""
    for folder in (home, Path(tempfile.gettempdir())):
        file = folder / LOG
        try:
            file.touch(OWNER_ONLY)
            with file.open("a", encoding="utf-8") as out:
                _log(out).error("unforeseen", exc_info=broken)
        except OSError:
            continue
        return file
    return Path("—")


def _log(out: object) -> structlog.stdlib.BoundLogger:
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    log: structlog.stdlib.BoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(out),  # type: ignore[arg-type]
        processors=[structlog.processors.TimeStamper("iso"), structlog.processors.format_exc_info, render])
    return log
