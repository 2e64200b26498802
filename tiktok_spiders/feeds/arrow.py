"""Records as Apache Arrow: one typed, nested schema a record class, for Parquet files."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tiktok_spiders.feeds.cells import json_text
from tiktok_spiders.items.shapes import Kind, Shape, once_a_class, shapes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SCALARS: dict[type[Any], Any] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    Decimal: pa.decimal128(18, 4),
}
"""The Arrow type of each scalar.

Money has four decimals, as in the store: a decimal column is added up and compared by every reader as it is,
which text is not, and keeps the cents exactly, which a float does not.
"""

CENTS = Decimal("0.0001")


@once_a_class
def schema_of(record_class: type[Any]) -> Any:
    """Return the schema of a record class: nested records as structs, lists as lists, free JSON as text."""
    return pa.schema([(shape.name, _type(shape)) for shape in shapes_of(record_class)])


def batch_of(records: Sequence[Any]) -> Any:
    """Return records of one class, at least one, as a record batch."""
    record_class = type(records[0])
    rows = [_dict_of(record, record_class) for record in records]
    return pa.RecordBatch.from_pylist(rows, schema=schema_of(record_class))


def _type(shape: Shape) -> Any:
    if shape.kind is Kind.SCALAR:
        return SCALARS[shape.inner]
    if shape.kind is Kind.SCALARS:
        return pa.list_(SCALARS[shape.inner])
    if shape.kind is Kind.RECORD:
        return pa.struct(schema_of(shape.inner))
    if shape.kind is Kind.RECORDS:
        return pa.list_(pa.struct(schema_of(shape.inner)))
    if shape.kind is Kind.MAPPING:
        return pa.map_(pa.string(), pa.int64())
    return pa.string()


def _dict_of(record: Any, record_class: type[Any]) -> dict[str, Any]:
    row = {}
    for name, convert in _plan(record_class):
        value = getattr(record, name)
        row[name] = value if value is None or convert is None else convert(value)
    return row


@once_a_class
def _plan(record_class: type[Any]) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    return tuple((shape.name, _converter(shape)) for shape in shapes_of(record_class))


def _converter(shape: Shape) -> Callable[[Any], Any] | None:
    if shape.kind is Kind.RECORD:
        return lambda value: _dict_of(value, shape.inner)
    if shape.kind is Kind.RECORDS:
        return lambda value: [_dict_of(member, shape.inner) for member in value]
    if shape.kind is Kind.MAPPING:
        return lambda value: list(value.items())
    if shape.kind is Kind.JSON:
        return json_text
    if shape.inner is Decimal:
        return lambda value: value.quantize(CENTS)  # Arrow refuses further decimals
    return _text_converter(shape)


def _text_converter(shape: Shape) -> Callable[[Any], Any] | None:
    if shape.inner is not str:
        return None
    if shape.kind is Kind.SCALARS:
        return lambda value: [_storable(member) for member in value]
    return _storable


def _storable(text: str) -> str:
    # Arrow holds UTF-8; half of a surrogate pair, as broken captions have, is written as its escape.
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()
