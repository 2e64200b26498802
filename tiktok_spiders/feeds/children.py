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


def child_columns(key_field: str, member_class: type[Any], *, safe: bool) -> tuple[Column, ...]:
    """Return the columns of a child file: the record's key, the place in the list, the member's own.

    Their rows are the triples of ``child_rows``. A member's field of the key's name is not repeated.
    """
    own = tuple(
        _of_member(column)
        for column in columns_of(member_class, safe=safe)
        if column.name not in {key_field, "position"}
    )
    key = Column(key_field, key_field, lambda row: row[0])
    return (key, Column("position", "position", lambda row: scalar_cell(row[1])), *own)


def child_rows(records: Sequence[Any], key_field: str, field: str) -> list[tuple[str, int, Any]]:
    """Return (key, place from 0, member) for every member of the records' lists."""
    return list(_rows(records, key_field, field))


def _rows(records: Sequence[Any], key_field: str, field: str) -> Iterator[tuple[str, int, Any]]:
    for record in records:
        for position, member in enumerate(getattr(record, field) or ()):
            yield getattr(record, key_field), position, member


def _of_member(column: Column) -> Column:
    return Column(column.name, column.field, lambda row: column.cell(row[2]))
