"""Personal data in free text: found by rule and covered with a mark, before anything is stored.

The rules are policy (`dashboard/policy/masking.yaml`); here is how they are applied. Two kinds, because a text of two
hundred characters must cost some microseconds: rules about numbers are tried only where a number stands, rules about
words only in texts that contain one of the words they need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

NUMBER = re.compile(r"[0-9]+")
CLUSTER = re.compile(r"[0-9]+(?:[^\w,;:!?]{1,3}[0-9]+|_+[0-9]+)*")
"""A number with all that may be parts of it."""
KEEP = "keep"
"""The mark of a rule whose number stays: a date, the number of an appeal."""
WINDOW = 64
"""How many characters before a number its rule may look at."""
ROUNDS = 4
PREFIX = 12
"""How many characters of its word may stand before a cue."""
HIDE = "hide"
MOST_DIGITS = 20
TWELVE = 12


class Span(NamedTuple):
    """A part of a text and the mark that covers it; empty where the part stays. `end` is where the search goes on."""

    start: int
    stop: int
    mark: str
    end: int


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A rule about a number: its form, what must stand before it, and a check-sum that it must pass.

    What is found quickly goes first: `digits` is how many the number must have at least, with the spaces, brackets and
    dashes inside it; one of `cues` must occur before it, in small letters.
    """

    mark: str
    form: re.Pattern[str]
    before: re.Pattern[str] | None = None
    check: Callable[[str], bool] | None = None
    cues: tuple[str, ...] = ()
    digits: int = 1

    def find(self, text: str, at: int, before: str) -> tuple[int, int, int] | None:
        """Return (start, stop, end) of what is hidden of the number that begins at `at`, or None.

        `before` is what stands before it, in small letters.
        """
        cued = [place for cue in self.cues if (place := before.find(cue)) >= 0]
        if self.cues and not cued:
            return None
        found = self.form.match(text, at)
        if found is None or (self.check is not None and not self.check("".join(NUMBER.findall(found[0])))):
            return None
        start, stop = found.span(HIDE if HIDE in self.form.groupindex else 0)
        if self.before is None:
            return start, stop, found.end()
        since = max(0, at - len(before), at - len(before) + min(cued, default=0) - PREFIX)
        cue = self.before.search(text, since, at)
        if cue is None:
            return None
        return cue.start(HIDE) if HIDE in self.before.groupindex else start, stop, found.end()


@dataclass(frozen=True, slots=True)
class TextRule:
    """A rule about words: its pattern, of which words one must occur (small letters), and what must not precede.

    `gate` is a quicker pattern without which the rule finds nothing.
    """

    mark: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    not_before: re.Pattern[str] | None = None
    gate: re.Pattern[str] | None = None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans that the rule hides."""
        if self.gate is not None and not self.gate.search(text):
            return
        group = HIDE if HIDE in self.pattern.groupindex else 0
        for found in self.pattern.finditer(text):
            start, stop = found.span(group)
            if self.not_before is None or not self.not_before.search(text[max(0, start - WINDOW):start]):
                yield start, stop


class Masker:
    """Covers personal data in a text; what is covered once stays as it is.

    Args:
        numbers: rules about numbers; the first that fits speaks.
        texts: rules about words, in order.
        marks: key of a mark → what stands in the text, such as `[phone]`; it holds no digit.
    """

    def __init__(self, numbers: Sequence[NumberRule], texts: Sequence[TextRule], marks: Mapping[str, str]) -> None:
        self._texts, self._marks = tuple(texts), marks
        self._by_digits = [[rule for rule in numbers if rule.digits <= n] for n in range(MOST_DIGITS + 1)]
        words = sorted({word for rule in texts for word in rule.needs})
        self._by_word = [(word, [n for n, rule in enumerate(texts) if word in rule.needs]) for word in words]

    def __call__(self, text: str) -> str:
        """Return the text with marks where personal data stood; masking it again changes nothing."""
        for _ in range(ROUNDS):
            masked = self._once(text)
            if masked == text:
                break
            text = masked
        return text

    def _once(self, text: str) -> str:
        if NUMBER.search(text):
            text = self._cover(text, self._spans(text))
        low = text.lower()
        for place in sorted({place for word, places in self._by_word if word in low for place in places}):
            rule = self._texts[place]
            text = self._cover(text, [Span(*span, rule.mark, 0) for span in rule.find(text)])
        return text

    def _spans(self, text: str) -> list[Span]:
        spans, done = [], 0
        for number in NUMBER.finditer(text):
            if number.start() >= done and (span := self._span(text, number.start(), done)) is not None:
                done = span.end
                if span.mark != KEEP:
                    spans.append(span)
        return spans

    def _span(self, text: str, at: int, done: int) -> Span | None:
        before, length = text[max(0, at - WINDOW):at].lower(), _digits(text, at)
        for rule in self._by_digits[min(length, MOST_DIGITS)]:
            if (found := rule.find(text, at, before)) is not None:
                start, stop, end = found
                return Span(max(_opened(text, start, stop), done), stop, rule.mark, end)
        return None

    def _cover(self, text: str, spans: Sequence[Span]) -> str:
        if not spans:
            return text
        parts, done = [], 0
        for span in spans:
            parts += [text[done:span.start], self._marks[span.mark]]
            done = span.stop
        return "".join([*parts, text[done:]])


def _digits(text: str, at: int) -> int:
    """Return how many digits the number that begins here may have."""
    cluster = CLUSTER.match(text, at)
    return sum(map(len, NUMBER.findall(cluster[0]))) if cluster else 0


def _opened(text: str, start: int, stop: int) -> int:
    """Return the start with the plus and the bracket that belong to the number."""
    if text[start - 1:start] == "(" and text.count(")", start, stop) > text.count("(", start, stop):
        start -= 1
    return start - 1 if text[start - 1:start] == "+" else start


def luhn(digits: str) -> bool:
    """Return whether the check digit of a bank card is right."""
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0  # noqa: PLR2004


def snils(digits: str) -> bool:
    """Return whether the check number of an insurance number (СНИЛС, 11 digits) is right."""
    total = sum(int(d) * weight for d, weight in zip(digits[:9], range(9, 0, -1), strict=True))
    return len(set(digits)) > 1 and total % 101 % 100 == int(digits[9:])


def inn(digits: str) -> bool:
    """Return whether both check digits of a person's tax number (ИНН, 12 digits) are right."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    sums = (sum(int(d) * w for d, w in zip(digits, part, strict=False)) for part in (weights[1:], weights))
    return len(digits) == TWELVE and [str(s % 11 % 10) for s in sums] == list(digits[10:])


CHECKS: Mapping[str, Callable[[str], bool]] = {"luhn": luhn, "snils": snils, "inn": inn}
