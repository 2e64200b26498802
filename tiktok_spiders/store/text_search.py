"""Search for words in what the store holds: FTS5 on SQLite, ``tsvector`` on PostgreSQL.

On SQLite each table has an index beside it, ``videos_text`` and so on, which keeps no text of its own. What
is to be added to it and cut from it is noted in ``text_changes``: by the writer for rows that it inserts, by
triggers for rows that are changed or deleted, whoever does so. `settle` does it at the end of the store's
transactions. A trigger on insert would cost a third of the time of the whole insert: a statement with
triggers keeps a copy of every page that it touches, and each one has FTS5 write out what it holds.

A row of the index is known by the number that the key of the row is; a row whose key is none, as a pseudonym,
is not found by words there. Products have two keys: ``products_text_rows`` numbers them. On PostgreSQL it is
an index on an expression.

A text is cut into words at white space and at ASCII punctuation; case is folded, accents are kept. A database
of PostgreSQL whose locale is ``C`` folds ASCII only, and takes what is not ASCII for letters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.sql.schema import SchemaItem

TEXTS: dict[str, tuple[str, ...]] = {
    "videos": ("description", "title"),
    "users": ("unique_id", "nickname", "bio"),
    "comments": ("text",),
    "sounds": ("title", "author_name"),
    "hashtags": ("name", "title"),
    "products": ("title",),
}
"""Table → the columns whose words are found."""

SEPARATORS = '!"#$&()*+,-./:;<=>?@[]^_`{|}~'
"""Between words, beside those that PostgreSQL's parser takes as blanks: it would read addresses and numbers
in the text else."""

MOST_CHARACTERS = 10_000
"""Of a text whose words are found on PostgreSQL, which refuses a row with far more."""

SUFFIX = "_text"
_CHANGES = sa.table("text_changes", sa.column("name", sa.Text))
_CHANGED = sa.select(_CHANGES.c.name).distinct()
_SETTLED = sa.delete(_CHANGES)
_EDGE = (
    "SELECT number, words FROM (SELECT number, words, is_new, {edge}(serial) FROM text_changes "
    "WHERE name = :name GROUP BY number) WHERE is_new = {is_new} ORDER BY number"
)
_FIRST, _LAST = _EDGE.format(edge="min", is_new=0), _EDGE.format(edge="max", is_new=1)
_CUT = f"INSERT INTO {{name}} ({{name}}, rowid, words) SELECT 'delete', * FROM ({_FIRST})"  # noqa: S608
_ADD = f"INSERT INTO {{name}} (rowid, words) {_LAST}"
_BETWEEN = re.compile(r"[\s\x00-\x1f!-/:-@\[-`{-\x7f]+")


def words_of(text: str) -> list[str]:
    """Return the words of what somebody searches for."""
    return [word for word in _BETWEEN.split(text) if word]


def found(table: sa.Table, text: str, dialect: str) -> sa.Select[Any] | None:
    """Return the statement that gives the keys of the rows with all words; the last may be cut off.

    None: the text has no words.
    """
    words = words_of(text)
    if not words:
        return None
    if dialect == "sqlite":
        return _found_by_fts5(table, words)
    return sa.select(*table.primary_key.columns).where(_matches(table, words))


def condition(table: sa.Table, text: str, dialect: str) -> sa.ColumnElement[bool]:
    """Return the same as a condition on rows of the table that are read in another order."""
    words = words_of(text)
    if not words:
        return sa.false()
    if dialect != "sqlite":
        return _matches(table, words)
    # Not the bare key: SQLite would read all that are found, and then sort them.
    keys = [sa.func.coalesce(key, "") for key in table.primary_key.columns]
    wanted = _found_by_fts5(table, words)
    return (sa.tuple_(*keys) if len(keys) > 1 else keys[0]).in_(wanted)


@cache
def noting(table: sa.Table) -> str | None:
    """Return the SQL that notes new rows by a JSON list of their keys; None where a trigger does."""
    keys = table.primary_key.columns.keys()
    if table.name not in TEXTS or len(keys) > 1:
        return None
    key, columns = keys[0], TEXTS[table.name]
    words = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
    return (
        f"INSERT INTO text_changes (name, number, is_new, words) "  # noqa: S608 - no value in it
        f"SELECT '{table.name}{SUFFIX}', CAST({key} AS INTEGER), 1, {words} FROM {table.name} "
        f"WHERE {key} IN (SELECT value FROM json_each(?)) AND CAST(CAST({key} AS INTEGER) AS TEXT) = {key} "
        f"AND ({' OR '.join(f'{column} IS NOT NULL' for column in columns)})"
    )


def settle(connection: sa.Connection) -> None:
    """Bring the indexes of SQLite up to the rows; in a transaction that writes."""
    for name in connection.scalars(_CHANGED).all():
        # Of a row that changed several times: what was there at first is cut, what is there at last is added.
        # SQLite takes the other columns from the row of the least or greatest value.
        connection.execute(sa.text(_CUT.format(name=name)), {"name": name})
        connection.execute(sa.text(_ADD.format(name=name)), {"name": name})
    connection.execute(_SETTLED)


def is_settled(connection: sa.Connection) -> bool:
    """Tell whether the indexes are up to the rows."""
    return connection.dialect.name != "sqlite" or connection.scalar(_CHANGED.limit(1)) is None


def is_index(name: str | None) -> bool:
    """Tell whether a table or an index of the database is one of these, which no table declares."""
    own = {f"{table}{SUFFIX}" for table in TEXTS}
    return name == "text_changes" or any(name in {each, f"ix_{each}"} or f"{name}".startswith(f"{each}_")
                                         for each in own)  # fmt: skip


def declared(_item: SchemaItem, name: str | None, _kind: str, reflected: bool, compared: Any) -> bool:  # noqa: FBT001
    """Return what Alembic compares: all but these indexes."""
    return not (reflected and compared is None and is_index(name))


def vector(table: str) -> str:
    """Return the expression of PostgreSQL's index."""
    parts = " || ' ' || ".join(f"coalesce({table}.{column}, '')" for column in TEXTS[table])
    blanks = " " * len(SEPARATORS)
    return f"to_tsvector('simple', translate(left({parts}, {MOST_CHARACTERS}), '{SEPARATORS}', '{blanks}'))"


def _found_by_fts5(table: sa.Table, words: list[str]) -> sa.Select[Any]:
    name = f"{table.name}{SUFFIX}"
    index = sa.table(name, sa.column("rowid"))
    asked = " ".join(f'"{word}"' for word in words) + "*"
    matches = sa.literal_column(name).op("MATCH")(sa.bindparam(None, asked, sa.Text))
    if table.name != "products":
        return sa.select(sa.cast(index.c.rowid, sa.Text)).select_from(index).where(matches)
    rows = sa.table(f"{name}_rows", sa.column("serial"), sa.column("product_id"), sa.column("region"))
    return (
        sa.select(rows.c.product_id, rows.c.region)
        .select_from(index.join(rows, rows.c.serial == index.c.rowid))
        .where(matches)
    )


def _matches(table: sa.Table, words: list[str]) -> sa.ColumnElement[bool]:
    asked = " & ".join(f"'{word}'" for word in words) + ":*"
    wanted = sa.func.to_tsquery(sa.literal_column("'simple'"), sa.bindparam(None, asked, sa.Text))
    return sa.literal_column(vector(table.name), sa.Text).op("@@", is_comparison=True)(wanted)
