"""Which of the runs that are due by now are begun; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tiktok_spiders.schedules.schedule import CAUGHT_UP, ScheduledRun
from tiktok_spiders.schedules.triggers import next_after

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.schedules.schedule import Schedule, State

GRACE = timedelta(seconds=60)
"""A run that begins at most so much late is not taken for missed."""

MOST = 100
"""Missed runs that are looked at; more than these are given up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a schedule now."""

    runs: list[ScheduledRun]
    next_run_at: datetime | None


def plan(schedule: Schedule, now: datetime, active: ScheduledRun | None) -> Plan:
    """Return the runs that were due since the schedule's ``next_run_at``, and when it is due next.

    ``active``: a run of this schedule that has not ended; only caught-up ones wait for its end.
    """
    due, following = _due(schedule, now)
    missed = [at for at in due if now - schedule.fires_at(at) > GRACE]
    on_time = due[len(missed) :]
    runs = _missed(schedule, missed, now, active, newer=bool(on_time))
    if on_time:
        waits_for = active or next((run for run in runs if run.state == "planned"), None)
        runs.append(_run(schedule, on_time[-1], now, waits_for))
    return Plan(runs, following)


def run_of(
    schedule: Schedule, due_at: datetime, now: datetime, state: State, message: str | None = None
) -> ScheduledRun:
    """Return a run in a state."""
    return ScheduledRun(
        job_id=schedule.job_id(due_at),
        schedule=schedule.name,
        spider=schedule.spider,
        state=state,
        message=message,
        due_at=due_at,
        planned_at=now,
    )


def _due(schedule: Schedule, now: datetime) -> tuple[list[datetime], datetime | None]:
    due: list[datetime] = []
    at = schedule.next_run_at
    while at is not None and schedule.fires_at(at) <= now:
        if len(due) == MOST:
            return due, next_after(schedule, now - GRACE)
        due.append(at)
        at = next_after(schedule, at)
    return due, at


def _missed(
    schedule: Schedule, missed: list[datetime], now: datetime, active: ScheduledRun | None, *, newer: bool
) -> list[ScheduledRun]:
    if not missed:
        return []
    if schedule.catch_up == "all":
        return [run_of(schedule, at, now, "planned", CAUGHT_UP) for at in missed]
    if schedule.catch_up == "once" and not newer:
        made = _run(schedule, missed[-1], now, active)
        return [replace(made, message=CAUGHT_UP) if made.state == "planned" else made]
    many = f"{len(missed)} runs were" if len(missed) > 1 else "a run was"
    return [run_of(schedule, missed[-1], now, "missed", f"{many} due while no scheduler worked")]


def _run(schedule: Schedule, at: datetime, now: datetime, active: ScheduledRun | None) -> ScheduledRun:
    if active is None:
        return run_of(schedule, at, now, "planned")
    still = "has not ended" if active.state == "sent" else "has not begun"
    return run_of(schedule, at, now, "skipped", f"job {active.job_id} {still}")
