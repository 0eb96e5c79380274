"""Predicates and formulas as people read them: the very tree that is counted, written out."""

from __future__ import annotations

import re

from dashboard.domain.dimension import Dimension
from dashboard.domain.measures import MEASURES
from dashboard.domain.predicates import Again, All, Column, Is, Listed, Now, Op, Predicate
from dashboard.registry import discover
from dashboard.words import Words
from layouts.desk.path import Title

SHARE = re.compile(r"100 × (\w+) / (\w+)")
EXPECTED = re.compile(r"sum\(P\(late\)\) over (\w+)")
COUNT = re.compile(r"count\((\w+)\)")
SPREAD = re.compile(r"(median|p90)\((\w+) − (\w+)\) over (\w+)")
SPREADS = {"median": "median of {duration} over {measure}", "p90": "9 of 10 of {duration} over {measure}"}
MOMENT_ENDS = ("_on", "_at")
SIGNS = {Op.EQ: "=", Op.LT: "<", Op.LE: "≤", Op.GT: ">", Op.GE: "≥"}
NOWS = {"at": "the moment of judgement", "on": "the day of judgement", "days_1": "the day after it",
        "days_7": "the seventh day on", "working_3": "the third working day on",
        "working_1": "the next working day", "in_120": "two hours after the moment of judgement",
        "in_30": "half an hour after the moment of judgement"}
LISTS = {"likely_late": "likely to be late by the forecast"}


class Formula:
    """Writes predicates in one language.

    Args:
        words: of the reader.
        title: (dimension, member) → title.
    """

    def __init__(self, words: Words, title: Title) -> None:
        self._words, self._title = words, title
        self._dimensions = {d.column: key for key, d in discover("dashboard.domain.dimensions", Dimension).items()}

    def of(self, predicate: Predicate, *, inner: bool = False) -> str:
        """Return the predicate as a line; inner trees in brackets."""
        if isinstance(predicate, Is):
            return self._leaf(predicate)
        joint = self._words(" and ") if isinstance(predicate, All) else self._words(" or ")
        if not predicate.parts:
            return self._words("every question") if isinstance(predicate, All) else self._words("no question")
        parts = [self.of(part, inner=len(predicate.parts) > 1) for part in predicate.parts]
        said = joint.join(dict.fromkeys(parts))
        return f"({said})" if inner and len(set(parts)) > 1 else said

    def arithmetic(self, formula: str) -> str:
        """Return a metric's arithmetic in words, with titles in the place of keys."""
        if found := SHARE.fullmatch(formula):
            return f"100 × «{self._named(found[1])}» / «{self._named(found[2])}»"
        if found := COUNT.fullmatch(formula):
            return self._words("count of {measure}", measure=self._named(found[1]))
        if found := SPREAD.fullmatch(formula):
            template = SPREADS[found[1]]
            duration = f"«{self._field(found[2] + '_on')}» − «{self._field(found[3] + '_on')}»"
            return self._words(template, duration=duration, measure=self._named(found[4]))
        if found := EXPECTED.fullmatch(formula):
            return self._words("sum of the probabilities of being late over {measure}", measure=self._named(found[1]))
        return self._words(formula)

    def _named(self, key: str) -> str:
        return self._words(MEASURES[key].title) if key in MEASURES else key

    def _leaf(self, leaf: Is) -> str:
        if isinstance(leaf.operand, Listed):
            return self._words(LISTS[leaf.operand.name])
        field = self._field(leaf.field)
        if leaf.op is Op.NULL:
            return self._words("{field} is not known", field=field)
        if leaf.op is Op.NOT_NULL:
            return self._words("{field} is known", field=field)
        if leaf.op in (Op.IN, Op.NOT_IN):
            members = leaf.operand if isinstance(leaf.operand, tuple) else (leaf.operand,)
            named = ", ".join(self._value(leaf.field, member) for member in members)
            template = "{field} is one of: {members}" if leaf.op is Op.IN else "{field} is none of: {members}"
            return self._words(template, field=field, members=named)
        return f"{field} {SIGNS[leaf.op]} {self._operand(leaf)}"

    def _operand(self, leaf: Is) -> str:
        if isinstance(leaf.operand, Now):
            return self._words(NOWS[leaf.operand.name])
        if isinstance(leaf.operand, Column):
            return self._field(leaf.operand.name)
        if isinstance(leaf.operand, Again):
            return self._words("the day as far ahead as «{field}» lies behind", field=self._field(leaf.operand.name))
        if isinstance(leaf.operand, bool):
            return self._words("yes") if leaf.operand else self._words("no")
        return self._value(leaf.field, leaf.operand)

    def _value(self, field: str, value: object) -> str:
        if field == "place":
            return self._words(f"place {value}")
        return self._title(self._dimensions[field], str(value)) if field in self._dimensions else str(value)

    def _field(self, column: str) -> str:
        for end in MOMENT_ENDS:
            if column.endswith(end):
                said = self._words(f"field {column.removesuffix(end)}")
                return said if end == "_on" else self._words("{field} to the minute", field=said)
        return self._words(f"field {column}")
