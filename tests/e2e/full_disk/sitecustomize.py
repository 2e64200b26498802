"""A disk that fills up: SQLite files may not grow beyond ``SQLITE_PAGES`` pages in this process."""

from __future__ import annotations

import os
import sqlite3
import sqlite3.dbapi2
from typing import Any

_connect = sqlite3.connect


def connect(*args: Any, **options: Any) -> sqlite3.Connection:
    """Open a connection that cannot make its file grow."""
    connection: sqlite3.Connection = _connect(*args, **options)
    connection.execute(f"PRAGMA max_page_count={os.environ['SQLITE_PAGES']}")
    return connection


if "SQLITE_PAGES" in os.environ:
    sqlite3.connect = sqlite3.dbapi2.connect = connect  # type: ignore[assignment]
