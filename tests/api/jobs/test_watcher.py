"""Who sees to which job; on both databases, with crawls that only pretend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.jobs.pretended import Pretended, expire, made
from tiktok_spiders.api.jobs import watcher as watching
from tiktok_spiders.api.jobs.backend import Seen
from tiktok_spiders.api.jobs.table import JobTable
from tiktok_spiders.api.nodes import here
from tiktok_spiders.exceptions import ScrapydDownError, ScrapydError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.api.jobs.jobs import Jobs
    from tiktok_spiders.api.jobs.watcher import Watcher
    from tiktok_spiders.store import Store

FOREIGN = "elsewhere/1/1"


def test_a_job_is_begun_once(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher], both: Store
) -> None:
    job = made(jobs)
    table = JobTable(both)
    assert [table.claim(job, by) for by in ("a", "b")] == [True, False]
    expire(both)
    first, second = watch("one"), watch("two")
    for each in (first, second, first, second):
        each.turn()
    assert crawls.begun == [job.id]
    assert (jobs.get(job.id).status, jobs.get(job.id).attempts) == ("running", 1)


def test_no_more_than_there_is_room_for(jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher]) -> None:
    three = [made(jobs, name).id for name in "abc"]
    watcher = watch()
    watcher.turn()
    watcher.turn()
    assert crawls.begun == three[:2]
    crawls.seen = Seen("gone", 2)
    watcher.turn()
    assert crawls.begun == three


def test_another_takes_over_what_is_left(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher], both: Store
) -> None:
    job = made(jobs)
    old, new = watch(node=FOREIGN), watch("new")
    old.turn()
    new.turn()
    holder = jobs.get(job.id).claimed_by
    assert holder == f"{FOREIGN}#one", "a lease of another machine stands until it is over"
    expire(both)
    new.turn()
    taken = jobs.get(job.id)
    assert (taken.claimed_by, taken.status, crawls.begun) == (f"{here()}#new", "running", [job.id])
    crawls.seen = Seen("gone", 2)
    old.turn()
    assert jobs.get(job.id).status == "running", "it is not the old one's any more"


def test_a_dead_process_leaves_its_jobs_at_once(jobs: Jobs, watch: Callable[..., Watcher]) -> None:
    job = made(jobs)
    host = here().partition("/")[0]
    watch(node=f"{host}/{2**22 + 1}/1").turn()
    watch("new").turn()
    assert jobs.get(job.id).claimed_by == f"{here()}#new"


def test_released_jobs_are_taken_at_once(jobs: Jobs, watch: Callable[..., Watcher]) -> None:
    job = made(jobs)
    old = watch("old")
    old.turn()
    old.release()
    watch("new").turn()
    assert jobs.get(job.id).claimed_by == f"{here()}#new"


def test_a_backend_that_is_away_is_waited_for(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    job, watcher = made(jobs), watch()
    crawls.refusal = ScrapydDownError("Scrapyd does not answer", asked=False)
    watcher.turn()
    watcher.turn()
    assert (jobs.get(job.id).status, jobs.get(job.id).attempts) == ("pending", 0)
    assert jobs.cancel(made(jobs, "b").id).status == "cancelled"
    crawls.refusal = None
    monkeypatch.setattr(watching.time, "monotonic", lambda: 1e9)
    watcher.turn()
    assert crawls.begun == [job.id]


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (ScrapydError("Scrapyd refuses schedule"), "Scrapyd refuses schedule"),
        (OSError("no memory"), "the crawl cannot be started here"),
    ],
)
def test_a_crawl_that_cannot_be_begun_fails(
    jobs: Jobs, crawls: Pretended, watch: Callable[..., Watcher], refusal: Exception, error: str
) -> None:
    job = made(jobs)
    crawls.refusal = refusal
    watch().turn()
    assert (jobs.get(job.id).status, jobs.get(job.id).error) == ("failed", error)
