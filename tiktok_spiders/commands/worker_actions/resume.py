"""``scrapy worker resume``: let a schedule go on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tiktok_spiders.commands.worker_actions.opening import declare_name, store_of
from tiktok_spiders.schedules.timetable import Timetable
from tiktok_spiders.schedules.triggers import next_after
from tiktok_spiders.terminal.table import moment

if TYPE_CHECKING:
    from argparse import Namespace

    from scrapy.settings import BaseSettings

NAME = "resume"
HELP = "Let a schedule go on that rests; what it missed is not caught up"

declare = declare_name


def run(options: Namespace, settings: BaseSettings) -> int:
    """Note it in the store, and print when it is due next."""
    with store_of(settings) as store:
        timetable = Timetable(store)
        due = next_after(timetable.get(options.name), datetime.now(UTC))
        timetable.enable(options.name, enabled=True, next_run_at=due)
    print(f"{options.name} is due {moment(due)}")
    return 0
