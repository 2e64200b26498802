"""What a metric came to, bucket by bucket: by publication, or by what was observed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from tiktok_spiders.api.analytics.buckets import Buckets
from tiktok_spiders.api.analytics.metrics import IS_RECORD, observed_of_video, of_video
from tiktok_spiders.store.journal import video_counters
from tiktok_spiders.store.tables import videos

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from tiktok_spiders.api.analytics.buckets import Period
    from tiktok_spiders.api.analytics.metrics import VideoMetric

Basis = Literal["published", "observed"]


def trends(
    connection: Connection, as_of: datetime, period: Period, metric: VideoMetric, basis: Basis
) -> dict[str, Any]:
    """Return the rows of the window up to now.

    ``published``: Σ of the newest values over the videos published in the bucket. ``observed``: Σ over the
    observations in the bucket of the value minus that of the video's observation before, whenever that was;
    a video's first observation has none before and adds nothing.
    """
    buckets = Buckets.of(period, as_of)
    query = _published if basis == "published" else _observed
    found = connection.execute(query(buckets, metric, connection.dialect.name))
    known = {buckets.key(bucket): (int(value or 0), count) for bucket, value, count in found}
    return {"period": period, "metric": metric, "basis": basis, "trends": buckets.rows(known)}


def _published(buckets: Buckets, metric: VideoMetric, dialect: str) -> sa.Select[Any]:
    created = videos.c.created_at
    bucket = buckets.of_time(created, dialect).label("bucket")
    chosen = sa.select(bucket, sa.func.sum(of_video(metric)), sa.func.count())
    return chosen.where(IS_RECORD, buckets.holds(created)).group_by(bucket)


def _observed(buckets: Buckets, metric: VideoMetric, dialect: str) -> sa.Select[Any]:
    value, seen = observed_of_video(metric), video_counters.c
    last = sa.func.lag(value).over(partition_by=seen.video_id, order_by=seen.observed_at)
    gain = value - sa.func.coalesce(last, _before(buckets, metric))
    bucket = buckets.of_time(seen.observed_at, dialect)
    gains = (
        sa.select(seen.video_id, bucket.label("bucket"), gain.label("gain"))
        .where(value.is_not(None), buckets.holds(seen.observed_at))
        .subquery("gains")
    )
    have = gains.c
    chosen = sa.select(have.bucket, sa.func.sum(have.gain), sa.func.count(have.video_id.distinct()))
    return chosen.where(have.gain.is_not(None)).group_by(have.bucket)


def _before(buckets: Buckets, metric: VideoMetric) -> sa.ScalarSelect[Any]:
    """Return the last value of a video before the window: what its first one in it is compared with."""
    before = video_counters.alias("before")
    value = observed_of_video(metric, before)
    return (
        sa.select(value)
        .where(
            before.c.video_id == video_counters.c.video_id,
            before.c.observed_at < buckets.since,
            value.is_not(None),
        )
        .order_by(before.c.observed_at.desc())
        .limit(1)
        .scalar_subquery()
    )
