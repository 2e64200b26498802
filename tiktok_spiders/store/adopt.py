"""Runs that a store knows from a file only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.journal import runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tiktok_spiders.store.page import Page
    from tiktok_spiders.store.store import Store


def adopt_runs(store: Store, pages: Sequence[Page]) -> int:
    """Add the runs of ``pages`` that the store does not hold, so that the pages can be written.

    Such a run has the spider and the time of its first record, and no end. Returns how many were added.
    """
    seen = {row["run_id"]: row for page in reversed(pages) for row in reversed(list(_runs_of(page)))}
    with store.reading() as connection:
        known = set(connection.scalars(sa.select(runs.c.run_id).where(runs.c.run_id.in_(seen))))
    lacking = [row for run_id, row in seen.items() if run_id not in known]
    if lacking:
        with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(runs.insert(), lacking)
    return len(lacking)


def _runs_of(page: Page) -> Iterator[dict[str, Any]]:
    members = page.records if page.verdict is None else (*page.records, page.verdict)
    for record in members:
        yield {"run_id": record.run_id, "spider": record.source.spider, "started_at": record.scraped_at}
