"""One page of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.stored.cursors import place_of, told
from tiktok_spiders.api.stored.shape import Shape
from tiktok_spiders.api.stored.streams import Reading, streamed
from tiktok_spiders.api.stored.totals import Totals, counted, selection_of
from tiktok_spiders.api.stored.walk import Walk

if TYPE_CHECKING:
    import sqlalchemy as sa
    from starlette.responses import Response

    from tiktok_spiders.api.state import State
    from tiktok_spiders.api.stored.cursors import Place
    from tiktok_spiders.api.stored.kinds import Kind
    from tiktok_spiders.api.stored.params import ListQuery
    from tiktok_spiders.store import Store


class Lists:
    """Lists of what a store holds."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._dialect = store.engine.dialect.name
        self._totals = Totals()

    def answer(self, kind: Kind, query: Any) -> Response:
        """Return the answer to a query of the list's model. Raises ApiError for a wrong cursor or field."""
        shape = Shape(kind, query.view, query.fields)
        conditions = kind.conditions(kind.given(query), self._dialect)
        after = _after(kind, query)
        if self._dialect == "sqlite" and getattr(query, "text", None):
            self._store.settle_texts()
        if query.format != "json":
            return streamed(self._store, Reading(kind, conditions, query, shape, after))
        with self._store.reading() as connection:
            walk = Walk(connection, kind, conditions, query.sort, query.order)
            places = walk.places(after, query.offset or 0, query.limit + 1)
            page = places[: query.limit]
            return Json(
                {
                    kind.name: shape.read(connection, [place.key for place in page]),
                    "total": self._total(connection, kind, query),
                    "limit": query.limit,
                    "offset": None if query.cursor else query.offset or 0,
                    "has_more": len(places) > len(page),
                    "next_cursor": told(page[-1], query.sort, query.order)
                    if len(places) > len(page)
                    else None,
                }
            )

    def _total(self, connection: sa.Connection, kind: Kind, query: ListQuery) -> int | None:
        wanted = query.cursor is None if query.count is None else query.count
        if not wanted:
            return None
        given = kind.given(query)
        conditions = kind.conditions(given, self._dialect)
        return self._totals.get(selection_of(kind, given), lambda: counted(connection, kind, conditions))


def _after(kind: Kind, query: Any) -> Place | None:
    if query.cursor is None:
        return None
    return place_of(query.cursor, query.sort, query.order, kind.sorts[query.sort], kind.keys)


def lists_of(state: State) -> Lists:
    """Return the lists of an application."""
    lists: Lists = state.stored
    return lists
