"""Schedules and their runs in the store."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.exceptions import ScheduleError
from tiktok_spiders.schedules.schedule import ACTIVE, Schedule, ScheduledRun
from tiktok_spiders.store.journal import schedule_runs, schedules
from tiktok_spiders.store.writing import insert, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tiktok_spiders.schedules.schedule import State
    from tiktok_spiders.store import Store

KEPT = timedelta(days=90)
"""How long it is remembered what became of a run."""

_COLUMNS = [schedules.c[field.name] for field in fields(Schedule)]
_RUN_COLUMNS = [schedule_runs.c[field.name] for field in fields(ScheduledRun)]


class Timetable:
    """The tables ``schedules`` and ``schedule_runs``. Synchronous; errors are those of the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, schedule: Schedule) -> None:
        """Keep a schedule. Raises ``ScheduleError`` if there is one of that name."""
        with writing(self._store) as connection:
            new = insert(connection, schedules).values(**asdict(schedule)).on_conflict_do_nothing()
            if connection.execute(new.returning(schedules.c.name)).first() is None:
                raise ScheduleError(f"there is a schedule {schedule.name}; remove it first")

    def remove(self, name: str) -> None:
        """Forget a schedule and its runs that have not begun. Raises ``ScheduleError`` if there is none."""
        with writing(self._store) as connection:
            gone = connection.execute(sa.delete(schedules).where(schedules.c.name == name)).rowcount
            connection.execute(_planned_of(name))
        if not gone:
            raise _unknown(name)

    def enable(self, name: str, *, enabled: bool, next_run_at: datetime | None) -> None:
        """Let a schedule rest, or go on with a next run. Raises ``ScheduleError`` if there is none."""
        values = {"enabled": enabled, "next_run_at": next_run_at}
        with writing(self._store) as connection:
            changed = sa.update(schedules).where(schedules.c.name == name).values(values)
            if not connection.execute(changed).rowcount:
                raise _unknown(name)
            if not enabled:
                connection.execute(_planned_of(name))

    def all(self) -> list[Schedule]:
        """Return all schedules by name."""
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(*_COLUMNS).order_by(schedules.c.name))
            return [Schedule(**row) for row in rows.mappings()]

    def get(self, name: str) -> Schedule:
        """Return a schedule. Raises ``ScheduleError`` if there is none of that name."""
        with self._store.reading() as connection:
            found = (
                connection.execute(sa.select(*_COLUMNS).where(schedules.c.name == name)).mappings().first()
            )
        if found is None:
            raise _unknown(name)
        return Schedule(**found)

    def advance(self, schedule: Schedule, runs: Sequence[ScheduledRun], next_run_at: datetime | None) -> bool:
        """Note what became of the times that a schedule was due, and when it is next.

        Returns False, and notes nothing, if another process was quicker or the schedule was changed.
        """
        begun = [run.due_at for run in runs if run.state == "planned"]
        values = {"next_run_at": next_run_at, "last_run_at": max(begun, default=schedule.last_run_at)}
        same = sa.and_(
            schedules.c.name == schedule.name,
            schedules.c.enabled,
            schedules.c.next_run_at == schedule.next_run_at,
        )
        with writing(self._store) as connection:
            if not connection.execute(sa.update(schedules).where(same).values(values)).rowcount:
                return False
            for run in runs:
                new = insert(connection, schedule_runs).values(**asdict(run))
                connection.execute(new.on_conflict_do_nothing())
        return True

    def note(self, run: ScheduledRun) -> bool:
        """Keep a run that no trigger asked for. Returns False if another of its schedule has not ended."""
        busy = sa.select(schedule_runs.c.job_id).where(
            schedule_runs.c.schedule == run.schedule, schedule_runs.c.state.in_(ACTIVE)
        )
        with writing(self._store) as connection:
            # Two commands at once: the row of the schedule is the lock.
            mine = schedules.c.name == run.schedule
            connection.execute(sa.update(schedules).where(mine).values(name=run.schedule))
            if connection.execute(busy).first():
                return False
            connection.execute(sa.update(schedules).where(mine).values(last_run_at=run.due_at))
            connection.execute(insert(connection, schedule_runs).values(**asdict(run)))
        return True

    def active(self) -> list[ScheduledRun]:
        """Return the runs that have not ended, the oldest first."""
        chosen = sa.select(*_RUN_COLUMNS).where(schedule_runs.c.state.in_(ACTIVE))
        with self._store.reading() as connection:
            rows = connection.execute(chosen.order_by(schedule_runs.c.due_at, schedule_runs.c.job_id))
            return [ScheduledRun(**row) for row in rows.mappings()]

    def move(self, run: ScheduledRun, state: State, **values: Any) -> bool:
        """Bring a run from the state it is in to another. Returns False if it is no longer in that state."""
        same = sa.and_(schedule_runs.c.job_id == run.job_id, schedule_runs.c.state == run.state)
        with writing(self._store) as connection:
            changed = sa.update(schedule_runs).where(same).values(state=state, **values)
            return bool(connection.execute(changed).rowcount)

    def prune(self, now: datetime) -> None:
        """Forget what became of runs long ago."""
        old = sa.and_(schedule_runs.c.planned_at < now - KEPT, schedule_runs.c.state.not_in(ACTIVE))
        with writing(self._store) as connection:
            connection.execute(sa.delete(schedule_runs).where(old))


def _planned_of(name: str) -> sa.Delete:
    return sa.delete(schedule_runs).where(
        schedule_runs.c.schedule == name, schedule_runs.c.state == "planned"
    )


def _unknown(name: str) -> ScheduleError:
    return ScheduleError(f"there is no schedule {name}; `scrapy worker list` names them")
