"""Jobs in the store. Every change says which state it starts from, so that of two processes one makes it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.jobs.job import OPEN, Job
from tiktok_spiders.store.api_tables import api_jobs
from tiktok_spiders.store.writing import writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.engine import Connection

    from tiktok_spiders.store import Store

LEASE = timedelta(seconds=60)
"""So long a job is its API process's alone after the last sign of that process."""

_COLUMNS = [api_jobs.c[field.name] for field in fields(Job)]
_LOCK = 0x74_6B_6A_6F

_have = api_jobs.c


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


class JobTable:
    """The table ``api_jobs``. Synchronous; errors are those of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """Give a transaction in which nobody else makes jobs."""
        with writing(self._store) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection

    def add(self, connection: Connection, run: str | None, **values: Any) -> int:
        """Insert a pending job and return its id. Without ``run`` its run is named after the id."""
        row = {**values, "run": run, "status": "pending", "attempts": 0, "created_at": now()}
        made: int = connection.execute(sa.insert(api_jobs).values(row).returning(_have.id)).scalar_one()
        if run is None:
            connection.execute(sa.update(api_jobs).where(_have.id == made).values(run=f"api-{made}"))
        return made

    def open_with_run(self, connection: Connection, run: str) -> int | None:
        """Return the id of a job that has not ended and works on a run."""
        query = sa.select(_have.id).where(_have.status.in_(OPEN), _have.run == run)
        found: int | None = connection.scalars(query).first()
        return found

    def newest_of(self, connection: Connection, owner: str, since: datetime) -> Iterator[Job]:
        """Yield an owner's jobs made since a time, the newest first."""
        query = sa.select(*_COLUMNS).where(_have.owner == owner, _have.created_at >= since)
        return map(_job, connection.execute(query.order_by(_have.id.desc())).mappings())

    def get(self, job_id: int) -> Job | None:
        """Return a job."""
        with self._store.reading() as connection:
            row = connection.execute(sa.select(*_COLUMNS).where(_have.id == job_id)).mappings().first()
        return None if row is None else _job(row)

    def page(self, owner: str | None, status: str | None, limit: int, offset: int) -> tuple[list[Job], int]:
        """Return jobs, the newest first, and how many there are. ``owner`` None: of all."""
        wanted = [
            _have[name] == value
            for name, value in (("owner", owner), ("status", status))
            if value is not None
        ]
        query = sa.select(*_COLUMNS).where(*wanted).order_by(_have.id.desc()).limit(limit).offset(offset)
        with self._store.reading() as connection:
            jobs = [_job(row) for row in connection.execute(query).mappings()]
            count = sa.select(sa.func.count()).select_from(api_jobs).where(*wanted)
            return jobs, connection.scalar(count) or 0

    def waiting(self, limit: int) -> list[Job]:
        """Return pending jobs that nobody sees to, the oldest first."""
        wanted = _have.cancel_requested_at.is_(None)
        return self._rows(_have.status == "pending", _have.claimed_by.is_(None), wanted, limit=limit)

    def given_up(self) -> list[Job]:
        """Return pending jobs that nobody sees to and that shall not be begun."""
        asked = _have.cancel_requested_at.is_not(None)
        return self._rows(_have.status == "pending", _have.claimed_by.is_(None), asked)

    def claimed(self) -> list[Job]:
        """Return the jobs that have not ended and that some process sees to."""
        return self._rows(_have.status.in_(OPEN), _have.claimed_by.is_not(None))

    def claim(self, job: Job, by: str) -> bool:
        """Take a job as it was read. Returns False if it is no longer so, or another was quicker."""
        same = [
            _have.status == job.status,
            _have.claimed_by.is_(None) if job.claimed_by is None else _have.claimed_by == job.claimed_by,
            _have.claimed_until.is_(None)
            if job.claimed_until is None
            else _have.claimed_until == job.claimed_until,
        ]
        return self._change(job.id, same, claimed_by=by, claimed_until=now() + LEASE)

    def renew(self, job_ids: Sequence[int], by: str) -> None:
        """Keep jobs for another lease."""
        mine = sa.and_(_have.id.in_(job_ids), _have.claimed_by == by, _have.status.in_(OPEN))
        with writing(self._store) as connection:
            connection.execute(sa.update(api_jobs).where(mine).values(claimed_until=now() + LEASE))

    def release(self, by: str) -> None:
        """Let others see to the jobs of a process at once."""
        with writing(self._store) as connection:
            connection.execute(sa.update(api_jobs).where(_have.claimed_by == by).values(claimed_until=now()))

    def move(self, job: Job, by: str, **values: Any) -> bool:
        """Change a job that ``by`` sees to. Returns False if it no longer does, or the job has ended."""
        return self._change(job.id, [_have.claimed_by == by, _have.status.in_(OPEN)], **values)

    def drop_pending(self, job_id: int) -> bool:
        """Cancel a job that nobody has begun. Returns False if there is none such."""
        waits = [_have.status == "pending", _have.claimed_by.is_(None)]
        return self._change(job_id, waits, status="cancelled", cancel_requested_at=now(), completed_at=now())

    def ask_to_cancel(self, job_id: int) -> bool:
        """Note that a job shall end. Returns False if it has."""
        wanted = {
            "cancel_requested_at": sa.func.coalesce(
                _have.cancel_requested_at, sa.literal(now(), _have.created_at.type)
            )
        }
        return self._change(job_id, [_have.status.in_(OPEN)], **wanted)

    def _change(self, job_id: int, conditions: Sequence[Any], **values: Any) -> bool:
        with writing(self._store) as connection:
            changed = sa.update(api_jobs).where(_have.id == job_id, *conditions).values(**values)
            return bool(connection.execute(changed).rowcount)

    def _rows(self, *conditions: Any, limit: int | None = None) -> list[Job]:
        query = sa.select(*_COLUMNS).where(*conditions).order_by(_have.id).limit(limit)
        with self._store.reading() as connection:
            return [_job(row) for row in connection.execute(query).mappings()]


def _job(row: sa.RowMapping) -> Job:
    return Job(**{**row, "arguments": row["arguments"] or {}, "options": row["options"] or {}})
