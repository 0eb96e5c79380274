"""The tables of truth. Keys are given by the store, not by the engine, so that every engine counts alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, UniqueConstraint

from dashboard.domain.fields import columns
from dashboard.store.types import Instant, column_type, words_type

META = MetaData()


def _key(name: str = "id") -> Column[Any]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _text(name: str, *, null: bool = True) -> Column[Any]:
    return Column(name, words_type(), nullable=null)


def _number(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=null)


def _instant(name: str, *, null: bool = True) -> Column[Any]:
    return Column(name, Instant, nullable=null)


def _identity() -> list[Column[Any]]:
    return [_text("source", null=False), _text("external_id", null=False), _text("question", null=False),
            _number("appeal_id")]


def _facts() -> list[Column[Any]]:
    return [Column(name, column_type(kind)) for name, kind in columns()]


QUESTIONS = Table(
    "questions", META, _key(), *_identity(), *_facts(),
    _instant("valid_from", null=False), _instant("known_from", null=False), _text("said_hash"), _number("seq"),
    UniqueConstraint("source", "external_id", "question", name="questions_key"),
)
"""One row per question: the rectangle that holds now as far as we know now."""

HISTORY = Table(
    "questions_history", META, _key(), _number("question_id"), *_identity(), *_facts(),
    _instant("valid_from", null=False), _instant("valid_to"), _instant("known_from", null=False),
    _instant("known_to"), _number("seq"),
)
"""All other rectangles: past validity (valid_to) or past knowledge (known_to)."""

EVENTS = Table(
    "events", META, _key(), _number("question_id"), _text("kind", null=False),
    _number("happened_on"), _number("happened_at", null=True), _instant("told_at", null=False),
    _text("facts", null=False), _number("batch"), _text("actor", null=False), _text("marks", null=False),
    _number("undoes"),
)
"""Append-only; `facts` is canonical JSON."""

BATCHES = Table(
    "batches", META, _key(), _text("source", null=False), _text("profile", null=False), _text("name", null=False),
    _text("sha256", null=False), _instant("observed_at", null=False), _instant("started_at", null=False),
    _instant("finished_at"), _text("actor", null=False), _text("state", null=False), _number("resume_row"),
    _number("read"), _number("added"), _number("changed"), _number("unchanged"), _number("rejected"),
)
REJECTS = Table("rejects", META, _key(), _number("batch"), _number("row"), _text("reason", null=False),
                _text("values", null=False), Column("cells", LargeBinary))
UNKNOWNS = Table("unknowns", META, _key(), _text("source", null=False), _text("profile", null=False),
                 _text("field", null=False), _text("value", null=False), _number("rows"),
                 _instant("first_at", null=False), _instant("last_at", null=False), _text("mapped_to"),
                 UniqueConstraint("source", "field", "value", name="unknowns_key"))
SOURCES = Table("sources", META, _text("key", null=False), _text("profile", null=False), _number("cadence_s"),
                _instant("observed_at"), _instant("last_ok_at"), _instant("failing_since"), _text("error"),
                _text("cursor"), UniqueConstraint("key", name="sources_key"))
FEED = Table("feed", META, _text("name", null=False), _number("value"), UniqueConstraint("name", name="feed_key"))
"""Counters: `seq` of changes and the next id of every table; taken under a row lock, so commits appear in order."""

TOMBSTONES = Table("tombstones", META, _key("seq"), _number("question_id"))
LINKS = Table("links", META, _key(), _number("from_id"), _number("to_id"), _text("kind", null=False),
              _text("actor", null=False), _instant("told_at", null=False))
CORRECTIONS = Table("corrections", META, _key(), _number("question_id"), _text("field", null=False), _text("value"),
                    _text("reason", null=False), _text("actor", null=False), _instant("told_at", null=False))
JOBS = Table("jobs", META, _key(), _text("kind", null=False), _text("title", null=False), _text("actor", null=False),
             _number("done"), _number("total"), _text("state", null=False), _text("result"),
             _instant("started_at", null=False), _instant("updated_at", null=False))
NOTES = Table("notes", META, _key(), _text("subject", null=False), _text("scope", null=False),
              _text("text", null=False), _text("actor", null=False), _instant("told_at", null=False),
              Column("hidden", Boolean, nullable=False))
POLICY = Table("policy", META, _key(), _text("kind", null=False), _text("body", null=False),
               _text("origin", null=False), Column("confirmed", Boolean, nullable=False), _text("reason", null=False),
               _text("actor", null=False), _instant("told_at", null=False), Index("policy_kind", "kind", "id"))
"""Versions of the town's rules and words: the newest row of a kind holds."""

QUARANTINE = Table("quarantine", META, _key(), _text("name", null=False), _text("sha256", null=False),
                   _text("reason", null=False), _text("values", null=False), _text("profile"),
                   _instant("told_at", null=False), _number("size"))
VAULT = Table("vault", META, _number("question_id"), _text("field", null=False),
              Column("year", Integer, nullable=False), Column("sealed", LargeBinary, nullable=False),
              UniqueConstraint("question_id", "field", name="vault_key"))
"""Texts, names, contacts: sealed with the key of their year, which lies outside the store."""

Index("questions_seq", QUESTIONS.c.seq)
Index("questions_due", QUESTIONS.c.due_on, sqlite_where=QUESTIONS.c.closed_on.is_(None),
      postgresql_where=QUESTIONS.c.closed_on.is_(None))
Index("history_question", HISTORY.c.question_id)
Index("history_seq", HISTORY.c.seq)
Index("events_question", EVENTS.c.question_id)
Index("events_batch", EVENTS.c.batch)
Index("rejects_batch", REJECTS.c.batch)
Index("batches_sha", BATCHES.c.sha256)

ACCOUNTS = Table(
    "accounts", META, _text("login", null=False), _text("secret"), Column("must_change", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False), _number("failures"), _instant("failed_at"),
    _instant("made_at", null=False), _text("actor", null=False), UniqueConstraint("login", name="accounts_key"))
"""Who may sign in; what they may do is in the roster. `secret` is an argon2id hash, null where only links open."""

SESSIONS = Table(
    "sessions", META, _key(), _text("login", null=False), _text("token_hash", null=False), _text("former_hash"),
    _text("origin", null=False), _instant("made_at", null=False), _instant("seen_at", null=False),
    _instant("rotated_at", null=False), _instant("ended_at"), _text("address", null=False), _text("proof"),
    UniqueConstraint("token_hash", name="sessions_key"), Index("sessions_login", "login"),
    Index("sessions_former", "former_hash"))
"""Open doors of people; tokens are kept as hashes. `origin`: password, link or provider."""

TICKETS = Table(
    "tickets", META, _text("token_hash", null=False), _text("login", null=False), _instant("until_at", null=False),
    _instant("used_at"), UniqueConstraint("token_hash", name="tickets_key"))
"""One-time sign-in links."""

DEVICES = Table(
    "devices", META, _key(), _text("name", null=False), _text("token_hash", null=False), _text("scenes", null=False),
    _text("profile", null=False), _text("network", null=False), _instant("made_at", null=False),
    _text("actor", null=False), _instant("revoked_at"), _instant("seen_at"), _text("seen_from"),
    UniqueConstraint("token_hash", name="devices_key"))
"""Screens that hold a link of their own."""
AUDIT = Table("audit", META, _key(), _instant("told_at", null=False), _text("actor", null=False),
              _text("kind", null=False), _text("subject", null=False), _text("facts", null=False),
              _text("before", null=False), _text("hash", null=False), Index("audit_kind", "kind", "id"),
              Index("audit_told_at", "told_at"), Index("audit_actor", "actor", "id"))
"""Append-only and chained; `facts` is canonical JSON, `before` and `hash` are SHA-256 in hexadecimal."""

AUDIT_HEAD = Table("audit_head", META, _key(), _number("count"), _text("hash", null=False), _text("seal", null=False))
"""One row: the end of the audit log, sealed with a key that lies outside the store."""
APPLICANTS = Table("applicants", META, _key("question_id"), Column("year", Integer, nullable=False),
                   Column("mark", LargeBinary, nullable=False), Index("applicants_mark", "mark"))
"""Who asked, as a keyed hash that only the year's key can make again; see `applicants.py`."""

DESTRUCTIONS = Table("destructions", META, _key(), _instant("told_at", null=False), _text("actor", null=False),
                     _text("body", null=False))
"""Protocols of destruction, append-only; `body` is JSON: what, how many, of which years and channels, by which rule."""
ALERTS = Table(
    "alerts", META, _key(), *(_text(name, null=False) for name in ("ladder", "block", "topic", "place", "source")),
    _text("stage", null=False), _number("severity"), _instant("fired_at", null=False), _instant("next_at"),
    _instant("resolved_at"), _text("body", null=False), Index("alerts_resolved", "resolved_at"))
"""One row per alert: the fold of its log, in `body`; the other columns are for looking for it."""

ALERT_EVENTS = Table(
    "alert_events", META, _key(), _number("alert"), _text("turn", null=False), _instant("told_at", null=False),
    _text("actor", null=False), _text("facts", null=False), Index("alert_events_alert", "alert", "id"))
"""Append-only: all that happened to alerts."""

CAUSES = Table(
    "causes", META, _key(), _text("title", null=False), *(_text(name, null=False) for name in ("blocks", "topics",
    "places")), _instant("until_at", null=False), _text("actor", null=False), _instant("told_at", null=False),
    _instant("ended_at"))
"""Declared causes: while one is in force, what it covers calls nobody; members stand in lines."""

DELIVERIES = Table(
    "deliveries", META, _key(), _number("alert"), _number("event"), _text("way", null=False),
    _text("person", null=False), _text("address", null=False), _text("state", null=False), _number("attempts"),
    _instant("next_at"), _text("error"), _instant("told_at", null=False), _instant("ended_at"),
    UniqueConstraint("event", "way", "address", name="deliveries_key"), Index("deliveries_state", "state", "next_at"))
"""What leaves the room by `mail` or `hook`: `waiting`, `handing`, `sent`, `failed`, or `uncertain` after a kill."""

RECOMPUTING = Table(
    "recomputing", META, _key(), _number("rules"), _number("calendar"), _number("to_rules"), _number("to_calendar"),
    _number("resume_id"), _number("job"), _number("stale", null=True), _number("sweep", null=True))
"""One row: the versions of policy by which stored terms are counted, and how far the count by newer ones has come.

`stale` is the first change written by outdated rules since; `sweep` the one from which the present pass looks.
"""
