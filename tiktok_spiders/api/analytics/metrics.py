"""What may be measured, and the columns that hold it."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa

from tiktok_spiders.store.journal import user_counters, video_counters
from tiktok_spiders.store.tables import videos

VideoMetric = Literal["views", "likes", "shares", "comments"]
UserMetric = Literal["followers", "following", "likes", "videos"]

_OF_VIDEO = {
    "views": "play_count",
    "likes": "like_count",
    "shares": "share_count",
    "comments": "comment_count",
}
_OF_USER = {
    "followers": "follower_count",
    "following": "following_count",
    "likes": "heart_count",
    "videos": "video_count",
}


def of_video(metric: VideoMetric) -> sa.Column[Any]:
    """Return the column of the newest value."""
    return videos.c[_OF_VIDEO[metric]]


def observed_of_video(metric: VideoMetric, table: sa.FromClause = video_counters) -> sa.ColumnElement[Any]:
    """Return the column of history."""
    return table.c[_OF_VIDEO[metric]]


def observed_of_user(metric: UserMetric) -> sa.Column[Any]:
    """Return the column of history."""
    return user_counters.c[_OF_USER[metric]]


IS_RECORD = videos.c.detail > sa.literal_column("0")
"""A row without detail holds a key and nothing else yet: something else refers to it.

Not a parameter: a database looks into an index of such rows only where the statement itself says so.
"""
