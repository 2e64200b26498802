"""Sees to jobs: begins those that wait, notes what has ended, takes over what another process left."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from tiktok_spiders.api.jobs.log import LEAST_BYTES, LONGEST_ERROR, last_error
from tiktok_spiders.api.jobs.outcome import REFUSED, outcome_of
from tiktok_spiders.api.jobs.runs import run_named
from tiktok_spiders.api.jobs.table import LEASE, now
from tiktok_spiders.api.nodes import here, is_dead_here
from tiktok_spiders.exceptions import ScrapydDownError, ScrapydError
from tiktok_spiders.store.run_table import is_alive
from tiktok_spiders.terminal.printable import printable
from tiktok_spiders.vault import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktok_spiders.api.jobs.backend import Backend, Seen
    from tiktok_spiders.api.jobs.job import Job
    from tiktok_spiders.api.jobs.runs import RunRow
    from tiktok_spiders.api.jobs.table import JobTable
    from tiktok_spiders.store import Store

logger = logging.getLogger(__name__)

RENEW_AFTER = LEASE / 6
FORCE_AFTER_S = 30.0
"""A crawl that was asked to end is killed after so long."""

TIDY_EVERY_S = 6 * 3600.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 10.0


class Watcher:
    """One for each API process. Synchronous: the event loop has it work in a thread.

    ``by``: this process, as jobs name who sees to them. ``backend``: name of the one that new jobs go to.
    """

    def __init__(
        self,
        store: Store,
        table: JobTable,
        backends: Mapping[str, Backend],
        *,
        backend: str,
        by: str,
        secrets: tuple[str, ...],
    ) -> None:
        self._store, self._table, self._by, self._secrets = store, table, by, secrets
        self._backends, self._backend = backends, backend
        self._asked: dict[int, float] = {}
        self._pauses: dict[str, tuple[float, float]] = {}
        self._tidied = -TIDY_EVERY_S

    def turn(self) -> bool:
        """Do what is to be done now. Returns whether there are jobs to see to."""
        mine = [job for job in self._table.claimed() if job.claimed_by == self._by or self._take(job)]
        self._renew(mine)
        for job in mine:
            self._with(self._backends[job.backend or self._backend], job, self._see)
        for job in self._table.given_up():
            self._table.drop_pending(job.id)
        self._begin_more()
        self._tidy()
        return bool(mine)

    def release(self) -> None:
        """Let other processes see to the jobs of this one."""
        self._table.release(self._by)

    def _take(self, job: Job) -> bool:
        holder, _, _ = (job.claimed_by or "").partition("#")
        is_free = is_dead_here(holder) or job.claimed_until is None or job.claimed_until <= now()
        if not is_free or not self._table.claim(job, self._by):
            return False
        logger.info("Job %s is taken over", job.id)
        return True

    def _renew(self, jobs: list[Job]) -> None:
        due = now() + LEASE - RENEW_AFTER
        ids = [job.id for job in jobs if job.claimed_until is None or job.claimed_until < due]
        if ids:
            self._table.renew(ids, self._by)

    def _see(self, backend: Backend, job: Job) -> None:
        if not job.attempts:
            self._begin(backend, job)
            return
        seen = backend.look(job)
        run = run_named(self._store, job.run)
        if seen.state == "gone" and not seen.is_sure and run and _works(run):
            return
        if seen.state == "gone":
            self._end(backend, job, seen, run.finish_reason if run else None, has_run=run is not None)
            return
        if seen.state == "working" and job.status == "pending":
            self._table.move(job, self._by, status="running", started_at=job.started_at or now())
        if job.cancel_requested_at is not None:
            self._cancel(backend, job)

    def _cancel(self, backend: Backend, job: Job) -> None:
        asked = self._asked.get(job.id)
        if asked is None:
            backend.cancel(job, force=False)
            self._asked[job.id] = time.monotonic()
        elif time.monotonic() - asked >= FORCE_AFTER_S:
            backend.cancel(job, force=True)

    def _end(self, backend: Backend, job: Job, seen: Seen, run_reason: str | None, *, has_run: bool) -> None:
        status = seen.status
        told = None
        if status is None and not has_run:
            told = self._told(backend, job)
            status = REFUSED if told else None
        outcome = outcome_of(job, status, run_reason=run_reason)
        if outcome.status == "pending":
            logger.info("Job %s: its crawl is gone; its run is gone on with", job.id)
            self._table.move(job, self._by, status="pending", ref=None, claimed_by=None, claimed_until=None)
            return
        error = (told or self._told(backend, job)) if outcome.asks_log else None
        self._close(job, outcome.status, error or outcome.error)

    def _close(self, job: Job, status: str, error: str | None) -> None:
        self._asked.pop(job.id, None)
        error = None if error is None else printable(redact(error, self._secrets), LONGEST_ERROR)
        if self._table.move(job, self._by, status=status, error=error, completed_at=now()):
            logger.info("Job %s: %s", job.id, status if error is None else f"{status}: {error}")

    def _told(self, backend: Backend, job: Job) -> str | None:
        return last_error(backend.log(job, LEAST_BYTES) or b"", self._secrets)

    def _begin_more(self) -> None:
        backend = self._backends[self._backend]
        if self._is_paused(backend):
            return
        open_jobs = sum(job.claimed_by == self._by for job in self._table.claimed())
        room = backend.room(open_jobs)
        for job in self._table.waiting(room) if room > 0 else ():
            if self._table.claim(job, self._by):
                self._with(backend, replace(job, claimed_by=self._by), self._begin)

    def _begin(self, backend: Backend, job: Job) -> None:
        attempt = replace(job, attempts=job.attempts + 1, backend=backend.name)
        ref = backend.ref(attempt)
        attempt = replace(attempt, ref=ref)
        self._asked.pop(job.id, None)
        if not self._table.move(job, self._by, backend=backend.name, attempts=attempt.attempts, ref=ref):
            return
        try:
            ref = backend.start(attempt)
        except ScrapydDownError as error:
            if not error.asked:
                self._table.move(job, self._by, attempts=job.attempts, ref=None, claimed_by=None)
            raise
        except (ScrapydError, OSError) as error:
            logger.error("Job %s cannot be begun: %s", job.id, error)
            told = str(error) if isinstance(error, ScrapydError) else "the crawl cannot be started here"
            self._close(job, "failed", told)
            return
        self._table.move(attempt, self._by, ref=ref, **self._begun(backend, job))
        logger.info("Job %s is begun (attempt %s)", job.id, attempt.attempts)

    @staticmethod
    def _begun(backend: Backend, job: Job) -> dict[str, object]:
        return {"status": "running", "started_at": job.started_at or now()} if backend.name == "local" else {}

    def _with(self, backend: Backend, job: Job, do: Callable[[Backend, Job], None]) -> None:
        if self._is_paused(backend):
            return
        try:
            do(backend, job)
        except ScrapydDownError as error:
            self._pause(backend, error)
        else:
            if self._pauses.pop(backend.name, None):
                logger.info("%s answers again", backend.name)

    def _is_paused(self, backend: Backend) -> bool:
        return time.monotonic() < self._pauses.get(backend.name, (0.0, 0.0))[0]

    def _pause(self, backend: Backend, error: ScrapydDownError) -> None:
        _, last = self._pauses.get(backend.name, (0.0, 0.0))
        if not last:
            logger.warning("%s: jobs wait for it", error)
        pause = min(max(2 * last, FIRST_PAUSE_S), LONGEST_PAUSE_S)
        self._pauses[backend.name] = (time.monotonic() + pause, pause)

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied >= TIDY_EVERY_S:
            self._tidied = time.monotonic()
            for backend in self._backends.values():
                backend.tidy()


def _works(run: RunRow) -> bool:
    """Tell whether a crawl that the backend does not know gives signs of life."""
    is_fresh = run.last_beat_at is not None and now() - run.last_beat_at < LEASE
    return is_fresh and run.node is not None and is_alive(run.node, here(), run.last_beat_at, now())
