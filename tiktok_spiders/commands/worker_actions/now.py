"""``scrapy worker run``: give Scrapyd a schedule's job at once."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tiktok_spiders.commands.worker_actions.opening import declare_name, store_of
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ScrapydDownError
from tiktok_spiders.schedules.catchup import run_of
from tiktok_spiders.schedules.dispatcher import Dispatcher
from tiktok_spiders.schedules.schedule import BY_HAND
from tiktok_spiders.schedules.scrapyd import Scrapyd
from tiktok_spiders.schedules.timetable import Timetable

if TYPE_CHECKING:
    from argparse import Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.store import Store

NAME = "run"
HELP = "Give Scrapyd a schedule's job now, whenever it is due; not while its last one has not ended"

declare = declare_name


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print the job's id. Exit status 1: refused, by Scrapyd or because the last job has not ended."""
    with store_of(settings) as store, closing(Scrapyd.from_config(Config.from_settings(settings))) as scrapyd:
        return _run(store, scrapyd, options.name)


def _run(store: Store, scrapyd: Scrapyd, name: str) -> int:
    timetable, now = Timetable(store), datetime.now(UTC)
    dispatcher = Dispatcher(timetable, scrapyd)
    schedule = timetable.get(name)
    scrapyd.check()
    dispatcher.track(now)
    made = replace(run_of(schedule, now, now, "sending", BY_HAND), sent_at=now)
    if not timetable.note(made):
        print(f"scrapy worker: the last job of {name} has not ended", file=sys.stderr)
        return 1
    try:
        dispatcher.begin(schedule, made, now)
    except ScrapydDownError as error:
        print(f"scrapy worker: {error}; the job is kept for the scheduler to send", file=sys.stderr)
        return 1
    print(made.job_id)
    return 0
