"""What may be told of few cases: places with at least three, shares of at least five, nothing by subtraction."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from dashboard.domain.figures import Figure, Trust
from dashboard.domain.scope import UNKNOWN

PLACES = frozenset({"street", "district"})
"""Dimensions whose members are places; the house is none of them, because the read model has no houses."""
K_PLACE, K_RATE = 3, 5
LONGEST_NAME, SPOKEN_WORDS = 120, 4
"""Letters of the longest name of a category met in real exports, rounded up; words of the shortest sentence."""
# Cyrillic by code point: a surname with initials, initials with a surname, or three names of which the last is a
# patronymic (-vich, -vna, -chna, -l'ich and the like).
_NAME = r"[\u0410-\u042f\u0401][\u0430-\u044f\u0451]+(?:-[\u0410-\u042f\u0401][\u0430-\u044f\u0451]+)?"
_INITIALS = r"[\u0410-\u042f\u0401]\.\s*(?:[\u0410-\u042f\u0401]\.)?"
_PATRONYMIC = (r"[\u0410-\u042f\u0401][\u0430-\u044f\u0451]*"
               r"(?:\u0432\u0438\u0447|\u0432\u043d\u0430|\u0447\u043d\u0430|\u044c\u0438\u0447)")
PRIVATE = re.compile(r"\S@\S|\d(?:[\s()+-]{0,2}\d){6,}|\[[^\W\d][^\[\]]*\]|"
                     r"\b(?:\u043a\u0432(?:\u0430\u0440\u0442\u0438\u0440\u0430)?|apt|flat)\b\.?\s*\d", re.IGNORECASE)
"""An address of mail, seven digits of a phone, a mark that stands in their place since the import, a flat."""
PERSON = re.compile(rf"{_NAME}\s+{_INITIALS}|{_INITIALS}\s*{_NAME}|{_NAME}\s+{_NAME}\s+{_PATRONYMIC}")


def hidden(counts: Mapping[str, int], k: int = K_PLACE) -> frozenset[str]:
    """Return the members that may not be named: those with fewer than `k` cases, and what would give them away.

    The total stays known, and the unknown member with it; so at least two members are hidden together, they have `k`
    cases together, and more cases than members: else a subtraction would tell the count of each.
    """
    rising = sorted((n, member) for member, n in counts.items() if member != UNKNOWN and n > 0)
    few = sum(1 for n, _ in rising if n < k)
    while 0 < few < len(rising) and _tells(sum(n for n, _ in rising[:few]), few, k):
        few += 1
    return frozenset(member for _, member in rising[:few])


def _tells(cases: int, members: int, k: int) -> bool:
    return members == 1 or cases < k or cases == members


def hidden_in_any(counted: Iterable[Mapping[str, int]], k: int = K_PLACE) -> frozenset[str]:
    """Return the members that may not be named beside each other in several counts, such as both of a share."""
    return frozenset().union(*(hidden(counts, k) for counts in counted))


def enough(n: int, k: int = K_RATE) -> bool:
    """Return whether so many cases may be looked at by somebody from outside, or give a rate."""
    return n >= k


def rated(figure: Figure) -> Figure:
    """Return a share or a duration without its value where fewer than five cases carry it; counts as they are."""
    if figure.unit == "questions" or figure.value is None or enough(figure.n if figure.of is None else figure.of):
        return figure
    return replace(figure, value=None, low=None, high=None, before=None, n=0, of=None, state=Trust.TOO_FEW)


@lru_cache(maxsize=20_000)
def is_private(dimension: str, member: str) -> bool:
    """Return whether a member is written like a person, a phone, an address of mail or a flat.

    Sources whose words stand for themselves bring such: an executor's name in the column of the department. Owners
    are told as positions and bodies; streets may bear a person's name.
    """
    own = dimension not in PLACES and (PERSON.fullmatch(member.strip()) is not None or is_speech(member.strip()))
    return own or PRIVATE.search(member) is not None


def told_position(position: str) -> str:
    """Return a position of the roster, or "" where somebody has written a person or their contacts into it."""
    return "" if PERSON.search(position) or PRIVATE.search(position) else position.strip()


def is_speech(words: str) -> bool:
    """Return whether words are somebody's sentence rather than the name of a category.

    A name is short, begins with a capital where it is long, and has no full stop at its end.
    """
    return (len(words) > LONGEST_NAME or len(words.split()) >= SPOKEN_WORDS
            and (words[:1].islower() or words[-1:] in ".!?\N{HORIZONTAL ELLIPSIS}"))


def harmless(dimension: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts with private members taken for the unknown one."""
    if not any(is_private(dimension, member) for member in counts):
        return dict(counts)
    found: dict[str, int] = {}
    for member, n in counts.items():
        key = UNKNOWN if is_private(dimension, member) else member
        found[key] = found.get(key, 0) + n
    return dict(sorted(found.items()))


def main_street(streets: Collection[str], k: int = K_PLACE) -> str:
    """Return the street on which most of these cases lie, or "" where fewer than `k` lie on any."""
    counts = {street: 0 for street in sorted(streets) if street}
    for street in streets:
        if street:
            counts[street] += 1
    best = max(counts, key=lambda street: counts[street], default="")
    return best if counts.get(best, 0) >= k else ""
