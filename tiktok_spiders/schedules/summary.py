"""What there is to tell of each schedule: its last run, what that brought, its next run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.schedules.schedule import ACTIVE, BY_HAND, CAUGHT_UP
from tiktok_spiders.store.journal import runs, schedule_runs, schedules

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.store import Store

_TRIED = (*ACTIVE, "ended", "refused")
_RUN = ("finish_reason", "items_by_type", "targets_by_status", "rejected_rows", "run_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a schedule stands. Times are aware UTC."""

    name: str
    spider: str
    enabled: bool
    next_run_at: datetime | None = None
    job_id: str | None = None
    """Scrapyd's job of the last run."""

    last_run_at: datetime | None = None
    state: str | None = None
    """Of the last run; see ``ScheduledRun``."""

    records: int | None = None
    """Records that its job delivered; None if it has not begun a crawl."""

    verdicts: dict[str, int] = field(default_factory=dict)
    """Targets by the status of their verdict."""

    errors: list[str] = field(default_factory=list)
    """What went wrong, in words."""

    note: str | None = None
    """What became of a later time that it was due."""


def standings(store: Store) -> list[Standing]:
    """Return all schedules by name."""
    tried, latest = _newest(_TRIED).alias(), _newest().alias()
    columns = [
        schedules.c.name,
        schedules.c.spider,
        schedules.c.enabled,
        schedules.c.next_run_at,
        *(tried.c[name] for name in ("job_id", "due_at", "state", "message")),
        latest.c.job_id.label("latest_id"),
        latest.c.state.label("latest_state"),
        latest.c.message.label("latest_message"),
        *(runs.c[name] for name in _RUN),
    ]
    joined = (
        schedules.outerjoin(tried, tried.c.schedule == schedules.c.name)
        .outerjoin(latest, latest.c.schedule == schedules.c.name)
        .outerjoin(runs, runs.c.job_id == tried.c.job_id)
    )
    with store.reading() as connection:
        rows = connection.execute(sa.select(*columns).select_from(joined).order_by(schedules.c.name))
        return [_standing(row) for row in rows]


def _newest(states: tuple[str, ...] = ()) -> sa.Select[Any]:
    """Select the newest run of each schedule, of those in certain states."""
    order = sa.func.row_number().over(
        partition_by=schedule_runs.c.schedule,
        order_by=(schedule_runs.c.due_at.desc(), schedule_runs.c.planned_at.desc()),
    )
    ranked = sa.select(schedule_runs, order.label("rank"))
    if states:
        ranked = ranked.where(schedule_runs.c.state.in_(states))
    inner = ranked.subquery()
    return sa.select(inner).where(inner.c.rank == 1)


def _standing(row: Any) -> Standing:
    later = row.latest_id is not None and row.latest_id != row.job_id
    return Standing(
        name=row.name,
        spider=row.spider,
        enabled=row.enabled,
        next_run_at=row.next_run_at if row.enabled else None,
        job_id=row.job_id,
        last_run_at=row.due_at,
        state=row.state,
        records=None if row.run_id is None else sum((row.items_by_type or {}).values()),
        verdicts=row.targets_by_status or {},
        errors=list(_errors(row)),
        note=f"{row.latest_state}: {row.latest_message}" if later else None,
    )


def _errors(row: Any) -> list[str]:
    found = []
    if row.state in {"refused", "planned", "sending"} and row.message not in {None, CAUGHT_UP, BY_HAND}:
        found.append(row.message)
    if row.state == "ended" and row.run_id is None:
        found.append("no crawl: see the job's log")
    if row.state == "ended" and row.run_id is not None and row.finish_reason != "finished":
        found.append(f"ended by {row.finish_reason or 'a crash'}")
    failed = (row.targets_by_status or {}).get("failed", 0)
    if failed:
        found.append(f"{failed} failed")
    if row.rejected_rows:
        found.append(f"{row.rejected_rows} rows set aside")
    return found
