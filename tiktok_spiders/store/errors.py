"""What a driver's error means: this row is bad, the store is busy, or the store can never work."""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING, TypeGuard

import sqlalchemy as sa
from sqlalchemy import exc

from tiktok_spiders.exceptions import StoreBusyError, StoreError

if TYPE_CHECKING:
    import psycopg

_SQLITE_BUSY = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
)
_SQLITE_DEAD = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
    }
)
_REFUSED = ("password authentication", "does not exist", "no pg_hba.conf", "role ")
_DUPLICATE = "23505"
_RACES = frozenset({_DUPLICATE, "40001", "40P01"})


def driver_error(error: BaseException) -> BaseException:
    """Return the driver's own error of one that SQLAlchemy has wrapped."""
    wrapped = isinstance(error, exc.DBAPIError) and error.orig
    return wrapped or error


def _is_postgresql(error: BaseException) -> TypeGuard[psycopg.Error]:
    """Tell whether an error is psycopg's, which is loaded only where PostgreSQL is in use: it takes 9 MiB."""
    loaded = sys.modules.get("psycopg")
    return loaded is not None and isinstance(error, loaded.Error)


def is_database_error(error: BaseException) -> bool:
    """Tell whether an error comes from a driver or from SQLAlchemy."""
    return isinstance(error, (sqlite3.Error, exc.SQLAlchemyError)) or _is_postgresql(error)


def is_race(error: BaseException) -> bool:
    """Tell whether another PostgreSQL writer was quicker, so that the transaction is to be tried again."""
    original = driver_error(error)
    return _is_postgresql(original) and original.sqlstate in _RACES


def is_duplicate(error: BaseException) -> bool:
    """Tell whether PostgreSQL holds a row of that key already: a race, or a bad row if it stays so."""
    original = driver_error(error)
    return _is_postgresql(original) and original.sqlstate == _DUPLICATE


def store_error(error: BaseException, url: str) -> StoreError | None:
    """Return the `StoreBusyError` or `StoreError` that a driver's error stands for; None for a bad row."""
    original = driver_error(error)
    if isinstance(original, sqlite3.Error):
        kind = _of_sqlite(original)
    elif _is_postgresql(original):
        kind = _of_postgresql(original)
    elif isinstance(original, (exc.TimeoutError, OSError)):
        kind = StoreBusyError
    else:
        return None
    first_line = (str(original).strip() or type(original).__name__).splitlines()[0]
    return kind(f"{redacted(url)}: {first_line}") if kind else None


def redacted(url: str) -> str:
    """Return the address without its password, wherever in it that stands."""
    try:
        parsed = sa.make_url(url)
    except (exc.ArgumentError, ValueError):
        return _without_credentials(url)
    hidden = {name: "***" for name in parsed.query if "password" in name.lower()}
    return parsed.update_query_dict(hidden).render_as_string(hide_password=True)


def _without_credentials(url: str) -> str:
    """Return a malformed address up to its scheme and from its last ``@`` to its query."""
    shown = url.partition("?")[0]
    head, separator, tail = shown.rpartition("@")
    if not separator:
        return shown
    scheme = head.partition("://")
    return f"{scheme[0]}://***@{tail}" if scheme[1] else f"***@{tail}"


def _of_sqlite(error: sqlite3.Error) -> type[StoreError] | None:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in _SQLITE_BUSY:
        return StoreBusyError
    return StoreError if primary in _SQLITE_DEAD else None


def _of_postgresql(error: psycopg.Error) -> type[StoreError] | None:
    state = error.sqlstate
    if state is None:
        driver = sys.modules["psycopg"]
        if not isinstance(error, (driver.OperationalError, driver.InterfaceError)):
            return None
        return StoreError if any(words in str(error) for words in _REFUSED) else StoreBusyError
    if state[:2] in {"08", "53", "57", "58"} or state in {"55P03", "25006", "40001", "40P01"}:
        return StoreBusyError
    return StoreError if state[:2] in {"28", "3D"} or state == "42501" else None
