"""Crawls that only pretend, and jobs for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tiktok_spiders.api.jobs.backend import Seen
from tiktok_spiders.api.jobs.table import now
from tiktok_spiders.store.api_tables import api_jobs

if TYPE_CHECKING:
    from tiktok_spiders.api.jobs.job import Job
    from tiktok_spiders.api.jobs.jobs import Jobs
    from tiktok_spiders.store import Store


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


def made(jobs: Jobs, name: str = "nasa") -> Job:
    return jobs.create("me", "user", {"users": name})


def expire(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.update(api_jobs).values(claimed_until=now() - timedelta(seconds=1)))
