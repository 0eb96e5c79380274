"""How instants and texts lie in every engine: alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Float, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from dashboard.domain.fields import Kind
from dashboard.domain.moments import instant_of, micros


class Instant(TypeDecorator[datetime]):
    """Aware datetimes in Python, BIGINT microseconds since 1970 behind: zoned SQL timestamps differ by engine."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Return the stored number of an aware datetime."""
        return None if value is None else micros(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the aware datetime of a stored number."""
        return None if value is None else instant_of(int(value))


def words_type() -> TypeEngine[str]:
    """Return the text type that sorts by code point on every engine."""
    return Text().with_variant(Text(collation="C"), "postgresql")


def column_type(kind: Kind) -> TypeEngine[Any]:
    """Return the SQL type of a stored column of this kind."""
    match kind:
        case Kind.NUMBER | Kind.MOMENT:
            return BigInteger()
        case Kind.REAL:
            return Float(53)
        case Kind.FLAG:
            return Boolean()
        case Kind.TEXT:
            return words_type()
