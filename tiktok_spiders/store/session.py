"""One write transaction: the driver's cursor beside SQLAlchemy's connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store import journal, tables, text_search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from tiktok_spiders.store.codec import Key
    from tiktok_spiders.store.statements import Statements

_OWNED = {
    "users": (tables.user_aliases, journal.user_counters),
    "hashtags": (tables.video_hashtags, journal.hashtag_counters),
}
_SIGHTED = ("run_id", "record_type", "target", "section", "scope")
_TURN = sa.text("SELECT pg_advisory_xact_lock(hashtext(:what))")
_NAMES = {"users": "user", "hashtags": "hashtag"}


class Session:
    """Runs the statements of a batch. Many rows go straight to the driver, which is several times faster."""

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self.connection = connection
        self.statements = statements
        self.codec = statements.codec
        self._cursor: Any = connection.connection.cursor()

    def turn(self, what: str) -> None:
        """Wait until no other worker's transaction is at work on this, and keep others waiting until the end.

        Locks of rows cannot keep two workers from making the same new rows in another order. SQLite has one
        writer anyway.
        """
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(_TURN, {"what": what})

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for all rows."""
        if rows:
            self._cursor.executemany(sql, rows)

    def note_texts(self, table: sa.Table, rows: Sequence[Sequence[Any]]) -> None:
        """Have the words of new rows found; on PostgreSQL they are at once."""
        if rows and self.codec.is_sqlite and (sql := text_search.noting(table)):
            self._cursor.execute(sql, (self.codec.keys([row[0] for row in rows]),))

    def rows(self, sql: str, keys: Sequence[Key]) -> list[Any]:
        """Return the rows that a `Statements.select` finds for ``keys``."""
        if not keys:
            return []
        found: list[Any] = self._cursor.execute(sql, (self.codec.keys(keys),)).fetchall()
        return found

    def close(self) -> None:
        """Give the cursor back."""
        self._cursor.close()

    def rekey(self, table: sa.Table, old: str, new: str) -> list[Any] | None:
        """Give the row ``old`` and all that belongs to it the key ``new``.

        Where there is a row ``new`` already, ``old`` is removed and returned.
        """
        (key,) = table.primary_key.columns
        self._rekey_journal(_NAMES[table.name], old, new)
        taken = self.rows(self.statements.select(table, (key.name,)), [new])
        if not taken:
            self.connection.execute(sa.update(table).where(key == old).values({key.name: new}))
            return None
        for owned in _OWNED[table.name]:
            column = owned.c[key.name]
            self.connection.execute(sa.update(owned).where(column == old).values({key.name: new}))
        rows = self.rows(self.statements.select(table, (key.name,)), [old])
        self.connection.execute(sa.delete(table).where(key == old))
        return list(rows[0]) if rows else None

    def _rekey_journal(self, kind: str, old: str, new: str) -> None:
        for history in (journal.names, journal.statuses):
            mine = (history.c.entity == kind) & (history.c.id == old)
            self.connection.execute(sa.update(history).where(mine).values(id=new))
        here, there = journal.sightings, journal.sightings.alias()
        mine = (here.c.record_type == kind) & (here.c.record_id == old)
        same = [here.c[name] == there.c[name] for name in _SIGHTED]
        double = sa.exists().where(there.c.record_id == new, *same)
        self.connection.execute(sa.delete(here).where(mine, double))
        self.connection.execute(sa.update(here).where(mine).values(record_id=new))
