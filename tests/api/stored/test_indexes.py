"""The statements of lists read an index in its order, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.api.stored.filled import fill
from tests.api.stored.test_lists import SORTS
from tests.store.make import NOON
from tiktok_spiders.api.stored import kinds
from tiktok_spiders.api.stored.conditions import listed
from tiktok_spiders.api.stored.totals import counted
from tiktok_spiders.api.stored.walk import Walk

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

KINDS = {kind.name: kind for kind in vars(kinds).values() if isinstance(kind, kinds.Kind)}


def plans(store: Store, run: Any) -> list[str]:
    """Return the plan of each statement that ``run(connection)`` executes."""
    said: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            said.append((statement, parameters))

    sqlite = store.engine.dialect.name == "sqlite"
    with store.reading() as connection:
        if not sqlite:
            # Tables this small are read anyhow: it is told that they are large, and forgets its counts.
            own = "SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            connection.exec_driver_sql(
                f"UPDATE pg_class SET relpages = 1, reltuples = 1e6 WHERE oid IN ({own})"
            )
            connection.exec_driver_sql(f"DELETE FROM pg_statistic WHERE starelid IN ({own})")
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                connection.exec_driver_sql(f"SET enable_{way} = off")
        sa.event.listen(store.engine, "before_cursor_execute", note)
        try:
            run(connection)
        finally:
            sa.event.remove(store.engine, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
        return [
            "\n".join(
                str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters)
            )
            for statement, parameters in said
        ]


@pytest.mark.parametrize(("kind", "sort", "column"), SORTS)
def test_a_page_is_read_in_the_order_of_an_index(both: Store, kind: str, sort: str, column: str) -> None:
    fill(both, videos=5)
    index = "ix_users_unique_id" if sort == "username" else f"ix_{kind}_by_{column}"

    def read(connection: sa.Connection) -> None:
        for order in ("desc", "asc"):
            walk = Walk(connection, KINDS[kind], [], sort, order)
            places = walk.places(None, 0, 100)
            walk.places(next(place for place in places if place.value is not None), 0, 100)

    for plan in plans(both, read):
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan


def test_filters_of_lists_read_indexes(both: Store) -> None:
    fill(both, videos=5)
    dialect = both.engine.dialect.name
    for given, index in (
        ({"user_id": "6001"}, "ix_videos_author_id_created_at"),
        ({"sound": "5001"}, "ix_videos_sound_id"),
        ({"hashtag": "cats"}, "ix_video_hashtags_hashtag_id"),
        ({"min_views": 5}, "ix_videos_by_play_count"),
        ({"start_date": NOON.date()}, "ix_videos_by_created_at"),
    ):
        conditions = kinds.VIDEOS.conditions(given, dialect)

        def read(connection: sa.Connection, conditions: Any = conditions) -> None:
            keys = conditions[0].keys
            if keys is None:
                keys = sa.select(kinds.VIDEOS.keys[0]).where(conditions[0].where, listed(kinds.VIDEOS.table))
            connection.execute(keys.limit(1))

        (plan,) = plans(both, read)
        # Of two indexes that are as short PostgreSQL may take either.
        assert (index if dialect == "sqlite" else "Index Cond") in plan, plan


def test_words_are_found_by_an_index(both: Store) -> None:
    fill(both, videos=5)
    dialect = both.engine.dialect.name
    for kind in KINDS.values():
        (condition,) = kind.conditions({"text": "cats"}, dialect)
        assert condition.keys is not None
        (plan,) = plans(both, lambda connection, keys=condition.keys: connection.execute(keys))
        assert "VIRTUAL TABLE INDEX" in plan if dialect == "sqlite" else plan
    (plan,) = plans(both, lambda connection: counted(connection, kinds.VIDEOS, []))
    assert "ix_videos_by_" in plan, plan
