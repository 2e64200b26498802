"""What a job's run tells of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tiktok_spiders.store.journal import runs

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.store import Store


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run, as far as its job needs it."""

    run_id: str
    node: str | None
    finish_reason: str | None
    last_beat_at: datetime | None


def run_named(store: Store, name: str) -> RunRow | None:
    """Return the run of a name."""
    have = runs.c
    query = sa.select(have.run_id, have.node, have.finish_reason, have.last_beat_at)
    with store.reading() as connection:
        row = connection.execute(query.where(have.name == name)).first()
    return None if row is None else RunRow(*row)
