"""Rows back to records: the other direction of what the writer stores."""

from __future__ import annotations

from dataclasses import make_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.shapes import Kind, Shape, once_a_class, shapes_of
from tiktok_spiders.store.types import Money, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import sqlalchemy as sa


def record_from(record_class: type[Any], values: Mapping[str, Any]) -> Any:
    """Build a record from column values and decoded JSON; names that it does not know are passed over.

    A field without a value keeps its default; so does one with None whose default is a known-empty
    value, since the store holds such a default as NULL in rows that never told it.
    """
    given = {}
    for name, build in _builders(record_class):
        value = values.get(name)
        if value is not None:
            given[name] = value if build is None else build(value)
    return record_class(**given)


@cache
def row_class(table: sa.Table) -> type[Any]:
    """Return a record class with the columns of a table, for history rows."""
    fields: list[Any] = [(column.name, _python_type(column) | None, None) for column in table.columns]
    return make_dataclass(table.name, fields, frozen=True, kw_only=True)


def _python_type(column: sa.Column[Any]) -> Any:
    if isinstance(column.type, UtcDateTime):
        return datetime
    if isinstance(column.type, Money):
        return Decimal
    python_type = column.type.python_type
    return tuple[str, ...] if python_type in {dict, list} else python_type


@once_a_class
def _builders(record_class: type[Any]) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    return tuple((shape.name, _builder(shape)) for shape in shapes_of(record_class))


def _builder(shape: Shape) -> Callable[[Any], Any] | None:
    if shape.kind is Kind.RECORD:
        return lambda value: _nested(shape.inner, value)
    if shape.kind is Kind.RECORDS:
        return lambda value: tuple(_nested(shape.inner, member) for member in value)
    if shape.kind is Kind.SCALARS:
        convert = _SCALARS.get(shape.inner)
        return tuple if convert is None else lambda value: tuple(convert(member) for member in value)
    return _SCALARS.get(shape.inner) if shape.kind is Kind.SCALAR else None


def _nested(record_class: type[Any], value: Any) -> Any:
    return value if isinstance(value, record_class) else record_from(record_class, value)


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


_SCALARS: dict[type[Any], Callable[[Any], Any]] = {
    datetime: _moment,
    Decimal: lambda value: value if isinstance(value, Decimal) else Decimal(str(value)),
}
