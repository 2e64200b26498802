"""When a schedule is due: APScheduler's triggers, with the meaning that crontab gives its fields."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.combining import OrTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from tiktok_spiders.exceptions import ScheduleError

if TYPE_CHECKING:
    from apscheduler.triggers.base import BaseTrigger

    from tiktok_spiders.schedules.schedule import Schedule

_MACROS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


def next_after(schedule: Schedule, moment: datetime) -> datetime | None:
    """Return the first time after ``moment`` that a schedule is due, in UTC. Raises ``ScheduleError``.

    Due times are whole seconds.
    """
    trigger = _trigger(schedule.every_s, schedule.created_at, schedule.cron, schedule.timezone)
    start = moment.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    # Never the time before: with it, a cron trigger stands still in the hour that a clock goes back.
    found = cast("datetime | None", trigger.get_next_fire_time(None, start))
    while found is not None and _is_repeated(schedule, found.astimezone(UTC)):
        found = trigger.get_next_fire_time(None, found.astimezone(UTC) + timedelta(seconds=1))
    return None if found is None else found.astimezone(UTC)


@lru_cache(maxsize=1024)
def _trigger(every_s: int | None, anchor: datetime, cron: str | None, zone_name: str) -> BaseTrigger:
    if cron is not None:
        return _cron_trigger(cron, zone(zone_name))
    return IntervalTrigger(seconds=every_s, start_date=anchor.replace(microsecond=0), timezone=UTC)


def zone(name: str) -> ZoneInfo:
    """Return a time zone. Raises ``ScheduleError``."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ScheduleError(f"unknown time zone {name!r}; write one such as Europe/Berlin or UTC") from None


def _cron_trigger(text: str, where: ZoneInfo) -> BaseTrigger:
    fields = _fields(text)
    if len(fields) != 5:
        raise ScheduleError(
            f"cron {text!r} has {len(fields)} fields; 5 are needed: minute hour day month weekday"
        )
    minute, hour, day, month, weekday = fields
    try:
        days = _weekdays(weekday)
        time = {"minute": minute, "hour": hour, "month": month, "timezone": where}
        if "*" in {day[0], days}:
            return CronTrigger(day=day, day_of_week=days, **time)
        # crontab: where both are limited, either will do.
        return OrTrigger([CronTrigger(day=day, **time), CronTrigger(day_of_week=days, **time)])
    except (ValueError, TypeError) as error:
        raise ScheduleError(f"cron {text!r}: {error}") from None


def _fields(text: str) -> list[str]:
    return _MACROS.get(text.strip().lower(), text).split()


def _weekdays(text: str) -> str:
    """Return the names of crontab's days, where 0 and 7 are Sunday; to APScheduler 0 is Monday."""
    if text == "*":
        return text
    found: set[int] = set()
    for token in text.lower().split(","):
        body, _, step = token.partition("/")
        first, _, last = ("0", "-", "6") if body == "*" else body.partition("-")
        low = _weekday(first)
        high = _weekday(last) if last else 6 if step else low
        high += 7 * (high < low)
        found.update(day % 7 for day in range(low, high + 1, int(step or 1)))
    return ",".join(_DAYS[day] for day in sorted(found))


def _weekday(text: str) -> int:
    if text in _DAYS:
        return _DAYS.index(text)
    if text.isdigit() and int(text) <= 7:
        return int(text)
    raise ValueError(f"unknown weekday {text!r}")


def _is_repeated(schedule: Schedule, found: datetime) -> bool:
    """Tell whether a fixed time of day comes again because the clock was put back; it is due once."""
    if schedule.cron is None or found.astimezone(zone(schedule.timezone)).fold == 0:
        return False
    return not any(field.startswith("*") for field in _fields(schedule.cron)[:2])
