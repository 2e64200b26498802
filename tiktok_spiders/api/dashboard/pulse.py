"""How crawling goes: requests that were blocked, and who asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.journal import identities, runs

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.store import Store

RECENT = timedelta(hours=24)
MOST = 500
"""Runs that are looked at, the newest."""


def pulse(store: Store, now: datetime) -> dict[str, Any]:
    """Return what the runs of the last 24 hours came to, and how many identities the store keeps."""
    have = runs.c
    chosen = sa.select(have.requests, have.blocks_by_outcome).where(have.started_at >= now - RECENT)
    who = identities.c
    kept = sa.select(
        sa.func.count(sa.case((who.retired_at.is_(None), 1))),
        sa.func.count(sa.case((who.retired_at >= now - RECENT, 1))),
    )
    with store.reading() as connection:
        rows = list(connection.execute(chosen.order_by(have.started_at.desc()).limit(MOST)))
        alive, retired = connection.execute(kept).one()
    blocks: dict[str, int] = {}
    for row in rows:
        for outcome, count in (row.blocks_by_outcome or {}).items():
            blocks[outcome] = blocks.get(outcome, 0) + count
    requests, blocked = sum(row.requests or 0 for row in rows), sum(blocks.values())
    return {
        "runs": len(rows),
        "requests": requests,
        "blocks": dict(sorted(blocks.items(), key=lambda each: -each[1])),
        "block_rate": 100 * blocked / requests if requests else None,
        "identities": alive,
        "retired": retired,
    }
