"""The database: whether it can be opened, read and written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from tiktok_spiders.doctor.finding import Finding, fail, ok, warn
from tiktok_spiders.doctor.machine import FREE_FAIL, FREE_WARN
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHECK = "database"
_EXAMPLES = (
    "set TIKTOK_DATABASE_URL to sqlite:///tiktok.db or postgresql+psycopg://user:password@host/database"
)


def check_database(url: str) -> Iterator[Finding]:
    """Open the database of ``url`` and try a read and a write that leave nothing behind."""
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError):
        yield fail(_CHECK, "TIKTOK_DATABASE_URL is not a database address", _EXAMPLES)
        return
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        yield from _sqlite(parsed)
    elif backend == "postgresql":
        yield _opened(parsed)
    else:
        yield fail(_CHECK, f"{backend} is not supported", _EXAMPLES)


def _sqlite(url: URL) -> Iterator[Finding]:
    if not url.database or url.database == ":memory:":
        yield warn(_CHECK, "SQLite in memory: nothing is kept", "name a file: sqlite:///tiktok.db")
        return
    file = Path(url.database)
    if not file.parent.is_dir():
        yield fail(_CHECK, f"the directory of {file} does not exist", f"mkdir -p {file.parent}")
    elif not os.access(file.parent, os.W_OK | os.X_OK):
        yield fail(
            _CHECK, f"cannot write in {file.parent.resolve()}", "change its owner, or name another file"
        )
    else:
        yield _opened(url) if file.exists() else ok(_CHECK, f"SQLite {file} will be made by the first crawl")
        yield from _room(file.parent)


def _room(directory: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(directory).free
    detail = f"{free / 2**20:,.0f} MiB free at {directory.resolve()}"
    if free < FREE_FAIL:
        yield fail(_CHECK, detail, "free some space: a full disk pauses and then ends a crawl")
    elif free < FREE_WARN:
        yield warn(_CHECK, detail, "free some space before a long crawl")


def _opened(url: URL) -> Finding:
    sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(url, connect_args={"timeout": 2} if sqlite else {"connect_timeout": 5})
    try:
        with engine.connect() as connection:
            version = _sqlite_write(connection) if sqlite else _postgresql_write(connection)
    except (SQLAlchemyError, ImportError, OSError) as error:
        return fail(_CHECK, f"{_shown(url)}: {_reason(error, url)}", _mend(sqlite=sqlite, reason=str(error)))
    finally:
        engine.dispose()
    return ok(_CHECK, f"{_shown(url)}, {version}: readable and writable")


def _sqlite_write(connection: Connection) -> str:
    connection.execute(text("SELECT count(*) FROM sqlite_master"))
    connection.rollback()
    # Takes the write lock and changes nothing.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    connection.exec_driver_sql("ROLLBACK")
    return f"SQLite {connection.execute(text('SELECT sqlite_version()')).scalar_one()}"


def _postgresql_write(connection: Connection) -> str:
    connection.execute(text("CREATE TEMPORARY TABLE doctor_probe (value integer) ON COMMIT DROP"))
    connection.execute(text("INSERT INTO doctor_probe VALUES (1)"))
    version = connection.execute(text("SHOW server_version")).scalar_one()
    connection.rollback()
    return f"PostgreSQL {version}"


def _shown(url: URL) -> str:
    # Only what cannot be a secret: a password may also stand in the query.
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.host or 'local socket'}{f':{url.port}' if url.port else ''}/{url.database or ''}"


def _reason(error: Exception, url: URL) -> str:
    reason = printable(str(getattr(error, "orig", None) or error), 200)
    secrets = [url.password, *(str(value) for key, value in url.query.items() if "pass" in key)]
    for secret in filter(None, secrets):
        reason = reason.replace(str(secret), "***")
    return reason


def _mend(*, sqlite: bool, reason: str) -> str:
    if sqlite and "locked" in reason:
        return "another process holds it: wait for it, or use PostgreSQL for several writers"
    if sqlite:
        return "check the file's owner and that it is a database, or name another file"
    return "check that the server runs and that TIKTOK_DATABASE_URL has its host, user, password and database"
