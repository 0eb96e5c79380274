"""One spelling for what people and programs write differently."""

from __future__ import annotations

import re
from functools import lru_cache

LITERAL = re.compile(r'="([^"]*)"')
"""`="00123"`: how users of spreadsheets keep leading zeros."""
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
CYRILLIC = ("\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423"
            "\u0430\u0435\u043e\u0440\u0441\u0445\u0443")
LATIN = "ABEKMHOPCTXYaeopcxy"
TO_LATIN = str.maketrans(CYRILLIC, LATIN)
TO_CYRILLIC = str.maketrans(LATIN, CYRILLIC)
# For comparison only: small letters whose capitals look alike, yo as ye, one dash, one quotation mark.
SKELETON = str.maketrans("\u0430\u0432\u0435\u0451\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0445\u0443"
                         "\u2010\u2011\u2012\u2013\u2014\u2212\u00ab\u00bb\u201c\u201d\u201e\u2018\u2019'_",
                         "abeekmhopctxy------\"\"\"\"\"\"\"\" ")


def clean(text: str) -> str:
    """Return the text without outer, double, no-break and invisible spaces; `="007"` is `007`."""
    if not text.isascii():
        text = text.translate(INVISIBLE)
    elif text.startswith('="'):
        literal = LITERAL.fullmatch(text)
        text = literal[1] if literal else text
    return " ".join(text.split())


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return what two spellings of a header or a word have in common; for comparison, never for showing.

    Case, kind of space, dash, quotation mark, yo, a final `.`, `:` or `*`, and Latin letters that look Cyrillic
    make no difference (domain.md §3.13).
    """
    return " ".join(clean(text).casefold().translate(SKELETON).split()).rstrip(" .:*")


def code_of(text: str) -> str:
    """Return a number or code in one alphabet: Latin if every letter of it can be, else Cyrillic.

    Two exports of one register mix look-alike letters: both spellings are one code.
    """
    text = clean(text)
    if text.isascii():
        return text
    latin = text.translate(TO_LATIN)
    return latin if latin.isascii() else text.translate(TO_CYRILLIC)
