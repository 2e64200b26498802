"""Totals are those of plain Python over the same rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.analytics.filling import Row, fill, put
from tiktok_spiders.api.analytics.overview import overview
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.store.tables import videos

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
SPANS = [
    Span(),
    Span(date(2026, 2, 1), date(2026, 2, 28)),
    Span(date(2026, 2, 28), date(2026, 2, 28)),
    Span(start=date(2025, 6, 1)),
    Span(end=date(2025, 6, 1)),
    Span(date(1, 1, 1), date.max),
]


def expected(rows: list[Row], span: Span) -> dict[str, Any]:
    chosen = [row for row in rows if row["detail"] and is_in(span, row["created_at"])]
    seen = [row for row in chosen if row["play_count"]]
    names = ("like_count", "comment_count", "share_count")
    reactions = sum(row[name] or 0 for row in seen for name in names)
    views = sum(row["play_count"] for row in seen)
    return {
        "total_videos": len(chosen),
        "total_users": len({row["author_id"] for row in chosen} - {None}),
        "total_views": sum(row["play_count"] or 0 for row in chosen),
        "total_likes": sum(row["like_count"] or 0 for row in chosen),
        "avg_engagement_rate": float(Fraction(100 * reactions, views)) if views else None,
        "date_range": {"start": span.start, "end": span.end},
    }


def is_in(span: Span, created: datetime | None) -> bool:
    if created is None:
        return span == Span()
    return (span.start or date.min) <= created.date() <= (span.end or date.max)


def test_it_is_what_plain_python_counts(either: Store) -> None:
    rows, _ = fill(either, NOW)
    with either.reading() as connection:
        for span in SPANS:
            found = overview(connection, NOW, span)
            rate = found.pop("avg_engagement_rate")
            wanted = expected(rows, span)
            assert rate == pytest.approx(wanted.pop("avg_engagement_rate"), rel=1e-15)
            assert found == wanted
            assert found["total_videos"] > 1


def test_without_views_there_is_no_rate(either: Store) -> None:
    counts = {"like_count": 5, "detail": 1, "created_at": NOW}
    put(either, videos, [{"video_id": "1", "play_count": 0, **counts}])
    put(either, videos, [{"video_id": "2", "play_count": None, **counts}])
    with either.reading() as connection:
        found = overview(connection, NOW, Span())
    assert (found["total_videos"], found["total_likes"]) == (2, 10)
    assert found["avg_engagement_rate"] is None


def test_an_empty_store_has_zeros(either: Store) -> None:
    with either.reading() as connection:
        found = overview(connection, NOW, Span())
    assert found["total_videos"] == found["total_users"] == found["total_views"] == found["total_likes"] == 0
