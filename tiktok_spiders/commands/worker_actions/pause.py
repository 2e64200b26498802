"""``scrapy worker pause``: let a schedule rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.worker_actions.opening import declare_name, store_of
from tiktok_spiders.schedules.timetable import Timetable

if TYPE_CHECKING:
    from argparse import Namespace

    from scrapy.settings import BaseSettings

NAME = "pause"
HELP = "Let a schedule rest until it is resumed; a job of it that runs goes on"

declare = declare_name


def run(options: Namespace, settings: BaseSettings) -> int:
    """Note it in the store."""
    with store_of(settings) as store:
        Timetable(store).enable(options.name, enabled=False, next_run_at=None)
    print(f"{options.name} rests")
    return 0
