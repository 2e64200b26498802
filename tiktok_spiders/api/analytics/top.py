"""The videos of which a metric is greatest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api import names
from tiktok_spiders.api.analytics.metrics import IS_RECORD, of_video
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.store.tables import sounds, users, video_hashtags, videos

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from tiktok_spiders.api.analytics.metrics import VideoMetric


def top_videos(
    connection: Connection, _as_of: datetime, metric: VideoMetric, span: Span, limit: int
) -> dict[str, Any]:
    """Return those published in a span, the greatest first; equal ones by identifier, the later first.

    Videos of which the metric is not known are left out.
    """
    have = videos.c
    value = _ordering(of_video(metric), span, connection.dialect.name)
    chosen = (
        sa.select(have.video_id)
        .where(IS_RECORD, value.is_not(None), *span.holds(have.created_at))
        .order_by(value.desc(), have.video_id.desc())
        .limit(limit)
    )
    ids = list(connection.scalars(chosen))
    return {
        "metric": metric,
        "date_range": span.shown(),
        "videos": [names.video(row) for row in _rows(connection, ids)],
    }


def _ordering(value: sa.Column[Any], span: Span, dialect: str) -> sa.ColumnElement[Any]:
    """Return what to sort by.

    SQLite would go through all videos in their order by the metric to find those of a few days. An
    expression is in no index, so it takes that of the days.
    """
    is_cut = dialect == "sqlite" and span != Span()
    return value + sa.literal_column("0", sa.Integer) if is_cut else value


def _rows(connection: Connection, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return rows of videos in that order, with what they refer to inside."""
    found = _by_key(connection, videos, ids)
    people = _by_key(connection, users, [row["author_id"] for row in found.values()])
    music = _by_key(connection, sounds, [row["sound_id"] for row in found.values()])
    tags = _tags(connection, ids)
    return [
        {
            **found[each],
            "author": people.get(found[each]["author_id"]),
            "sound": music.get(found[each]["sound_id"]),
            "hashtags": tags.get(each, []),
        }
        for each in ids
    ]


def _by_key(connection: Connection, table: sa.Table, keys: Sequence[str | None]) -> dict[Any, dict[str, Any]]:
    (key,) = table.primary_key.columns
    wanted = sorted({each for each in keys if each is not None})
    rows = connection.execute(sa.select(table).where(key.in_(wanted))).mappings()
    return {row[key]: dict(row) for row in rows}


def _tags(connection: Connection, ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    have = video_hashtags.c
    chosen = sa.select(have.video_id, have.name).where(have.video_id.in_(ids))
    tags: dict[str, list[dict[str, Any]]] = {}
    for video_id, name in connection.execute(chosen.order_by(have.video_id, have.position)):
        tags.setdefault(video_id, []).append({"name": name})
    return tags
