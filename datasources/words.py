"""What a word in a cell means, remembered: a column of a million cells has few different words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from dashboard.domain.applicants import Mask
from dashboard.domain.dimension import Member
from datasources.profile import CODED, Column, Profile, Words
from datasources.spelling import clean, fold
from datasources.vocabulary import Vocabulary

Unknowns = Counter[tuple[str, str]]
"""(field, word) → in how many rows."""


class Meaning(NamedTuple):
    """What a cell says: a member's key (a status may be `closed/explained`), None for nothing.

    `known` is false where no vocabulary has the word; then `value` is the word itself.
    """

    value: str | None
    known: bool


NOTHING = Meaning(None, known=True)


class Meanings(dict[str, Meaning]):
    """Raw cell → meaning, for one column; a cell is looked up once.

    A word becomes a fact that every screen may show: personal data in it is masked before it is anything.
    """

    def __init__(self, field: str, column: Column, profile: Profile, words: Vocabulary, mask: Mask) -> None:  # noqa: PLR0913, PLR0917
        super().__init__()
        self.mask = mask
        told = profile.words.get(field, Words())
        self.nulls = {fold(word) for word in (*profile.nulls, *column.nulls)} | {""}
        self.map = {fold(w): key for w, key in {**told.map, **column.words}.items()}
        self.open = told.mode == "open" and field not in CODED
        # A source whose words stand for themselves is not read through the town's vocabulary.
        self.members: Mapping[str, Member] = {} if self.open else words.get(field, {})
        self.outcomes = words.get("outcome", {}) if field == "status" else {}

    def __missing__(self, raw: str) -> Meaning:
        meaning = self[raw] = self._look_up(self.mask(clean(raw)))
        return meaning

    def _look_up(self, text: str) -> Meaning:
        word = fold(text)
        if word in self.nulls:
            return NOTHING
        if word in self.map:
            return Meaning(self.map[word], known=True)
        member = self.members.get(word)
        if member is None:
            return Meaning(text, self.open)
        outcome = self.outcomes.get(word)
        return Meaning(f"{member.key}/{outcome.key}" if outcome else member.key, known=True)


class WordReader:
    """The field that a chain of word columns tells: the first known word, else the first filled one."""

    def __init__(self, field: str, chain: list[tuple[int, Meanings]], unknown: Unknowns) -> None:
        self.field, self.chain, self.unknown = field, chain, unknown
        self.coded, self.single = field in CODED, len(chain) == 1

    def __call__(self, row: list[str]) -> str | None:
        """Return the member, the source's own word until people say what it means, or None."""
        place, meanings = self.chain[0]
        value, known = meanings[row[place]]
        if known and (value is not None or self.single):
            return value
        return self._from_all(row)

    def _from_all(self, row: list[str]) -> str | None:
        strange: str | None = None
        for place, meanings in self.chain:
            value, known = meanings[row[place]]
            if value is None:
                continue
            if known:
                if strange is not None and self.coded:
                    self.unknown[self.field, strange] += 1
                return value
            strange = strange or value
        if strange is None:
            return None
        self.unknown[self.field, strange] += 1
        return strange
