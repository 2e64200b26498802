"""The newest verdicts of all runs: "was that all?"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.names import verdict
from tiktok_spiders.store.journal import verdicts as table

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.store import Store

RECENT = timedelta(days=7)
STATUSES = ("complete", "capped", "limited", "short", "private", "missing", "blocked", "failed")


def newest(store: Store, limit: int, offset: int = 0, status: str | None = None) -> list[dict[str, Any]]:
    """Return verdicts by their short names, the newest first; one more than ``limit`` if there are more."""
    have = table.c
    chosen = sa.select(table).where(have.finished_at.is_not(None))
    chosen = chosen if status is None else chosen.where(have.status == status)
    order = (have.finished_at.desc(), have.target, have.resource)
    with store.reading() as connection:
        rows = connection.execute(chosen.order_by(*order).limit(limit + 1).offset(offset)).mappings()
        return [verdict(dict(row)) for row in rows]


def counted(store: Store, now: datetime) -> dict[str, int]:
    """Return how many verdicts of the last seven days there are by status, the best first."""
    counts = sa.select(table.c.status, sa.func.count()).where(table.c.finished_at >= now - RECENT)
    with store.reading() as connection:
        found = {row[0]: row[1] for row in connection.execute(counts.group_by(table.c.status))}
    return {status: found[status] for status in STATUSES if status in found}
