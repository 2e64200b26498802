"""The greatest first, whole records by their short names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, get_args

from tests.api.analytics.filling import fill, put
from tiktok_spiders.api.analytics.metrics import VideoMetric
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.api.analytics.top import top_videos
from tiktok_spiders.store.tables import sounds, users, video_hashtags, videos

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
COLUMN = {"views": "play_count", "likes": "like_count", "shares": "share_count", "comments": "comment_count"}


def test_they_are_those_that_plain_python_sorts_out(either: Store) -> None:
    rows, _ = fill(either, NOW)
    april = Span(date(2025, 4, 1), date(2026, 2, 20))
    within = [
        row
        for row in rows
        if row["created_at"] and date(2025, 4, 1) <= row["created_at"].date() <= date(2026, 2, 20)
    ]
    for metric in get_args(VideoMetric):
        for span, chosen in ((Span(), rows), (april, within)):
            known = [row for row in chosen if row["detail"] and row[COLUMN[metric]] is not None]
            known.sort(key=lambda row: (row[COLUMN[metric]], row["video_id"]), reverse=True)
            with either.reading() as connection:
                found = top_videos(connection, NOW, metric, span, 30)["videos"]
            assert [each["id"] for each in found] == [row["video_id"] for row in known[:30]]


def test_a_video_comes_with_who_made_it_its_sound_and_its_tags(either: Store) -> None:
    put(either, users, [{"user_id": "6", "unique_id": "somebody", "follower_count": 9, "detail": 2}])
    put(either, sounds, [{"sound_id": "5", "title": "Song", "author_name": "Band", "detail": 1}])
    plain = {"video_id": "7", "author_id": "6", "sound_id": "5", "play_count": 3, "detail": 1}
    put(either, videos, [plain])
    tags = [{"video_id": "7", "position": at, "name": name} for at, name in enumerate(["cats", "dogs"])]
    put(either, video_hashtags, tags)
    with either.reading() as connection:
        (found,) = top_videos(connection, NOW, "views", Span(), 5)["videos"]
    assert found["views"] == 3
    assert found["user"] == {"id": "6", "username": "somebody", "display_name": None, "followers": 9}
    assert found["music"] == {"id": "5", "title": "Song", "author": "Band"}
    assert found["hashtags"] == ["cats", "dogs"]
