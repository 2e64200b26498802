"""Is this a schedule whose jobs can work? Asked when it is added, not when it is first due."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ArgumentError, ConfigError, ScheduleError
from tiktok_spiders.schedules.triggers import next_after
from tiktok_spiders.spiders.checking import check_given, spider_named

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.settings import BaseSettings

    from tiktok_spiders.schedules.schedule import Schedule


def check_schedule(schedule: Schedule, settings: BaseSettings) -> datetime:
    """Return when a schedule is due first. Raises ``ScheduleError`` in one line."""
    schedule.check()
    check_arguments(schedule, settings)
    due = next_after(schedule, schedule.created_at)
    if due is None:
        raise ScheduleError(f"{schedule.trigger} is never due")
    return due


def check_arguments(schedule: Schedule, settings: BaseSettings) -> None:
    """Check spider, arguments and settings as a job will. Raises ``ScheduleError``."""
    if "run" in schedule.arguments:
        raise ScheduleError("run: a run of a name is crawled once, so a schedule cannot have one")
    try:
        spider = spider_named(schedule.spider, settings)
        config = Config.from_settings({**settings.copy_to_dict(), **schedule.settings})
        check_given(spider, schedule.arguments, config)
    except (ArgumentError, ConfigError) as error:
        raise ScheduleError(str(error)) from None
    _check_files(schedule)


def _check_files(schedule: Schedule) -> None:
    for name, value in schedule.arguments.items():
        if name.endswith("_file") and not Path(value).is_absolute():
            raise ScheduleError(f"{name}={value}: give the whole path; Scrapyd works in another directory")
