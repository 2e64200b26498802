"""The SQL of the write path: made once for each table by SQLAlchemy, then run by the driver itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite

from tiktok_spiders.store.codec import Codec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.sql.compiler import SQLCompiler

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

_postgresql: Any = psycopg.dialect


class Statements:
    """Texts of statements for one dialect, kept for as long as the store is open."""

    def __init__(self, dialect: str) -> None:
        self.codec = Codec(dialect)
        self._dialect = pysqlite.dialect() if self.codec.is_sqlite else _postgresql(paramstyle="format")
        self._insert = _INSERT[dialect]
        self._texts: dict[tuple[Any, ...], str] = {}

    def insert(self, table: sa.Table, names: tuple[str, ...] | None = None, *, ignore: bool = False) -> str:
        """Insert values in the order of ``names`` (all columns); ``ignore`` leaves a row that is there."""
        key = ("insert", table.name, names, ignore)
        if key not in self._texts:
            order = names or tuple(column.name for column in table.columns)
            statement = self._insert(table).values({name: sa.bindparam(name) for name in order})
            self._texts[key] = self._text(statement.on_conflict_do_nothing() if ignore else statement, order)
        return self._texts[key]

    def upsert(self, table: sa.Table, *, adds: frozenset[str] = frozenset(), keeps: str = "") -> str:
        """Insert all columns, or set them in the row of that key.

        Columns in ``adds`` grow by the new value; the one in ``keeps`` is never set to NULL.
        """
        key = ("upsert", table.name, adds, keeps)
        if key not in self._texts:
            order = tuple(column.name for column in table.columns)
            statement = self._insert(table).values({name: sa.bindparam(name) for name in order})
            given, have, primary = statement.excluded, table.c, table.primary_key.columns
            values: dict[str, Any] = {name: given[name] for name in order if name not in primary}
            values |= {name: have[name] + given[name] for name in adds}
            if keeps:
                values[keeps] = sa.func.coalesce(given[keeps], have[keeps])
            self._texts[key] = self._text(
                statement.on_conflict_do_update(index_elements=list(primary), set_=values), order
            )
        return self._texts[key]

    def update(self, table: sa.Table, names: tuple[str, ...]) -> str:
        """Set ``names``, in table order, in the row whose key is the last parameters."""
        key = ("update", table.name, names)
        if key not in self._texts:
            keys = tuple(column.name for column in table.primary_key.columns)
            values: dict[str, Any] = {name: sa.bindparam(name) for name in names}
            statement = sa.update(table).where(*self._is(table, keys)).values(values)
            self._texts[key] = self._text(statement, (*names, *(f"{name}_" for name in keys)))
        return self._texts[key]

    def delete(self, table: sa.Table, by: tuple[str, ...]) -> str:
        """Delete the rows in which the columns ``by`` are the parameters."""
        key = ("delete", table.name, by)
        if key not in self._texts:
            statement = sa.delete(table).where(*self._is(table, by))
            self._texts[key] = self._text(statement, tuple(f"{name}_" for name in by))
        return self._texts[key]

    def select(
        self,
        table: sa.Table,
        by: tuple[str, ...],
        names: tuple[str, ...] | None = None,
        *,
        lock: bool = False,
        told: str = "",
    ) -> str:
        """Select the rows in which the columns ``by`` are one of the parameter `Codec.keys`, in that order.

        ``told``: a column that has to hold a value.
        """
        key = ("select", table.name, by, names, lock, told)
        if key not in self._texts:
            chosen = [table.c[name] for name in names] if names else list(table.columns)
            keys = [table.c[name] for name in by]
            statement = sa.select(*map(self._readable, chosen)).where(self._among(keys))
            if told:
                statement = statement.where(table.c[told].is_not(None))
            if lock:
                # Not FOR UPDATE: that would wait for every writer whose child rows refer to these rows.
                statement = statement.order_by(*keys).with_for_update(key_share=True)
            self._texts[key] = self._text(statement, ("keys_",))
        return self._texts[key]

    def _is(self, table: sa.Table, names: tuple[str, ...]) -> list[sa.ColumnElement[bool]]:
        return [table.c[name] == sa.bindparam(f"{name}_") for name in names]

    def _among(self, columns: list[sa.Column[Any]]) -> sa.ColumnElement[bool]:
        if len(columns) > 1:
            return self._among_tuples(columns)
        (column,) = columns
        if self.codec.is_sqlite:
            each = sa.func.json_each(sa.bindparam("keys_")).table_valued("value")
            return column.in_(sa.select(each.c.value))
        return column == sa.any_(sa.bindparam("keys_", type_=postgresql.ARRAY(sa.Text)))

    def _among_tuples(self, columns: list[sa.Column[Any]]) -> sa.ColumnElement[bool]:
        """Return the condition on several columns; the parameter is a JSON list of lists."""
        given = sa.bindparam("keys_", type_=sa.Text)
        parts: list[Any]
        if self.codec.is_sqlite:
            each = sa.func.json_each(given).table_valued("value")
            parts = [
                sa.func.json_extract(each.c.value, sa.literal_column(f"'$[{at}]'"))
                for at in range(len(columns))
            ]
        else:
            members = sa.func.json_array_elements(sa.cast(given, sa.JSON))
            each = members.table_valued(sa.column("value", postgresql.JSON))
            parts = [
                sa.cast(each.c.value.op("->>")(sa.literal_column(str(at))), column.type)
                for at, column in enumerate(columns)
            ]
        return sa.tuple_(*columns).in_(sa.select(*parts))

    def _readable(self, column: sa.Column[Any]) -> Any:
        if self.codec.is_sqlite or not isinstance(column.type, sa.JSON):
            return column
        return sa.cast(column, sa.Text)

    def _text(self, statement: Any, order: Sequence[str]) -> str:
        compiled = cast("SQLCompiler", statement.compile(dialect=self._dialect))
        given: Iterable[str] = compiled.positiontup or ()
        if tuple(given) != tuple(order):
            message = f"Parameters of {compiled} stand in another order than {order}"
            raise AssertionError(message)
        return str(compiled)
