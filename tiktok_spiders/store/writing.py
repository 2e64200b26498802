"""Write transactions on the store."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa
    from sqlalchemy.engine import Connection

    from tiktok_spiders.store import Store


@contextmanager
def writing(store: Store, *, durable: bool = False) -> Iterator[Connection]:
    """Give a connection in a transaction that is committed at the end. Raises ``StoreError``.

    ``durable``: what was committed survives a loss of power as well; on SQLite this waits for the disk.
    """
    with store.reading() as bare, _flushing(bare, durable=durable):
        connection = bare.execution_options(writes=True)
        with connection.begin():
            yield connection


def insert(connection: Connection, table: sa.Table) -> Any:
    """Return an INSERT that knows ON CONFLICT."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


@contextmanager
def _flushing(connection: Connection, *, durable: bool) -> Iterator[None]:
    if not durable or connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        driver.execute("PRAGMA synchronous=NORMAL")
