"""The town's words from policy: what a source's word means, and how a member is called on a screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dashboard.domain.dimension import Dimension, Member, Tree
from dashboard.domain.rules import group_of
from dashboard.store.policy import policy

MEANINGS = "meanings"
RULES = ("rule", "response_rule")
"""The dimensions whose vocabulary goes on with the rows of the policy `rules`."""
SHORT = re.compile(r"[^:;(]{1,60}")
"""The beginning of a source: the act, without what is told of it."""
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Words of all dimensions that have a vocabulary.

    Attributes:
        members: dimension key → member key → Member.
        lists: dimension key → entries as policy writes them: key, title, parent, synonyms, codes.
        meanings: source → dimension key → word of the source → member key, as people said of unknown words.
    """

    members: Mapping[str, Mapping[str, Member]]
    lists: Mapping[str, Sequence[Entry]]
    meanings: Mapping[str, Mapping[str, Mapping[str, str]]]

    def title(self, dimension: str, key: str) -> str:
        """Return how a member is called; a member without an entry is called by its key."""
        member = self.members.get(dimension, {}).get(key)
        return key if member is None else member.title


def load_vocabularies(connection: Connection, dimensions: Mapping[str, Dimension]) -> Vocabularies:
    """Return the vocabularies that hold now."""
    lists = {d.key: policy(connection, d.vocabulary)["members"] for d in dimensions.values() if d.vocabulary}
    rows = [*map(_rule_entry, policy(connection, "rules")["rules"])]
    lists |= {key: [*lists[key], *rows] for key in RULES if key in lists}
    members = {key: {e["key"]: Member(e["key"], e["title"], e.get("parent")) for e in entries}
               for key, entries in lists.items()}
    meanings: dict[str, dict[str, dict[str, str]]] = {}
    for entry in policy(connection, MEANINGS)["members"]:
        meanings.setdefault(entry["source"], {}).setdefault(entry["field"], {})[entry["value"]] = entry["member"]
    return Vocabularies(members, lists, meanings)


class Trees(Mapping[str, Tree]):
    """Members with their parents, of dimensions that are trees within themselves, as policy has them when asked.

    Args:
        words: what gives the words that hold now.
    """

    def __init__(self, words: Callable[[], Vocabularies]) -> None:
        self._words = words

    def __getitem__(self, dimension: str) -> Tree:
        if dimension not in RULES:
            raise KeyError(dimension)
        return self._words().members[dimension]

    def __iter__(self) -> Iterator[str]:
        return iter(RULES)

    def __len__(self) -> int:
        return len(RULES)


def _rule_entry(row: Entry) -> Entry:
    act = SHORT.match(row["source"])
    return {"key": row["key"], "title": act[0].strip(" ,") if act else row["key"], "parent": group_of(row["unit"])}
