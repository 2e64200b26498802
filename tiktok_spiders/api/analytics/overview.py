"""All videos of a span in one row of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.analytics.metrics import IS_RECORD
from tiktok_spiders.store.tables import videos

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from tiktok_spiders.api.analytics.span import Span


def overview(connection: Connection, _as_of: datetime, span: Span) -> dict[str, Any]:
    """Return the totals of the videos published in a span.

    ``avg_engagement_rate`` is 100 × Σ(likes + comments + shares) / Σviews over the videos whose views are
    known and above 0, None when there are none. A count that is not known adds nothing.
    """
    have = videos.c
    is_seen = have.play_count > 0
    reactions = sum(
        (sa.func.coalesce(count, 0) for count in (have.comment_count, have.share_count)),
        sa.func.coalesce(have.like_count, 0),
    )
    found = connection.execute(
        sa.select(
            sa.func.count().label("videos"),
            sa.func.count(have.author_id.distinct()).label("users"),
            sa.func.sum(have.play_count).label("views"),
            sa.func.sum(have.like_count).label("likes"),
            sa.func.sum(sa.case((is_seen, reactions))).label("reactions"),
            sa.func.sum(sa.case((is_seen, have.play_count))).label("seen"),
        ).where(IS_RECORD, *span.holds(have.created_at))
    ).one()
    return {
        "total_videos": found.videos,
        "total_users": found.users,
        "total_views": int(found.views or 0),
        "total_likes": int(found.likes or 0),
        "avg_engagement_rate": _rate(found.reactions, found.seen),
        "date_range": span.shown(),
    }


def _rate(reactions: Any, views: Any) -> float | None:
    return 100 * int(reactions) / int(views) if views else None
