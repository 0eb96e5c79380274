"""The SQL interpreter of predicates; `domain.predicates.holds` is the other, and they may not differ."""

from __future__ import annotations

from typing import Any, assert_never

from sqlalchemy import BigInteger, BindParameter, String, and_, bindparam, false, func, or_, true
from sqlalchemy.sql.expression import ColumnElement, FromClause

from dashboard.domain.predicates import COMPARE, Again, All, Column, Is, Listed, Now, Op, Operand, Predicate
from dashboard.domain.predicates import Any as AnyOf


def answers(predicate: Predicate, rows: FromClause) -> ColumnElement[bool]:
    """Return the predicate as SQL over the columns of `rows`: true or false for every row, never null.

    The numbers of the moment of judgement are bound parameters `now_at`, `now_on`, `now_working_3`, its sets are lists
    `set_likely_late`, written into the statement when it is run: engines bind only so many parameters.
    """
    return func.coalesce(expression(predicate, rows), false())


def expression(predicate: Predicate, rows: FromClause) -> ColumnElement[bool]:
    """Return the predicate as SQL that is true exactly where it holds, and false or null elsewhere."""
    match predicate:
        case All(parts):
            return and_(true(), *(expression(part, rows) for part in parts))
        case AnyOf(parts):
            return or_(false(), *(expression(part, rows) for part in parts))
        case Is(field, op, operand):
            return _leaf(rows.c[field], op, operand, rows)
        case _:
            assert_never(predicate)


def _leaf(cell: ColumnElement[Any], op: Op, operand: Operand, rows: FromClause) -> ColumnElement[bool]:
    if op is Op.NULL:
        return cell.is_(None)
    if op is Op.NOT_NULL:
        return cell.is_not(None)
    if isinstance(operand, tuple):
        return _listed(cell, op, operand)
    if isinstance(operand, Listed):
        found = _set(operand)
        return cell.in_(found) if op is Op.IN else and_(cell.is_not(None), cell.not_in(found))
    if operand is None:
        return false()
    return COMPARE[op](cell, _operand(operand, rows))  # type: ignore[return-value]


def _listed(cell: ColumnElement[Any], op: Op, operand: tuple[Any, ...]) -> ColumnElement[bool]:
    """Return membership in a list; a null in the list is nobody's equal, an empty list holds nothing."""
    words = [_plain(word) for word in operand if word is not None]
    if op is Op.IN:
        return cell.in_(words) if words else false()
    return cell.not_in(words) if words else cell.is_not(None)


def _operand(operand: Any, rows: FromClause) -> Any:
    match operand:
        case Column(name):
            return rows.c[name]
        case Now(name):
            return _now(name)
        case Again(name):
            return _now("on") + _now("on") - rows.c[name]
        case _:
            return _plain(operand)


def _set(operand: Listed) -> BindParameter[Any]:
    if operand.keys:
        return bindparam(operand.name, expanding=True, type_=String())
    return bindparam(f"set_{operand.name}", expanding=True, literal_execute=True, type_=BigInteger())


def _now(name: str) -> BindParameter[int]:
    return bindparam(f"now_{name}", type_=BigInteger())


def _plain(value: Any) -> Any:
    """Return a word of an enumeration as the plain text that it is: not every driver knows enumerations."""
    return str(value) if isinstance(value, str) else value
