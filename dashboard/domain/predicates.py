"""A small tree of (field, operator, operand): one question about a row, asked alike in SQL and in Python.

A row is flat: text, numbers, and for a moment `x_on` (day number) and `x_at` (microseconds). A leaf whose
field or operand is unknown answers no; there is no negation, so the whole tree answers yes or no.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any as Anything

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]


class Op(StrEnum):
    """Operators of a leaf."""

    EQ = "eq"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    NOT_IN = "not_in"
    NULL = "null"
    NOT_NULL = "not_null"


@dataclass(frozen=True, slots=True)
class Column:
    """Operand: another column of the same row."""

    name: str


@dataclass(frozen=True, slots=True)
class Now:
    """Operand: a number of the moment of judgement.

    `at` (µs), `in_30` (µs, so many minutes later); days: `on`, `days_7` (so many days on), `working_3`
    (so many working days on).
    """

    name: str


@dataclass(frozen=True, slots=True)
class Again:
    """Operand: the day that lies as far ahead of the day of judgement as the day column of the row lies behind."""

    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Operand of IN and NOT_IN: a set that is named when the question is asked, such as `likely_late`.

    Numbers of rows, unless `keys` says that they are keys of members.
    """

    name: str
    keys: bool = False


Operand = Cell | tuple[Cell, ...] | Column | Now | Again | Listed
Moment = Mapping[str, int | frozenset[int]]
"""Numbers and sets of the moment of judgement, by their names."""


@dataclass(frozen=True, slots=True)
class Is:
    """A leaf: the field's column stands in the relation to the operand."""

    field: str
    op: Op
    operand: Operand = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; no parts hold always."""

    parts: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; no parts never hold."""

    parts: tuple[Predicate, ...] = ()


Predicate = Is | All | Any
COMPARE: dict[Op, Callable[[Anything, Anything], bool]] = {
    Op.EQ: operator.eq, Op.LT: operator.lt, Op.LE: operator.le, Op.GT: operator.gt, Op.GE: operator.ge,
}


def holds(predicate: Predicate, row: Row, now: Moment) -> bool:
    """Return whether the row answers yes: the plain-Python interpreter."""
    if isinstance(predicate, All):
        return all(holds(part, row, now) for part in predicate.parts)
    if isinstance(predicate, Any):
        return any(holds(part, row, now) for part in predicate.parts)
    return _leaf(predicate, row, now)


def _leaf(leaf: Is, row: Row, now: Moment) -> bool:
    value = row.get(leaf.field)
    if leaf.op is Op.NULL:
        return value is None
    if value is None:
        return False
    if leaf.op is Op.NOT_NULL:
        return True
    operand = resolve(leaf.operand, row, now)
    if isinstance(operand, tuple | frozenset):
        return (value in operand) == (leaf.op is Op.IN)
    return operand is not None and COMPARE[leaf.op](value, operand)


def resolve(operand: Operand, row: Row, now: Moment) -> Cell | tuple[Cell, ...] | frozenset[int]:
    """Return the operand's value for this row and moment of judgement."""
    if isinstance(operand, Column):
        return row.get(operand.name)
    if isinstance(operand, Again):
        behind, on = row.get(operand.name), now.get("on")
        return 2 * on - behind if isinstance(behind, int) and isinstance(on, int) else None
    return now.get(operand.name) if isinstance(operand, Now | Listed) else operand


def later(first: str, second: str) -> Predicate:
    """Return «moment `first` is after moment `second`»: by instants when both are known, else by days."""
    by_instant = All((Is(f"{first}_at", Op.GT, Column(f"{second}_at")),))
    unknown = Any((Is(f"{first}_at", Op.NULL), Is(f"{second}_at", Op.NULL)))
    return Any((by_instant, All((unknown, Is(f"{first}_on", Op.GT, Column(f"{second}_on"))))))


def not_later(first: str, second: str) -> Predicate:
    """Return the complement of `later` where both moments are known."""
    by_instant = All((Is(f"{first}_at", Op.LE, Column(f"{second}_at")),))
    unknown = Any((Is(f"{first}_at", Op.NULL), Is(f"{second}_at", Op.NULL)))
    return Any((by_instant, All((unknown, Is(f"{first}_on", Op.LE, Column(f"{second}_on"))))))


def passed(field: str) -> Predicate:
    """Return «the moment lies before the moment of judgement»; a whole day passes when it ends."""
    by_instant = Is(f"{field}_at", Op.LT, Now("at"))
    return Any((by_instant, All((Is(f"{field}_at", Op.NULL), Is(f"{field}_on", Op.LT, Now("on"))))))


def not_passed(field: str) -> Predicate:
    """Return the complement of `passed` where the moment is known."""
    by_instant = Is(f"{field}_at", Op.GE, Now("at"))
    return Any((by_instant, All((Is(f"{field}_at", Op.NULL), Is(f"{field}_on", Op.GE, Now("on"))))))
