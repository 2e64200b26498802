"""From runs to Scrapyd's jobs: give them out, see when they have ended, wait for a Scrapyd that is gone."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import ScrapydDownError, ScrapydError
from tiktok_spiders.schedules.schedule import BY_HAND, CAUGHT_UP

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.schedules.schedule import Schedule, ScheduledRun
    from tiktok_spiders.schedules.scrapyd import Scrapyd
    from tiktok_spiders.schedules.timetable import Timetable

logger = logging.getLogger(__name__)

SENDING = timedelta(seconds=30)
"""So long a process may take to give a job to Scrapyd; longer than the client's time-outs."""

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 60.0


class Dispatcher:
    """Works on the runs that have not ended."""

    def __init__(self, timetable: Timetable, scrapyd: Scrapyd) -> None:
        self._timetable, self._scrapyd = timetable, scrapyd
        self._pause_s = 0.0
        self._retry_at: datetime | None = None

    def track(self, now: datetime) -> None:
        """See which jobs have ended. Nothing is done while Scrapyd is waited for."""
        self._with_scrapyd(self._track, now)

    def send(self, now: datetime) -> None:
        """Give out what is planned, one job of a schedule at a time."""
        self._with_scrapyd(self._send, now)

    def wait_s(self, now: datetime) -> float | None:
        """Return the seconds until Scrapyd is asked again, None if it answers."""
        return None if self._retry_at is None else (self._retry_at - now).total_seconds()

    def begin(self, schedule: Schedule, run: ScheduledRun, now: datetime) -> None:
        """Give a run in the state ``sending`` to Scrapyd. Raises ``ScrapydError``."""
        try:
            self._scrapyd.schedule(schedule.spider, run.job_id, schedule.arguments, schedule.settings)
        except ScrapydDownError as error:
            if not error.asked:
                self._timetable.move(run, "planned", sent_at=None, message=str(error))
            raise
        except ScrapydError as error:
            self._timetable.move(run, "refused", ended_at=now, message=str(error))
            raise
        kept = run.message if run.message in {CAUGHT_UP, BY_HAND} else None
        self._timetable.move(run, "sent", sent_at=now, message=kept)

    def _track(self, now: datetime) -> None:
        for run in self._timetable.active():
            if run.state == "sent":
                self._see(run, now)
            elif run.state == "sending" and now - (run.sent_at or run.planned_at) >= SENDING:
                self._find(run, now)

    def _see(self, run: ScheduledRun, now: datetime) -> None:
        state = self._scrapyd.state(run.job_id)
        if state in {"pending", "running"}:
            return
        message = run.message if state else "Scrapyd no longer knew the job"
        if self._timetable.move(run, "ended", ended_at=now, message=message):
            logger.info("Job %s has ended", run.job_id)

    def _find(self, run: ScheduledRun, now: datetime) -> None:
        """Learn whether Scrapyd got a job whose sender died, or heard no answer."""
        if self._scrapyd.state(run.job_id) is None:
            self._timetable.move(run, "planned", sent_at=None)
        else:
            self._timetable.move(run, "sent", sent_at=now)

    def _send(self, now: datetime) -> None:
        active = self._timetable.active()
        planned = [run for run in active if run.state == "planned"]
        if not planned:
            return
        busy = {run.schedule for run in active if run.state != "planned"}
        schedules = {schedule.name: schedule for schedule in self._timetable.all()}
        for run in planned:
            schedule = schedules.get(run.schedule)
            if run.schedule in busy or schedule is None:
                continue
            busy.add(run.schedule)
            if self._timetable.move(run, "sending", sent_at=now):
                self._begin_and_tell(schedule, replace(run, state="sending", sent_at=now), now)

    def _begin_and_tell(self, schedule: Schedule, run: ScheduledRun, now: datetime) -> None:
        try:
            self.begin(schedule, run, now)
        except ScrapydDownError:
            raise
        except ScrapydError as error:
            logger.error("Job %s: %s", run.job_id, error)
        else:
            logger.info("Job %s was given to Scrapyd", run.job_id)

    def _with_scrapyd(self, do: Callable[[datetime], None], now: datetime) -> None:
        if self._retry_at is not None and now < self._retry_at:
            return
        try:
            do(now)
            if self._retry_at is not None:
                self._scrapyd.check()
        except ScrapydDownError as error:
            self._pause(error, now)
        else:
            self._go_on()

    def _pause(self, error: ScrapydDownError, now: datetime) -> None:
        if self._retry_at is None:
            logger.warning("%s: waiting for it", error)
        self._pause_s = min(max(2 * self._pause_s, FIRST_PAUSE_S), LONGEST_PAUSE_S)
        self._retry_at = now + timedelta(seconds=self._pause_s)

    def _go_on(self) -> None:
        if self._retry_at is not None:
            logger.info("Scrapyd answers again")
        self._pause_s, self._retry_at = 0.0, None
