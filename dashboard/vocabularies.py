"""The town's words from policy: what a source's word means, and how a member is called on a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dashboard.domain.dimension import Member
from dashboard.domain.dimensions.block import BLOCK
from dashboard.domain.dimensions.channel import CHANNEL
from dashboard.domain.dimensions.department import DEPARTMENT
from dashboard.domain.dimensions.municipality import MUNICIPALITY
from dashboard.domain.dimensions.outcome import OUTCOME
from dashboard.domain.dimensions.source import SOURCE
from dashboard.domain.dimensions.status import STATUS
from dashboard.domain.dimensions.topic import TOPIC
from dashboard.store.policy import policy

SPOKEN = (BLOCK, CHANNEL, DEPARTMENT, MUNICIPALITY, OUTCOME, SOURCE, STATUS, TOPIC)
MEANINGS = "meanings"
IO, IE = "\N{CYRILLIC SMALL LETTER IO}", "\N{CYRILLIC SMALL LETTER IE}"


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Words of all dimensions that have a vocabulary.

    Attributes:
        members: dimension key → member key → Member.
        words: dimension key → folded word → member key (titles, keys, synonyms and codes).
        meanings: (source, dimension key) → folded word → member key, as people said of unknown words.
    """

    members: Mapping[str, Mapping[str, Member]]
    words: Mapping[str, Mapping[str, str]]
    meanings: Mapping[tuple[str, str], Mapping[str, str]]

    def title(self, dimension: str, key: str) -> str:
        """Return how a member is called; a member without an entry is called by its key."""
        member = self.members.get(dimension, {}).get(key)
        return key if member is None else member.title


def fold_word(word: str) -> str:
    """Return a word as it is compared: case, «ё» and spaces do not matter."""
    return " ".join(word.casefold().replace(IO, IE).split())


def load_vocabularies(connection: Connection) -> Vocabularies:
    """Return the vocabularies that hold now."""
    members: dict[str, dict[str, Member]] = {}
    words: dict[str, dict[str, str]] = {}
    for dimension in SPOKEN:
        entries = policy(connection, str(dimension.vocabulary))["members"]
        members[dimension.key] = {e["key"]: Member(e["key"], e["title"], e.get("parent")) for e in entries}
        words[dimension.key] = _words(entries)
    return Vocabularies(members, words, _meanings(policy(connection, MEANINGS)["members"]))


def _words(entries: list[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        said = [entry["key"], entry["title"], *entry.get("synonyms", ()), *entry.get("codes", ())]
        for word in said:
            found.setdefault(fold_word(str(word)), entry["key"])
    return found


def _meanings(entries: list[dict[str, str]]) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for entry in entries:
        found.setdefault((entry["source"], entry["field"]), {})[fold_word(entry["value"])] = entry["member"]
    return found
