"""``scrapy worker add``: keep a schedule, checked as its jobs will be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.utils.conf import arglist_to_dict

from tiktok_spiders.commands import job
from tiktok_spiders.commands.worker_actions.opening import store_of
from tiktok_spiders.exceptions import ScheduleError
from tiktok_spiders.schedules.check import check_schedule
from tiktok_spiders.schedules.schedule import Schedule
from tiktok_spiders.schedules.spans import parse_span
from tiktok_spiders.schedules.timetable import Timetable
from tiktok_spiders.terminal.table import moment

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

NAME = "add"
HELP = "Keep a schedule: a spider with its arguments, every so often or by cron expression"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "name", metavar="NAME", help="name of the schedule; the ids of its jobs begin with it"
    )
    parser.add_argument("spider", metavar="SPIDER", help="the spider to run")
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--every", metavar="SPAN", help="the time between two runs: 30m, 6h, 1d12h")
    when.add_argument("--cron", metavar="EXPRESSION", help="five fields of crontab, or @hourly, @daily …")
    parser.add_argument("--timezone", metavar="ZONE", help="time zone of --cron (default: UTC)")
    parser.add_argument(
        "-a", dest="arguments", action="append", default=[], metavar="NAME=VALUE", help="spider argument"
    )
    parser.add_argument(
        "--setting", dest="job_settings", action="append", default=[], metavar="NAME=VALUE",
        help="setting of its jobs; never a secret",
    )  # fmt: skip
    parser.add_argument(
        "--jitter", metavar="SPAN", default="0", help="begin up to so much later (default: 0)"
    )
    parser.add_argument(
        "--catch-up", choices=("skip", "once", "all"), default="once",
        help="what becomes of runs that were due while no scheduler worked (default: once)",
    )  # fmt: skip
    parser.add_argument("--disabled", action="store_true", help="add it at rest; `resume` lets it go on")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Check the schedule, write it to the store, and print when it is due first."""
    schedule = _schedule(options)
    job.check_exposed(schedule.arguments, schedule.settings, settings)
    job.check_exposed(schedule.settings, {}, settings)
    due = check_schedule(schedule, settings)
    with store_of(settings) as store:
        Timetable(store).add(replace(schedule, next_run_at=due if schedule.enabled else None))
    first = f"first run {moment(schedule.fires_at(due))}" if schedule.enabled else "at rest"
    print(f"added {schedule.name}: {schedule.spider} {schedule.trigger}, {first}")
    return 0


def _schedule(options: Namespace) -> Schedule:
    if options.timezone and options.cron is None:
        raise ScheduleError("--timezone goes with --cron")
    return Schedule(
        name=options.name,
        spider=options.spider,
        arguments=_pairs("-a", options.arguments),
        settings=_pairs("--setting", options.job_settings),
        every_s=None if options.every is None else parse_span(options.every),
        cron=options.cron,
        timezone=options.timezone or "UTC",
        jitter_s=parse_span(options.jitter),
        catch_up=options.catch_up,
        enabled=not options.disabled,
        created_at=datetime.now(UTC),
    )


def _pairs(option: str, given: list[str]) -> dict[str, str]:
    try:
        pairs: dict[str, str] = arglist_to_dict(given)
    except ValueError:
        # What has no `=` may be a secret's value: it is not repeated.
        raise ScheduleError(f"{option} takes NAME=VALUE") from None
    return pairs
