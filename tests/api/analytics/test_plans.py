"""Heavy questions are answered from indexes alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.api.analytics.filling import fill
from tiktok_spiders.api.analytics.overview import overview
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.api.analytics.top import top_videos
from tiktok_spiders.api.analytics.trends import trends

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
DAYS = Span(date(2024, 1, 1), date(2024, 1, 2))


@pytest.mark.parametrize(
    ("question", "arguments", "index"),
    [
        (overview, [Span()], "created_at"),
        (overview, [DAYS], "created_at"),
        (trends, ["week", "likes", "published"], "created_at"),
        (top_videos, ["views", Span(), 5], "play_count"),
        (top_videos, ["likes", Span(), 5], "like_count"),
        (top_videos, ["shares", Span(), 5], "created_at"),
        (top_videos, ["views", DAYS, 5], "created_at"),
    ],
)
def test_sqlite_reads_no_row_of_videos_to_add_up_or_to_sort(
    store: Store, question: Any, arguments: list[Any], index: str
) -> None:
    fill(store, NOW, 50)
    ran: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_others: Any) -> None:
        ran.append((statement, given))

    sa.event.listen(store.engine, "before_cursor_execute", note)
    with store.reading() as connection:
        question(connection, NOW, *arguments)
        statement, given = next(each for each in ran if each[0].startswith("SELECT"))
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
    steps = " ".join(step[3] for step in plan)
    assert f"videos USING COVERING INDEX ix_videos_by_{index}" in steps
