"""``state.jobs``: jobs for the routes, the dashboard and the refresh of the cache."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.jobs.log import bytes_for, tail
from tiktok_spiders.api.jobs.progress import Progress, Progresses
from tiktok_spiders.api.jobs.result import lines as result_lines
from tiktok_spiders.api.jobs.result import table as result_table
from tiktok_spiders.api.jobs.runs import run_named
from tiktok_spiders.api.jobs.spiders import checked
from tiktok_spiders.api.jobs.table import JobTable, now
from tiktok_spiders.exceptions import ScrapydDownError
from tiktok_spiders.store.journal import verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from tiktok_spiders.api.jobs.backend import Backend
    from tiktok_spiders.api.jobs.job import Job, Status
    from tiktok_spiders.store import Store

REPEATED_WITHIN = timedelta(hours=24)
"""So long an idempotency key stands for the job that was made with it."""

KEY = "idempotency_key"
"""The digest's place among a job's options; options of this name are not shown."""

SCRAPYD_MOST = 100_000
"""Bytes of an argument that Scrapyd can give to a process."""

_NAME = re.compile(r"[\w:-]{1,60}")
_OWNER = re.compile(r"[\w.:-]{1,39}")


class Jobs:
    """Synchronous: for ``def`` routes, which run in threads. Errors are ``ApiError`` and the store's."""

    def __init__(
        self,
        store: Store,
        table: JobTable,
        backends: Mapping[str, Backend],
        *,
        backend: str,
        secrets: tuple[str, ...],
        wake: Callable[[], object],
    ) -> None:
        self._store, self._table, self._backends, self._backend = store, table, backends, backend
        self._secrets, self._wake = secrets, wake
        self._progresses = Progresses(store)

    def create(
        self,
        owner: str,
        spider: str,
        arguments: Mapping[str, str],
        *,
        url: str | None = None,
        type: str | None = None,  # noqa: A002 - the field's name
        options: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Job:
        """Queue a job and return it; with ``key``, the one that was made with the same key within a day.

        Raises ``ApiError``: INVALID_REQUEST for what the spider refuses, CONFLICT for a key of another job
        and for a run on which another job works.
        """
        checked(spider, arguments)
        given = dict(arguments)
        run = _run_of(owner, given.pop("run", None))
        self._check_size(given)
        values = {
            "owner": owner,
            "spider": spider,
            "arguments": given,
            "url": url,
            "type": type or spider,
            "options": {**(options or {}), **({KEY: _digest(key, run)} if key else {})},
        }
        with self._table.alone() as connection:
            made = self._made_before(connection, values) if key else None
            if made is None:
                self._check_run(connection, run)
                made = self._table.add(connection, run, **values)
        self._wake()
        return self._known(made)

    def get(self, job_id: int, owner: str | None = None) -> Job:
        """Return a job. Raises NOT_FOUND, also for one of another owner. ``owner`` None: of anybody."""
        job = self._table.get(job_id)
        if job is None or owner not in {None, job.owner}:
            raise ApiError("NOT_FOUND", f"there is no job {job_id}")
        return job

    def list(
        self, owner: str | None, *, status: Status | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[Sequence[Job], int]:
        """Return jobs, the newest first, and the number of all. ``owner`` None: of anybody."""
        return self._table.page(owner, status, limit, offset)

    def cancel(self, job_id: int, owner: str | None = None) -> Job:
        """Cancel a job that waits, ask one that runs to end. Raises NOT_FOUND; CONFLICT if it has ended."""
        self.get(job_id, owner)
        done = self._table.drop_pending(job_id) or self._table.ask_to_cancel(job_id)
        job = self.get(job_id, owner)
        if not done:
            raise ApiError("CONFLICT", f"job {job_id} is {job.status}", details={"status": job.status})
        self._wake()
        return job

    def progress(self, jobs: Iterable[Job]) -> dict[int, Progress]:
        """Return how far jobs are, by id."""
        return self._progresses.of(jobs)

    def log(self, job: Job, lines: int = 100) -> Sequence[str]:
        """Return the last lines of a job's log, redacted and printable; none if there is no log here."""
        backend, size = self._backends.get(job.backend or ""), bytes_for(lines)
        try:
            raw = None if backend is None else backend.log(job, size)
        except ScrapydDownError:
            if job.status == "pending":  # it has no log yet
                return []
            raise ApiError("API_UNAVAILABLE", "Scrapyd does not answer now", retry_after=10) from None
        return tail(raw or b"", lines, self._secrets, is_cut=len(raw or b"") >= size)

    def verdicts(self, job: Job, limit: int = 100, offset: int = 0) -> tuple[Sequence[dict[str, Any]], int]:
        """Return the verdicts of a job's run by target and resource, and the number of all."""
        run = run_named(self._store, job.run)
        if run is None:
            return [], 0
        mine = verdicts.c.run_id == run.run_id
        order = (verdicts.c.target, verdicts.c.resource)
        query = sa.select(verdicts).where(mine).order_by(*order).limit(limit).offset(offset)
        with self._store.reading() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
            count = connection.scalar(sa.select(sa.func.count()).select_from(verdicts).where(mine))
        return rows, count or 0

    def result(self, job: Job, form: str = "jsonl", record_type: str | None = None) -> Iterator[bytes]:
        """Return a stream of what a job's run has delivered so far: ``jsonl``, or ``csv`` of one type."""
        run = run_named(self._store, job.run)
        run_id = None if run is None else run.run_id
        if form == "csv":
            return result_table(self._store, run_id, record_type or "video")
        return result_lines(self._store, run_id, *([(record_type,)] if record_type else []))

    def _known(self, job_id: int) -> Job:
        job = self._table.get(job_id)
        if job is None:
            raise ApiError("NOT_FOUND", f"there is no job {job_id}")
        return job

    def _made_before(self, connection: Connection, values: Mapping[str, Any]) -> int | None:
        wanted = values["options"][KEY]
        for job in self._table.newest_of(connection, values["owner"], now() - REPEATED_WITHIN):
            if str(job.options.get(KEY, "")).partition("/")[0] != wanted.partition("/")[0]:
                continue
            same = all(getattr(job, name) == value for name, value in values.items())
            if not same:
                raise ApiError("CONFLICT", "this Idempotency-Key was given with another job")
            return job.id
        return None

    def _check_run(self, connection: Connection, run: str | None) -> None:
        other = None if run is None else self._table.open_with_run(connection, run)
        if other is not None:
            raise ApiError(
                "CONFLICT", f"job {other} works on this run; cancel it or wait for its end",
                details={"job_id": other},
            )  # fmt: skip

    def _check_size(self, arguments: Mapping[str, str]) -> None:
        if self._backend != "scrapyd":
            return
        for name, value in arguments.items():
            if len(value.encode("utf-8", "replace")) > SCRAPYD_MOST:
                told = f"{name} is longer than the {SCRAPYD_MOST} bytes that Scrapyd can pass on"
                raise ApiError("INVALID_REQUEST", told)


def _run_of(owner: str, name: str | None) -> str | None:
    """Return the run's name, apart from those of other owners: only its last part is without a dot."""
    if name is None:
        return None
    if not _NAME.fullmatch(name):
        told = "argument run: 1 to 60 letters, digits, `_`, `:` or `-`"
        raise ApiError("INVALID_REQUEST", told)
    kept = owner if _OWNER.fullmatch(owner) else hashlib.sha256(owner.encode()).hexdigest()[:32]
    return f"{kept}.{name}"


def _digest(key: str, run: str | None) -> str:
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}/{run or ''}"
