"""The keys of a list in its order: by offset or from a place on, each from an index.

A list falls into segments, each of which an index gives in order on both databases: the rest of the records
with the value of the place, those beyond it, and those of which the value is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.stored.conditions import listed
from tiktok_spiders.api.stored.cursors import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiktok_spiders.api.stored.conditions import Condition
    from tiktok_spiders.api.stored.kinds import Kind

FEW = 1_000
"""As many keys are read at once where a filter lets so few rows pass."""


class Walk:
    """One list: which records, in which order."""

    def __init__(
        self, connection: sa.Connection, kind: Kind, conditions: Sequence[Condition], sort: str, order: str
    ) -> None:
        self._connection = connection
        self._kind = kind
        self._column = kind.sorts[sort]
        self._descends = order == "desc"
        self._ranged = any(each.on is self._column for each in conditions)
        self._query = sa.select(self._column, *kind.keys).where(*self._filtered(conditions))

    def places(self, after: Place | None, offset: int, limit: int) -> list[Place]:
        """Return at most ``limit`` places behind one, or behind the first ``offset``."""
        found: list[Place] = []
        for segment in self._segments(after):
            query = self._ordered(segment)
            wanted = limit - len(found)
            rows = self._connection.execute(query.limit(wanted).offset(offset)).all()
            found += [Place(row[0], tuple(row[1:])) for row in rows]
            if len(found) == limit:
                break
            offset = 0 if rows or not offset else offset - self._size(query, offset)
        return found

    def _filtered(self, conditions: Sequence[Condition]) -> list[sa.ColumnElement[bool]]:
        few = self._few(conditions)
        if few is None:
            return [listed(self._kind.table), *(each.walked for each in conditions)]
        key = self._kind.keys[0] if len(self._kind.keys) == 1 else sa.tuple_(*self._kind.keys)
        return [key.in_(few), listed(self._kind.table), *(each.where for each in conditions)]

    def _few(self, conditions: Sequence[Condition]) -> list[Any] | None:
        """Return the keys of the rows that pass a filter which few pass; None where none is such."""
        for each in conditions:
            if each.keys is None or each.on is self._column:
                continue
            rows = self._connection.execute(each.keys.limit(FEW + 1)).all()
            if len(rows) <= FEW:
                return [tuple(row) if len(row) > 1 else row[0] for row in rows]
        return None

    def _segments(self, after: Place | None) -> list[sa.ColumnElement[bool]]:
        column, descends = self._column, self._descends
        found: list[sa.ColumnElement[bool]]
        unknown, known = column.is_(None), column.is_not(None)
        if after is None:
            found = [known, unknown] if descends else [unknown, known]
        elif after.value is None:
            rest = unknown & self._behind(after.key)
            found = [rest] if descends else [rest, known]
        else:
            same = (column == after.value) & self._behind(after.key)
            beyond = column < after.value if descends else column > after.value
            found = [same, beyond, unknown] if descends else [same, beyond]
        return [each for each in found if each is not unknown or not self._ranged]

    def _behind(self, key: tuple[str, ...]) -> sa.ColumnElement[bool]:
        if len(key) == 1:
            column = self._kind.keys[0]
            return column < key[0] if self._descends else column > key[0]
        have, given = sa.tuple_(*self._kind.keys), sa.tuple_(*key)
        return have < given if self._descends else have > given

    def _ordered(self, segment: sa.ColumnElement[bool]) -> sa.Select[Any]:
        # By the column even where it is the same, or unknown, in all rows: PostgreSQL would sort otherwise.
        columns = (self._column, *self._kind.keys)
        order = [each.desc() if self._descends else each.asc() for each in columns]
        return self._query.where(segment).order_by(*order)

    def _size(self, query: sa.Select[Any], most: int) -> int:
        """Return how many rows a segment has, up to ``most``."""
        counted = sa.select(sa.func.count()).select_from(query.limit(most).subquery())
        return self._connection.scalar(counted) or 0
