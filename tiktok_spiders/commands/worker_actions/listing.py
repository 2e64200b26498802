"""``scrapy worker list``: the schedules as they were added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.commands.worker_actions.opening import declare_json, store_of
from tiktok_spiders.schedules.spans import show_span
from tiktok_spiders.schedules.timetable import Timetable
from tiktok_spiders.terminal.table import moment, show

if TYPE_CHECKING:
    from argparse import Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.schedules.schedule import Schedule

NAME = "list"
HELP = "List the schedules: spider, arguments, trigger, jitter, catch-up policy, next run"

_COLUMNS = ("name", "spider", "arguments", "settings", "trigger", "jitter", "catch-up", "next run")

declare = declare_json


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print a table on a terminal, tab-separated lines into a pipe, or JSON."""
    with store_of(settings) as store:
        known = Timetable(store).all()
    if options.json:
        for schedule in known:
            print(msgspec.json.encode(schedule).decode())
    else:
        show(_COLUMNS, map(_cells, known))
    return 0


def _cells(schedule: Schedule) -> tuple[str | None, ...]:
    return (
        schedule.name,
        schedule.spider,
        _shown(schedule.arguments),
        _shown(schedule.settings),
        schedule.trigger,
        show_span(schedule.jitter_s) if schedule.jitter_s else None,
        schedule.catch_up,
        moment(schedule.next_run_at) if schedule.enabled else "at rest",
    )


def _shown(pairs: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in pairs.items())
