"""Record to row: the columns of each record class, and a record's cells in their order. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiktok_spiders.feeds.cells import json_text, list_cell, safe_cell, scalar_cell
from tiktok_spiders.feeds.readable import READABLE
from tiktok_spiders.items.shapes import Kind, Shape, once_a_class, shapes_of

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the record's field behind it, and how its cell is read from a record."""

    name: str
    field: str
    cell: Callable[[Any], str | None]


@once_a_class
def columns_of(record_class: type[Any], *, safe: bool = False) -> tuple[Column, ...]:
    """Return the columns of a record class in the order of its fields.

    ``safe`` puts ``'`` before text that a spreadsheet would run as a formula. Numbers stay as they are.
    """
    joiner = getattr(record_class, "column_joiner", "_")
    return tuple(column for shape in shapes_of(record_class) for column in _columns(shape, joiner, safe=safe))


def header_of(record_class: type[Any]) -> tuple[str, ...]:
    """Return the names of a record class's columns."""
    return tuple(column.name for column in columns_of(record_class))


def _columns(shape: Shape, joiner: str, *, safe: bool) -> tuple[Column, ...]:
    if shape.kind is Kind.RECORD:
        return tuple(_inside(shape.name, joiner, column) for column in columns_of(shape.inner, safe=safe))
    if shape.kind is Kind.RECORDS:
        return _list_columns(shape, safe=safe)
    if shape.kind is Kind.SCALAR:
        write = _guarded(scalar_cell, safe=safe and shape.inner is str)
    elif shape.kind is Kind.SCALARS:
        write = _guarded(list_cell, safe=safe and shape.inner is str)
    else:
        write = json_text
    return (_column(shape.name, shape.name, write),)


def _list_columns(shape: Shape, *, safe: bool) -> tuple[Column, ...]:
    lossless = _column(f"{shape.name}_json", shape.name, json_text)
    readable = READABLE.get(shape.inner.__name__)
    if readable is None:
        return (lossless,)
    return (_column(readable.column, shape.name, _guarded(readable.cell, safe=safe)), lossless)


def _guarded(write: Callable[[Any], str], *, safe: bool) -> Callable[[Any], str]:
    if not safe:
        return write
    return lambda value: safe_cell(write(value))


def _column(name: str, field: str, write: Callable[[Any], str]) -> Column:
    def cell(record: Any) -> str | None:
        value = getattr(record, field)
        return None if value is None else write(value)

    return Column(name, field, cell)


def _inside(field: str, joiner: str, column: Column) -> Column:
    def cell(record: Any) -> str | None:
        nested = getattr(record, field)
        return None if nested is None else column.cell(nested)

    return Column(f"{field}{joiner}{column.name}", field, cell)
