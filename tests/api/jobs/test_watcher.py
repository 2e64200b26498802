"""Who sees to which job, and what becomes of it; on both databases, with crawls that only pretend."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.waiting import reached
from tiktok_spiders.api.jobs import watcher as watching
from tiktok_spiders.api.jobs.backend import Seen
from tiktok_spiders.api.jobs.jobs import Jobs
from tiktok_spiders.api.jobs.loop import Loop
from tiktok_spiders.api.jobs.outcome import MOST_ATTEMPTS, outcome_of
from tiktok_spiders.api.jobs.table import JobTable, now
from tiktok_spiders.api.jobs.watcher import Watcher
from tiktok_spiders.api.nodes import here
from tiktok_spiders.exceptions import ScrapydDownError, ScrapydError, StoreBusyError
from tiktok_spiders.store.api_tables import api_jobs
from tiktok_spiders.store.journal import runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.api.jobs.job import Job
    from tiktok_spiders.store import Store

FOREIGN = "elsewhere/1/1"


class Pretended:
    """Crawls that stand as the test says."""

    name = "local"

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.ended: list[tuple[int, bool]] = []
        self.seen = Seen("working")
        self.refusal: Exception | None = None
        self.words = b""
        self.most = 2

    def room(self, open_jobs: int) -> int:
        return self.most - open_jobs

    def ref(self, job: Job) -> str | None:
        return None

    def start(self, job: Job) -> str | None:
        if self.refusal:
            raise self.refusal
        self.begun.append(job.id)
        return f"ref-{job.attempts}"

    def look(self, job: Job) -> Seen:
        return self.seen

    def cancel(self, job: Job, *, force: bool) -> None:
        self.ended.append((job.id, force))

    def log(self, job: Job, size: int) -> bytes | None:
        return self.words

    def tidy(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def crawls() -> Pretended:
    return Pretended()


@pytest.fixture
def jobs(both: Store, crawls: Pretended) -> Jobs:
    return Jobs(both, JobTable(both), {"local": crawls}, backend="local", secrets=(), wake=lambda: None)


@pytest.fixture
def watch(both: Store, crawls: Pretended) -> Callable[..., Watcher]:
    def made(suffix: str = "one", node: str | None = None) -> Watcher:
        by = f"{node or here()}#{suffix}"
        return Watcher(both, JobTable(both), {"local": crawls}, backend="local", by=by, secrets=())

    return made


def made(jobs: Jobs, name: str = "nasa") -> Job:
    return jobs.create("me", "user", {"users": name})


def expire(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.update(api_jobs).values(claimed_until=now() - timedelta(seconds=1)))


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


async def test_a_store_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Troubled:
        def __init__(self) -> None:
            self.troubles = [StoreBusyError("locked"), StoreBusyError("locked"), ValueError("odd")]
            self.turns = self.released = 0

        def turn(self) -> bool:
            self.turns += 1
            if self.troubles:
                raise self.troubles.pop()
            return True

        def release(self) -> None:
            self.released += 1
            raise StoreBusyError("locked")

    monkeypatch.setattr("tiktok_spiders.api.jobs.loop.IDLE_S", 0.0)
    watcher = Troubled()
    loop = Loop(watcher)  # type: ignore[arg-type]
    await reached(lambda: watcher.turns >= 4, 5, "turn")
    loop.wake()
    await asyncio.wait_for(loop.stop(), 5)
    assert watcher.released == 1
