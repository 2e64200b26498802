"""Records for the tests of feeds and exports: every field told, or none that need not be."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tiktok_spiders.feeds.flatten import columns_of
from tiktok_spiders.items.common import Source
from tiktok_spiders.items.shapes import Kind, shapes_of

MOMENT = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)

SAMPLES = {
    str: "tëxt",
    int: 2_680_875_280,
    float: 1.5,
    bool: True,
    datetime: MOMENT,
    Decimal: Decimal("24.17"),
}


def told(record_class, **given):
    """A record of which every field has a value, lists of nested records two members."""
    values = {shape.name: _value(shape) for shape in shapes_of(record_class)}
    if "record_type" in values:
        del values["record_type"]
        values |= {"source": Source(spider="user", target="@a", section="videos", rank=7), "detail": 3}
        values |= {"schema_version": 1, "raw": None, "transport": "http"}
    return record_class(**{**values, **given})


def _value(shape):
    if shape.kind is Kind.SCALAR:
        return SAMPLES[shape.inner]
    if shape.kind is Kind.SCALARS:
        return (SAMPLES[shape.inner],) * 2
    if shape.kind is Kind.RECORD:
        return told(shape.inner)
    if shape.kind is Kind.RECORDS:
        return (told(shape.inner), told(shape.inner))
    return {"a": 1} if shape.kind is Kind.MAPPING else None


def cells_of(record):
    """A record's cells in the order of ``header_of`` its class."""
    return [column.cell(record) for column in columns_of(type(record))]
