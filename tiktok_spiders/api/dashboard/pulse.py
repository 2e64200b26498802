"""How crawling goes: requests that were blocked, and who asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.sessions.tokens import token_stats
from tiktok_spiders.outcome import Outcome
from tiktok_spiders.store.journal import runs

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.api.access.principal import Principal
    from tiktok_spiders.api.sessions.tokens import TokenStats
    from tiktok_spiders.api.state import State
    from tiktok_spiders.store import Store

RECENT = timedelta(hours=24)
MOST = 500
"""Runs that are looked at, the newest."""

ANSWERS = frozenset({Outcome.MISSING, Outcome.PRIVATE, Outcome.REGION, Outcome.AGE})
"""What is true of the target, whoever asks: no block."""


def pulse(store: Store, now: datetime) -> dict[str, Any]:
    """Return what the runs of the last 24 hours came to."""
    have = runs.c
    chosen = sa.select(have.requests, have.blocks_by_outcome).where(have.started_at >= now - RECENT)
    with store.reading() as connection:
        rows = list(connection.execute(chosen.order_by(have.started_at.desc()).limit(MOST)))
    blocks: dict[str, int] = {}
    for row in rows:
        for outcome, count in (row.blocks_by_outcome or {}).items():
            if outcome not in ANSWERS:
                blocks[outcome] = blocks.get(outcome, 0) + count
    requests, blocked = sum(row.requests or 0 for row in rows), sum(blocks.values())
    return {
        "runs": len(rows),
        "requests": requests,
        "blocks": dict(sorted(blocks.items(), key=lambda each: -each[1])),
        "block_rate": 100 * blocked / requests if requests else None,
    }


def identities(state: State, who: Principal) -> TokenStats | None:
    """Return how identities do; None if none are kept, or for who may not know."""
    if not who.is_admin:
        return None
    try:
        return token_stats(state, who)
    except ApiError as error:
        if error.code != "NOT_CONFIGURED":
            raise
        return None
