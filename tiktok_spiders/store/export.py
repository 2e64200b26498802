"""What the store holds, as records again: streamed, so that memory stays flat over any number of rows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.store.journal import runs
from tiktok_spiders.store.rebuild import class_of, entity_records, plain_records
from tiktok_spiders.store.selection import (
    ENTITIES,
    EXPORT_TYPES,
    HISTORY,
    Selection,
    key_of,
    query_of,
    table_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tiktok_spiders.store.store import Store

__all__ = ["EXPORT_TYPES", "HISTORY", "Selection", "class_of", "exported", "find_run", "related"]

CHUNK_ROWS = 500
"""Rows read at once. SQLite and PostgreSQL take far more keys in one ``IN``."""


def find_run(store: Store, run: str) -> str:
    """Return the ``run_id`` of a run's name or ``run_id``; ``StoreError`` where there is none."""
    query = sa.select(runs.c.run_id).where(sa.or_(runs.c.name == run, runs.c.run_id == run))
    with store.reading() as connection:
        found: str | None = connection.scalars(query.order_by(runs.c.name != run)).first()
    if found is None:
        raise StoreError(f"no run is named {run!r} or has this run_id")
    return found


def exported(store: Store, record_type: str, selection: Selection) -> Iterator[list[Any]]:
    """Give the records of one type in chunks, each record once, in the order of their keys."""
    reader = entity_records if record_type in ENTITIES else plain_records
    with _reading(store) as connection:
        for rows in _chunks(connection, query_of(record_type, selection)):
            yield reader(connection, record_type, rows, selection)


def related(store: Store, record_type: str, keys: set[str]) -> dict[str, Any]:
    """Return entities by key, for joining them to others."""
    table = table_of(record_type)
    query = sa.select(table).where(key_of(table).in_(sorted(keys)), table.c.detail > 0)
    query = query.order_by(*table.primary_key.columns)
    with _reading(store) as connection:
        rows = connection.execute(query).mappings().all()
        records = entity_records(connection, record_type, rows, Selection())
    return {row[key_of(table).name]: record for row, record in zip(rows, records, strict=True)}


@contextmanager
def _reading(store: Store) -> Iterator[sa.Connection]:
    with store.reading() as connection:
        if connection.dialect.name != "postgresql":
            yield connection
            return
        # Children are read by further statements and have to belong to the rows already read.
        yield connection.execution_options(isolation_level="REPEATABLE READ")


def _chunks(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[sa.RowMapping]]:
    options = {"yield_per": CHUNK_ROWS, "stream_results": True}
    yield from connection.execute(query, execution_options=options).mappings().partitions()
