"""How an account grew, observation by observation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.analytics.metrics import observed_of_user
from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.names.parts import identifier
from tiktok_spiders.store.journal import user_counters
from tiktok_spiders.store.tables import users

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from tiktok_spiders.api.analytics.metrics import UserMetric
    from tiktok_spiders.api.analytics.span import Span


def growth(
    connection: Connection, _as_of: datetime, named: str, metric: UserMetric, span: Span, limit: int
) -> dict[str, Any]:
    """Return the newest observations of a span, the oldest of them first.

    A point's ``gain`` is its value minus that of the observation before, whenever that was; None for the
    first of all. ``gain`` of the whole is the last value minus the first, ``gain_percent`` that by 100 and
    by the first, None where the first is 0. Raises ``ApiError`` for an account that is not stored.
    """
    user = _user(connection, named)
    rows = list(connection.execute(_points(user.user_id, metric, span, limit + 1)))
    points = [{"date": at, "value": value, "gain": gain} for at, value, gain in reversed(rows[:limit])]
    return {
        "user": {"id": identifier(user.user_id), "username": user.unique_id},
        "metric": metric,
        "date_range": span.shown(),
        **_whole([point["value"] for point in points]),
        "points": points,
        "has_more": len(rows) > limit,
    }


def _user(connection: Connection, named: str) -> Any:
    """Return the row with this identifier, else the one that has this handle now or had it last."""
    have = users.c
    chosen = sa.select(have.user_id, have.unique_id).where(have.detail > 0)
    newest = chosen.order_by(have.unique_id_is_current.desc().nulls_last(), have.last_seen_at.desc())
    handle = named.removeprefix("@").lower()
    for query in (chosen.where(have.user_id == named), newest.where(have.unique_id == handle)):
        if (row := connection.execute(query.limit(1)).first()) is not None:
            return row
    raise ApiError("NOT_FOUND", "no such account is stored")


def _points(user_id: str, metric: UserMetric, span: Span, limit: int) -> sa.Select[Any]:
    value, seen = observed_of_user(metric), user_counters.c
    before = sa.func.lag(value).over(order_by=seen.observed_at)
    all_ = sa.select(seen.observed_at, value.label("value"), (value - before).label("gain"))
    points = all_.where(seen.user_id == user_id, value.is_not(None)).subquery("points")
    chosen = sa.select(points).where(*span.holds(points.c.observed_at))
    return chosen.order_by(points.c.observed_at.desc()).limit(limit)


def _whole(values: list[int]) -> dict[str, Any]:
    if not values:
        return {"first": None, "last": None, "gain": None, "gain_percent": None}
    first, last = values[0], values[-1]
    percent = 100 * (last - first) / first if first else None
    return {"first": first, "last": last, "gain": last - first, "gain_percent": percent}
