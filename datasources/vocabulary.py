"""Words of sources and what they mean to the town."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.domain.dimension import Member
from datasources.spelling import fold

Vocabulary = Mapping[str, Mapping[str, Member]]
"""field → folded word (see `spelling.fold`) → member; parents of topics are blocks."""
EMPTY: Vocabulary = {}


def vocabulary(lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> Vocabulary:
    """Return the words of lists of members: key, title, synonyms and codes all mean the member.

    Args:
        lists: field → members `{key, title, parent?, synonyms?, codes?}`, as in `dashboard/policy/*.yaml`;
            of two members that claim one word the first has it, a member's own key and title go before synonyms.
    """
    return {field: _words(list(members)) for field, members in lists.items()}


def _words(members: list[Mapping[str, Any]]) -> dict[str, Member]:
    words: dict[str, Member] = {}
    made = [(Member(str(m["key"]), str(m.get("title", m["key"])), m.get("parent")), m) for m in members]
    for member, _ in made:
        words.setdefault(fold(member.key), member)
        words.setdefault(fold(member.title), member)
    for member, told in made:
        for word in (*told.get("synonyms", ()), *told.get("codes", ())):
            words.setdefault(fold(str(word)), member)
    return words


def root_of(member: Member, words: Mapping[str, Member]) -> str | None:
    """Return the key above the topmost member of the same list: the block of a topic, or None."""
    seen = {member.key}
    while member.parent is not None and fold(member.parent) in words:
        above = words[fold(member.parent)]
        if above.key != member.parent or above.key in seen:
            break
        member = above
        seen.add(member.key)
    return member.parent
