"""How jobs end; on both databases, with crawls that only pretend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.api.jobs.pretended import Pretended, made
from tiktok_spiders.api.jobs import watcher as watching
from tiktok_spiders.api.jobs.backend import Seen
from tiktok_spiders.api.jobs.outcome import MOST_ATTEMPTS, outcome_of
from tiktok_spiders.api.jobs.table import JobTable, now
from tiktok_spiders.store.journal import runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.api.jobs.jobs import Jobs
    from tiktok_spiders.api.jobs.watcher import Watcher
    from tiktok_spiders.store import Store

FOREIGN = "elsewhere/1/1"


def test_a_killed_crawl_is_begun_again_but_not_for_ever(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher]
) -> None:
    job, watcher = made(jobs), watch()
    crawls.seen = Seen("gone")
    for _ in range(2 * MOST_ATTEMPTS + 2):
        watcher.turn()
    done = jobs.get(job.id)
    assert (done.status, len(crawls.begun)) == ("failed", MOST_ATTEMPTS)
    assert done.error == f"the crawl was killed or stopped {MOST_ATTEMPTS} times"


def test_what_the_backend_does_not_know_may_still_work(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher], both: Store
) -> None:
    job, watcher = made(jobs), watch()
    watcher.turn()
    row = {"run_id": "1", "name": job.run, "spider": "user", "node": FOREIGN, "last_beat_at": now()}
    with both.engine.begin() as connection:
        connection.execute(sa.insert(runs).values(**row))
    crawls.seen = Seen("gone", is_sure=False)
    watcher.turn()
    assert jobs.get(job.id).status == "running"
    with both.engine.begin() as connection:
        connection.execute(sa.update(runs).values(last_beat_at=now() - timedelta(minutes=5)))
    watcher.turn()
    assert crawls.begun == [job.id, job.id]


def test_the_reason_is_read_from_the_log(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher]
) -> None:
    job, watcher = made(jobs), watch()
    watcher.turn()
    crawls.words = (
        b"2026-03-02 12:00:00 [x] ERROR: old\n"
        b"2026-03-02 12:00:01 [scrapy crawl] ERROR: msToken=abcdefgh bad\x1b[1m\n"
        b"2026-03-02 12:00:02 [x] INFO: end\n"
    )
    crawls.seen = Seen("gone")
    watcher.turn()
    assert (jobs.get(job.id).status, jobs.get(job.id).error) == ("failed", "msToken=*** bad")


def test_a_crawl_that_does_not_end_is_killed(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, watcher = made(jobs), watch()
    watcher.turn()
    jobs.cancel(job.id)
    watcher.turn()
    watcher.turn()
    monkeypatch.setattr(watching, "FORCE_AFTER_S", 0.0)
    watcher.turn()
    assert crawls.ended == [(job.id, False), (job.id, True)]
    crawls.seen = Seen("gone")
    watcher.turn()
    assert jobs.get(job.id).status == "cancelled"


def test_a_job_that_is_begun_again_can_be_cancelled(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher], both: Store
) -> None:
    job = made(jobs)
    JobTable(both).ask_to_cancel(job.id)
    watch().turn()
    assert (jobs.get(job.id).status, crawls.begun) == ("cancelled", [])


@pytest.mark.parametrize(
    ("status", "run_reason", "asked", "expected"),
    [
        (0, "finished", False, "completed"),
        (None, "finished", True, "completed"),
        (0, "shutdown", True, "cancelled"),
        (None, None, True, "cancelled"),
        (0, "shutdown", False, "pending"),
        (None, None, False, "pending"),
        (1, "finished", False, "failed"),
        (1, None, False, "failed"),
        (1, "store", False, "failed"),
        (2, None, False, "failed"),
    ],
)
def test_what_an_end_means(
    jobs: Jobs, status: int | None, run_reason: str | None, asked: bool, expected: str
) -> None:
    job = replace(made(jobs), attempts=1, cancel_requested_at=now() if asked else None)
    assert outcome_of(job, status, run_reason=run_reason).status == expected
