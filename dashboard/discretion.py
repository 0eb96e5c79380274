"""The policies `masking`, `repeats` and `retention` as the domain's rules about personal data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

import orjson
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from sqlalchemy import Connection

from dashboard.domain.masking import CHECKS, Masker, NumberRule, TextRule
from dashboard.domain.retention import Keeping, Term
from dashboard.edicts import Sourced, checked
from dashboard.store.policy import SHIPPED, policy
from dashboard.words import Words

MARKS = {"phone": "[phone]", "email": "[e-mail]", "passport": "[passport]", "snils": "[insurance number]",
         "inn": "[tax number]", "card": "[card]", "account": "[account]", "flat": "[flat]", "vehicle": "[vehicle]",
         "name": "[name]", "link": "[link]"}
"""Mark of a rule → what stands in the text."""


class Part(BaseModel):
    """A frozen piece of policy in which a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Masks(Part):
    """What both kinds of rules say: which mark, and whether the case of letters counts."""

    mark: Literal["phone", "email", "passport", "snils", "inn", "card", "account", "flat", "vehicle", "name", "link",
                  "keep"]
    exact: bool = False

    @field_validator("form", "before", "pattern", "not_before", "gate", check_fields=False)
    @classmethod
    def _is_pattern(cls, told: str, info: ValidationInfo) -> str:
        try:
            re.compile(told)
        except re.error as wrong:
            raise ValueError(f"{info.field_name}: {wrong}") from wrong
        return told

    def compiled(self, pattern: str) -> re.Pattern[str]:
        """Return the pattern as it is searched."""
        return re.compile(pattern, 0 if self.exact else re.IGNORECASE)

    def at_end(self, pattern: str) -> re.Pattern[str] | None:
        """Return the pattern of what stands directly before a find."""
        return self.compiled(f"(?:{pattern})$") if pattern else None


class NumberRow(Masks):
    """One rule about numbers."""

    form: str = Field(min_length=1)
    before: str = ""
    cues: tuple[str, ...] = ()
    digits: int = Field(default=1, ge=1, le=20)
    check: Literal["luhn", "snils", "inn"] | None = None
    unless: Literal["units"] | None = None

    def rule(self, units: str) -> NumberRule:
        """Return the rule as the domain knows it."""
        form = self.compiled(f"(?:{self.form}){units if self.unless else ''}")
        return NumberRule(self.mark, form, self.at_end(self.before), CHECKS[self.check] if self.check else None,
                          self.cues, self.digits)


class TextRow(Masks):
    """One rule about words."""

    needs: tuple[str, ...] = Field(min_length=1)
    pattern: str = Field(min_length=1)
    not_before: str = ""
    gate: str = ""

    def rule(self) -> TextRule:
        """Return the rule as the domain knows it."""
        return TextRule(self.mark, self.compiled(self.pattern), self.needs, self.at_end(self.not_before),
                        self.compiled(self.gate) if self.gate else None)


class MaskingPolicy(Sourced):
    """The body of the policy `masking`; `units` are beginnings of words after which a number is an amount."""

    units: tuple[str, ...] = ()
    numbers: tuple[NumberRow, ...]
    texts: tuple[TextRow, ...]

    def masker(self, marks: Mapping[str, str]) -> Masker:
        """Return the rules ready to be applied."""
        units = rf"(?!(?:\s*[-–.,]\s*\d+)?\s*(?:{'|'.join(self.units)}))" if self.units else ""
        return Masker([row.rule(units) for row in self.numbers], [row.rule() for row in self.texts], marks)


class RepeatsPolicy(Sourced):
    """The body of the policy `repeats`: within how many days the same applicant's same topic is a repeat."""

    days: int = Field(gt=0, le=366)


class TermRow(Sourced):
    """One term of keeping; without a channel it holds for all that have none of their own."""

    key: str
    years: int = Field(ge=1)
    channel: str | None = None


class RetentionPolicy(Part):
    """The body of the policy `retention`."""

    terms: tuple[TermRow, ...]
    raw_days: int = Field(ge=0)
    rejected_days: int = Field(ge=1)

    @field_validator("terms")
    @classmethod
    def _one_for_the_rest(cls, terms: tuple[TermRow, ...]) -> tuple[TermRow, ...]:
        channels = [term.channel for term in terms]
        if channels.count(None) != 1 or len(set(channels)) != len(channels):
            raise ValueError("one term without a channel is needed, and one term at most for a channel")
        return terms


def masker_of(body: Mapping[str, Any], words: Words) -> Masker:
    """Return the masker of a policy.

    Raises:
        StoreError: the policy does not describe rules of masking.
    """
    marks = tuple((key, words(MARKS[key])) for key in MARKS)
    return _made(orjson.dumps(body), marks)


@lru_cache(maxsize=4)
def _made(body: bytes, marks: tuple[tuple[str, str], ...]) -> Masker:
    """Compile the patterns once for a body: a test opens many houses."""
    return checked("masking", MaskingPolicy, orjson.loads(body)).masker(dict(marks))


def manners(connection: Connection, words: Words) -> tuple[Masker, int]:
    """Return how private texts are masked, and within how many days an appeal is a repeat, as the policy has it now."""
    days = checked("repeats", RepeatsPolicy, policy(connection, "repeats")).days
    return masker_of(policy(connection, "masking"), words), days


def keeping(connection: Connection) -> Keeping:
    """Return the terms of keeping that hold now."""
    parents = {member["key"]: member.get("parent") for member in policy(connection, "channels")["members"]}
    return keeping_of(policy(connection, "retention"), parents)


def keeping_of(body: Mapping[str, Any], parents: Mapping[str, str | None]) -> Keeping:
    """Return the terms of keeping; `parents`: channel → the channel above it, which lends its term."""
    told = checked("retention", RetentionPolicy, body)
    terms = tuple(Term(row.key, row.years, row.channel, row.source, row.confirmed) for row in told.terms)
    return Keeping(terms, told.raw_days, told.rejected_days, dict(parents))


def shipped(kind: str) -> Any:
    """Return the shipped body of a policy: for tests and tools without a store."""
    return yaml.safe_load((SHIPPED / f"{kind}.yaml").read_text(encoding="utf-8"))

