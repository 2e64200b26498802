"""From schedules to runs: what is due now is noted in the store, once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import ScheduleError
from tiktok_spiders.schedules.alarm import AlarmClock
from tiktok_spiders.schedules.catchup import plan

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.schedules.schedule import Schedule
    from tiktok_spiders.schedules.timetable import Timetable

logger = logging.getLogger(__name__)


class Planner:
    """Sets the alarm clock to the schedules as they stand in the store, and plans what rings."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable
        self._alarm = AlarmClock()

    def turn(self, now: datetime) -> float | None:
        """Plan what is due; return the seconds until the next run is, None if there is none."""
        known = {schedule.name: schedule for schedule in self._timetable.all()}
        self._alarm.set(
            {
                name: schedule.fires_at(schedule.next_run_at)
                for name, schedule in known.items()
                if schedule.enabled and schedule.next_run_at is not None
            }
        )
        rung, wait = self._alarm.ring()
        for name in rung:
            self._plan_or_stop(known[name], now)
        return wait

    def rest(self) -> None:
        """Forget all alarms: another scheduler works."""
        self._alarm.set({})

    def close(self) -> None:
        """Let the alarm clock go."""
        self._alarm.close()

    def _plan_or_stop(self, schedule: Schedule, now: datetime) -> None:
        """Plan; a row that somebody wrote by hand and that makes no sense must not hold up the others."""
        try:
            self._plan(schedule, now)
        except ScheduleError as error:
            logger.error("Schedule %s rests from now on: %s", schedule.name, error)
            self._timetable.enable(schedule.name, enabled=False, next_run_at=None)

    def _plan(self, schedule: Schedule, now: datetime) -> None:
        active = next((run for run in self._timetable.active() if run.schedule == schedule.name), None)
        made = plan(schedule, now, active)
        if not self._timetable.advance(schedule, made.runs, made.next_run_at):
            return
        for run in made.runs:
            note = f": {run.message}" if run.message else ""
            level = logging.INFO if run.state == "planned" else logging.WARNING
            logger.log(level, "Schedule %s, due %s: %s%s", run.schedule, run.due_at, run.state, note)
