"""Column types that read the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, DateTime, Numeric, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine


@lru_cache(maxsize=4096)
def iso_text(moment: datetime) -> str:
    """Return UTC ISO text of fixed width, so that text order is time order."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def from_iso_text(text: str) -> datetime:
    """Return the aware UTC time of `iso_text`."""
    return datetime.fromisoformat(text)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time: ``timestamptz`` on PostgreSQL, ISO text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return text for SQLite, which has no type for times."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return what the driver takes."""
        if value is None or dialect.name != "sqlite":
            return value
        return iso_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return an aware UTC time."""
        if value is None:
            return None
        return from_iso_text(value) if dialect.name == "sqlite" else value.astimezone(UTC)


_PLACES = Decimal("0.0001")
_CENTS = Decimal("0.01")


def money(value: Decimal) -> Decimal:
    """Return an amount with the four decimal places that the store keeps."""
    return value.quantize(_PLACES)


def ten_thousandths(value: Decimal) -> int:
    """Return an amount as the whole number that SQLite keeps: exact, and in the order of the amounts."""
    return int(value.quantize(_PLACES).scaleb(4))


def from_ten_thousandths(value: int) -> Decimal:
    """Return the amount of `ten_thousandths`."""
    return Decimal(value).scaleb(-4)


def _shown(value: Decimal) -> Decimal:
    """Return an amount with two decimal places, or with as many more as it needs."""
    cents = value.quantize(_CENTS)
    return cents if cents == value else value.normalize()


class Money(TypeDecorator[Decimal]):
    """An amount: ``NUMERIC(18,4)`` on PostgreSQL, ten-thousandths in a whole number on SQLite.

    SQLite has binary fractions only: an amount of its own NUMERIC would be off by a little.
    """

    impl = Numeric(18, 4)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return a whole number for SQLite."""
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else Numeric(18, 4))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Return what the driver takes."""
        if value is None or dialect.name != "sqlite":
            return value
        return ten_thousandths(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Return the amount."""
        if value is None:
            return None
        return _shown(from_ten_thousandths(value) if dialect.name == "sqlite" else value)
