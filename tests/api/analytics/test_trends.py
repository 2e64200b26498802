"""Buckets hold what plain Python puts into them, on both bases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import pytest

from tests.api.analytics.filling import Row, fill, put
from tiktok_spiders.api.analytics.buckets import Buckets, Period
from tiktok_spiders.api.analytics.metrics import VideoMetric
from tiktok_spiders.api.analytics.trends import Basis, trends
from tiktok_spiders.store.journal import video_counters
from tiktok_spiders.store.tables import videos

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
COLUMN = {"views": "play_count", "likes": "like_count", "shares": "share_count", "comments": "comment_count"}
Sums = dict[str, tuple[int, int]]


def named(moment: datetime, period: str) -> str:
    return moment.strftime("%Y-%m-%dT%H:00:00Z" if period == "day" else "%Y-%m-%d")


def window(period: str) -> list[str]:
    step, count = {"day": (1, 24), "week": (24, 7), "month": (24, 30)}[period]
    return [named(NOW - timedelta(hours=step * back), period) for back in reversed(range(count))]


def published(rows: list[Row], period: str, column: str) -> Sums:
    sums: Sums = {}
    for row in rows:
        if row["detail"] and row["created_at"] and row["created_at"] <= NOW:
            name = named(row["created_at"], period)
            value, count = sums.get(name, (0, 0))
            sums[name] = (value + (row[column] or 0), count + 1)
    return sums


def observed(seen: list[Row], period: str, column: str) -> Sums:
    told: dict[str, list[Row]] = {}
    for row in sorted(seen, key=lambda row: row["observed_at"]):
        if row[column] is not None and row["observed_at"] <= NOW:
            told.setdefault(row["video_id"], []).append(row)
    gains: dict[str, list[tuple[str, int]]] = {}
    for video_id, each in told.items():
        for before, after in pairwise(each):
            gain = (video_id, after[column] - before[column])
            gains.setdefault(named(after["observed_at"], period), []).append(gain)
    return {name: (sum(g for _, g in many), len({v for v, _ in many})) for name, many in gains.items()}


def ask(store: Store, period: Period, metric: VideoMetric, basis: Basis) -> list[dict[str, Any]]:
    with store.reading() as connection:
        answer = trends(connection, NOW, period, metric, basis)
    assert (answer["period"], answer["metric"], answer["basis"]) == (period, metric, basis)
    return answer["trends"]


def shaped(names: list[str], sums: Sums) -> list[dict[str, Any]]:
    pairs = [(name, sums.get(name, (0, 0))) for name in names]
    return [{"date": name, "value": value, "videos": count} for name, (value, count) in pairs]


def test_buckets_hold_what_plain_python_puts_into_them(either: Store) -> None:
    rows, seen = fill(either, NOW + timedelta(hours=2))  # some of it lies in the future
    for period in get_args(Period):
        for metric in get_args(VideoMetric):
            by_day = published(rows, period, COLUMN[metric])
            assert ask(either, period, metric, "published") == shaped(window(period), by_day)
            gains = observed(seen, period, COLUMN[metric])
            assert ask(either, period, metric, "observed") == shaped(window(period), gains)
            assert sum(gain for gain, _ in gains.values())


def test_a_gain_counts_from_before_the_window_and_a_fall_as_it_is(either: Store) -> None:
    put(either, videos, [{"video_id": "1", "detail": 1}])
    told = [(400, 100), (3, 130), (2, None), (1, 90)]
    put(
        either,
        video_counters,
        [
            {"video_id": "1", "observed_at": NOW - timedelta(days=days), "play_count": value}
            for days, value in told
        ],
    )
    gains = {row["date"]: row["value"] for row in ask(either, "week", "views", "observed") if row["value"]}
    assert gains == {"2026-02-26": 30, "2026-02-28": -40}


@pytest.mark.parametrize(("period", "count"), [("day", 24), ("week", 7), ("month", 30)])
def test_an_empty_bucket_is_a_row_with_zeros(either: Store, period: Period, count: int) -> None:
    rows = ask(either, period, "views", "published")
    assert [(row["value"], row["videos"]) for row in rows] == [(0, 0)] * count


def test_the_window_begins_at_midnight_of_utc_whatever_the_clock_is_set_to() -> None:
    there = NOW.astimezone(datetime.strptime("+0545", "%z").tzinfo)
    assert Buckets.of("week", there).since == datetime(2026, 2, 23, tzinfo=UTC)
