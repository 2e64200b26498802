"""Recurring work: schedules in the store, jobs on Scrapyd, one scheduler at a time.

``Timetable`` keeps the schedules, ``Planner`` notes what is due, ``Dispatcher`` gives it to ``Scrapyd``,
``Worker`` drives both while its lock holds.
"""

from tiktok_spiders.schedules.schedule import Schedule, ScheduledRun
from tiktok_spiders.schedules.scrapyd import Scrapyd
from tiktok_spiders.schedules.timetable import Timetable
from tiktok_spiders.schedules.worker import Worker

__all__ = ["Schedule", "ScheduledRun", "Scrapyd", "Timetable", "Worker"]
