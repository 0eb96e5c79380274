"""Say what an unknown word of a source means: known cases follow at once, later files are read so."""

from typing import Any

from dashboard.domain.acts import Act
from dashboard.domain.appeals import CLOSED_STATUSES, Value
from dashboard.domain.events import UNDATED, Event, EventKind
from dashboard.domain.moments import moment_at
from dashboard.domain.people import IMPORTERS, Actor
from dashboard.domain.proof import Entry, Fact, Kind
from dashboard.errors import UsageError
from dashboard.store import papers, policy
from dashboard.store.audit import note
from dashboard.store.corrections import carriers
from dashboard.store.papers import Word
from dashboard.store.stage import Stage
from dashboard.store.undo import forget_hashes, tell

KIND = "meanings"


def _apply(stage: Stage, actor: Actor, word: int, member: str) -> tuple[str, dict[str, Any]]:
    with stage.store.reading() as connection:
        waiting = papers.word(connection, int(word))
        carrying = carriers(connection, waiting.source, waiting.field, waiting.value) if waiting else []
    if waiting is None or not member:
        raise UsageError("There is no unknown word with the number {word}", word=word)
    told = tell(stage.store, carrying, _event(stage, waiting, member, actor), stage.teller)
    with stage.store.writing() as (connection, numbers):
        body = [*policy.policy(connection, KIND)["members"],
                {"source": waiting.source, "field": waiting.field, "value": waiting.value, "member": member}]
        edict = policy.Edict(KIND, {"members": body}, "queue", "an unknown word got its meaning", str(actor), True)
        version = policy.decree(connection, edict, stage.now, numbers)
        facts: dict[str, Fact] = {"source": waiting.source, "field": waiting.field, "version": version,
                                  "questions": told}
        note(connection, numbers, Entry(Kind.WORD_MAPPED, str(actor), f"word/{waiting.id}", facts, stage.now))
        papers.give_meaning(connection, waiting.id, member)
        forget_hashes(connection, waiting.source)
    return "«{value}» now means {member}; questions changed: {n}", {"value": waiting.value, "member": member, "n": told}


def _event(stage: Stage, word: Word, member: str, actor: Actor) -> Event:
    """Return what the meaning does; the actor is the policy, so that later files may still change the fact."""
    facts: dict[str, Value] = {word.field: member}
    if word.field == "topic":
        facts["block"] = _parent(stage, member)
    closes = word.field == "status" and member in CLOSED_STATUSES
    kind = EventKind.CLOSED if closes else EventKind.CORRECTED
    return Event(kind, moment_at(stage.now, stage.teller.zone), stage.now, facts, 0, f"policy:{actor}", (UNDATED,))


def _parent(stage: Stage, topic: str) -> str | None:
    with stage.store.reading() as connection:
        members = policy.policy(connection, "topics")["members"]
    return next((m.get("parent") for m in members if m["key"] == topic), None)


MAP_WORD = Act("map_word", "Give an unknown word its meaning", IMPORTERS, ("word", "member"), _apply)
