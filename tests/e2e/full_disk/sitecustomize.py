"""A disk that fills up: SQLite files may not grow beyond ``SQLITE_PAGES`` pages in this process."""

import os
import sqlite3
import sqlite3.dbapi2

_connect = sqlite3.connect


def connect(*args, **options):
    connection = _connect(*args, **options)
    connection.execute(f"PRAGMA max_page_count={os.environ['SQLITE_PAGES']}")
    return connection


if "SQLITE_PAGES" in os.environ:
    sqlite3.connect = sqlite3.dbapi2.connect = connect
