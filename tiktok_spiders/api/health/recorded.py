"""What recent crawls tell about TikTok: nothing is asked for it, their verdicts are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.journal import verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

RECENT = timedelta(hours=6)
NEWEST = 200
"""Verdicts that are read."""

DECIDING = 20
"""The newest ones that tell something, which decide whether TikTok can be reached."""

_OF_US = frozenset({"invalid_target", "shutdown", "robots"})
"""Stop reasons that tell nothing about TikTok."""

_OF_THE_TARGET = frozenset({"login", "region", "age"})
"""Stop reasons that TikTok answers with in good order."""

_REFUSED = frozenset({"blocked", "failed"})


@dataclass(frozen=True, slots=True)
class Recorded:
    """Of the verdicts of the last six hours, the newest 200."""

    api_accessible: bool | None = None
    """Whether at least half of the newest 20 that tell something got an answer; None without any."""

    endpoints_tested: list[str] = field(default_factory=list)
    """Endpoints that gave answers."""

    response_time_ms: float | None = None
    """Σ duration / Σ requests, pauses between requests included."""

    by_status: dict[str, int] = field(default_factory=dict)
    """How many verdicts, by status."""


def recorded(connection: Connection, now: datetime) -> Recorded:
    """Return what is recorded."""
    have = verdicts.c
    chosen = (
        sa.select(
            have.status, have.stop_reason, have.received, have.requests, have.duration_s, have.endpoints
        )
        .where(have.finished_at >= now - RECENT)
        .order_by(have.finished_at.desc())
        .limit(NEWEST)
    )
    rows = list(connection.execute(chosen))
    asked = [row for row in rows if row.requests]
    requests = sum(row.requests for row in asked)
    seconds = sum(row.duration_s or 0.0 for row in asked)
    return Recorded(
        api_accessible=_is_accessible([told for row in rows if (told := _tells(row)) is not None]),
        endpoints_tested=sorted({name for row in rows for name in row.endpoints or ()}),
        response_time_ms=round(1000 * seconds / requests, 1) if requests else None,
        by_status=_counted([row.status for row in rows]),
    )


def _tells(row: Any) -> bool | None:
    """Return whether TikTok answered; None where the verdict does not tell."""
    if row.stop_reason in _OF_US:
        return None
    return bool(row.received) or row.status not in _REFUSED or row.stop_reason in _OF_THE_TARGET


def _is_accessible(told: Sequence[bool]) -> bool | None:
    deciding = told[:DECIDING]
    return 2 * sum(deciding) >= len(deciding) if deciding else None


def _counted(words: Sequence[str]) -> dict[str, int]:
    return {word: words.count(word) for word in sorted(set(words))}
