"""``scrapy worker remove``: forget a schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.worker_actions.opening import declare_name, store_of
from tiktok_spiders.schedules.timetable import Timetable

if TYPE_CHECKING:
    from argparse import Namespace

    from scrapy.settings import BaseSettings

NAME = "remove"
HELP = "Forget a schedule; a job of it that runs goes on"

declare = declare_name


def run(options: Namespace, settings: BaseSettings) -> int:
    """Remove it from the store."""
    with store_of(settings) as store:
        Timetable(store).remove(options.name)
    print(f"removed {options.name}")
    return 0
