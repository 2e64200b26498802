"""Lists of nested records as CSV files of their own, a row a member: ``video_hashtags.csv``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.feeds.cells import scalar_cell
from tiktok_spiders.feeds.flatten import Column, columns_of
from tiktok_spiders.items.shapes import Kind, Shape, shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def child_fields(record_class: type[Any]) -> tuple[Shape, ...]:
    """Return the fields of a record class that hold lists of nested records."""
    return tuple(shape for shape in shapes_of(record_class) if shape.kind is Kind.RECORDS)


def child_columns(
    key_field: str, member_class: type[Any], *, safe: bool, key_with: Sequence[str] = ()
) -> tuple[Column, ...]:
    """Return the columns of a child file: the record's key, the place in the list, the member's own.

    Their rows are those of ``child_rows`` with the same ``key_with``, the further fields of the key. A
    member's field of a key's name is not repeated.
    """
    keys = (key_field, *key_with)
    own = tuple(
        _of_member(column)
        for column in columns_of(member_class, safe=safe)
        if column.name not in {*keys, "position"}
    )
    place = Column("position", "position", lambda row: scalar_cell(row[1]))
    return (*(_of_key(number, name) for number, name in enumerate(keys)), place, *own)


def child_rows(
    records: Sequence[Any], key_field: str, field: str, key_with: Sequence[str] = ()
) -> list[tuple[tuple[Any, ...], int, Any]]:
    """Return (key, place from 0, member) for every member of the records' lists."""
    return list(_rows(records, (key_field, *key_with), field))


def _rows(
    records: Sequence[Any], keys: Sequence[str], field: str
) -> Iterator[tuple[tuple[Any, ...], int, Any]]:
    for record in records:
        key = tuple(getattr(record, name) for name in keys)
        for position, member in enumerate(getattr(record, field) or ()):
            yield key, position, member


def _of_key(number: int, name: str) -> Column:
    return Column(name, name, lambda row: None if row[0][number] is None else scalar_cell(row[0][number]))


def _of_member(column: Column) -> Column:
    return Column(column.name, column.field, lambda row: column.cell(row[2]))
