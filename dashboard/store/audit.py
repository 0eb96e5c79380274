"""The audit log: what was done is noted in the transaction of the deed and chained to what was noted before.

What it proves: any change, removal, insertion or move of an entry by whoever has the database alone, the end included:
a head row (how many entries, the newest hash) is written in the same transaction and sealed by HMAC-SHA256 with
`audit.key`, which lies in the home's secrets and not in the database. A head whose seal did not fit is never sealed
anew, so an attack does not heal by going on.

What it cannot prove: whoever owns both the database and the key can write everything anew; and the database with its
head of an earlier day, put back whole, looks like that day. Against both, `situation-room audit head` prints the
newest hash, to be written on paper or kept elsewhere; `audit verify --head HASH` looks whether it is still there.

A rollback takes the entry back together with its deed; a kill leaves both or none.
"""

from __future__ import annotations

import hmac
from typing import NamedTuple

from sqlalchemy import Connection, select

from dashboard.domain.proof import GENESIS, Entry, Head, chained, content_of
from dashboard.store.tables import AUDIT, AUDIT_HEAD, QUESTIONS
from dashboard.store.vault import Vault
from dashboard.store.writing import Numbers, write

COLUMNS = ("id", "told_at", "actor", "kind", "subject", "facts", "before", "hash")
THE_HEAD = 1
KEY = "audit"
UNSEALED = ""


class Sealed(NamedTuple):
    """The end of the chain as it lies in the store, and whether the seal on it is ours."""

    head: Head
    seal: str
    fits: bool


def note(connection: Connection, numbers: Numbers, entry: Entry) -> None:
    """Append an entry within the caller's write transaction.

    The row lock that `numbers` holds puts all writers in a line, in every process, so there is one chain.
    """
    number, end = numbers.next("audit"), sealed_head(connection)
    before = end.head.hash if end else GENESIS
    content = content_of(entry)
    newest = Head(number, chained(before, content))
    goes_on = end.fits and end.head.entries == number - 1 if end else number == 1
    seal = seal_of(connection, newest) if goes_on else end.seal if end else UNSEALED
    write(connection, AUDIT, COLUMNS, [(number, int(content.told_at), *content[1:], before, newest.hash)])
    write(connection, AUDIT_HEAD, ("id", "count", "hash", "seal"), [(THE_HEAD, *newest, seal)], replace=("id",))


def sealed_head(connection: Connection) -> Sealed | None:
    """Return the end of the chain, or None where nothing was ever noted."""
    h = AUDIT_HEAD.c
    row = connection.execute(select(h["count"], h.hash, h.seal).where(h.id == THE_HEAD)).first()
    if row is None:
        return None
    head = Head(int(row[0]), row[1])
    return Sealed(head, row[2], hmac.compare_digest(seal_of(connection, head).encode(), row[2].encode()))


def seal_of(connection: Connection, head: Head) -> str:
    """Return the seal of this home on an end of the chain; the store's engine carries the vault (see `Store`)."""
    vault: Vault = connection.get_execution_options()["vault"]
    return hmac.new(vault.key(KEY), f"{head.entries}:{head.hash}".encode(), "sha256").hexdigest()


def subject_of(connection: Connection, question: int) -> str:
    """Return the key of a stored question as the log names it: `source/number/question`."""
    q = QUESTIONS.c
    row = connection.execute(select(q.source, q.external_id, q.question).where(q.id == question)).first()
    return f"question/{question}" if row is None else "/".join(row)
