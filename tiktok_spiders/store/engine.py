"""The one place that makes an engine: dialects, pragmas, and what an address may be."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.pool import StaticPool

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.store.errors import redacted

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine

BUSY_TIMEOUT_MS = 2000
"""How long one try waits for a lock; the writer counts a longer one as a pause and goes on trying."""
KEPT_CONNECTIONS, MORE_CONNECTIONS = 2, 3
"""To PostgreSQL, for each process: kept open, and opened for a moment when these are taken. Who finds none
free waits. A server takes 100 by default, which are enough for 20 processes."""
CONNECTIONS = KEPT_CONNECTIONS + MORE_CONNECTIONS
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_PRAGMAS = (
    "page_size=8192",  # of a new file: rows with addresses are long, and 4096 splits most of them
    "journal_mode=WAL",
    "synchronous=NORMAL",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "foreign_keys=ON",
    "temp_store=MEMORY",
)


def parse_url(url: str) -> URL:
    """Return the address with the driver that this project uses. Raises StoreError."""
    try:
        parsed = sa.make_url(url)
    except (exc.ArgumentError, ValueError):
        raise StoreError(f"{redacted(url)} is not a database URL such as sqlite:///tiktok.db") from None
    name = parsed.get_backend_name()
    if name not in _DRIVERS:
        raise StoreError(f"{redacted(url)}: {name} is not supported, only sqlite and postgresql are")
    if name == "sqlite":
        _check_file(parsed)
    return parsed.set(drivername=_DRIVERS[name])


def make_engine(url: str, *, most: int = CONNECTIONS) -> Engine:
    """Return an engine for a checked address; nothing is opened yet. ``most``: connections to PostgreSQL."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(
            parsed,
            pool_size=KEPT_CONNECTIONS,
            max_overflow=max(most - KEPT_CONNECTIONS, 0),
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
        )
    options: dict[str, Any] = {
        "connect_args": {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
    }
    if parsed.database in {None, "", ":memory:"}:
        options["poolclass"] = StaticPool
    engine = sa.create_engine(parsed, **options)
    event.listen(engine, "do_connect", lambda *_: _make_private(parsed))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _file_of(url: URL) -> Path | None:
    name = url.database or ":memory:"
    return None if name == ":memory:" or name.startswith("file:") else Path(name)


def _make_private(url: URL) -> None:
    """Make the file of a database that is not there yet: what it will hold is its owner's alone."""
    path = _file_of(url)
    if path is not None:
        with suppress(OSError):  # it is there, or the driver says why it cannot be
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _check_file(url: URL) -> None:
    path = _file_of(url)
    if path is None:
        return
    if path.is_dir():
        raise StoreError(f"{redacted(str(url))}: {path} is a directory")
    if not path.parent.is_dir():
        raise StoreError(f"{redacted(str(url))}: there is no directory {path.parent}")


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own BEGIN would be deferred: two writers that both read first could then not wait.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
