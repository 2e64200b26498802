"""``scrapy worker serve``, or plain ``scrapy worker``: the scheduler itself."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import TYPE_CHECKING

from tiktok_spiders.commands.worker_actions.opening import store_of
from tiktok_spiders.config import Config
from tiktok_spiders.schedules.clock import SystemClock
from tiktok_spiders.schedules.lock import lock_for
from tiktok_spiders.schedules.scrapyd import Scrapyd
from tiktok_spiders.schedules.worker import Worker
from tiktok_spiders.terminal.log_lines import stderr_handler

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

NAME = "serve"
HELP = "Run the scheduler (what `scrapy worker` does by itself) until SIGTERM or SIGINT"

TALKATIVE = ("httpx", "httpcore", "apscheduler", "alembic")


def declare(parser: ArgumentParser) -> None:
    """Declare no options."""


def run(_options: Namespace, settings: BaseSettings) -> int:
    """Work until a signal comes; jobs that run go on."""
    log_to_stderr(settings)
    clock = SystemClock()
    clock.listen()
    with store_of(settings) as store, closing(Scrapyd.from_config(Config.from_settings(settings))) as scrapyd:
        Worker(store, scrapyd, lock_for(store), clock).run()
    return 0


def log_to_stderr(settings: BaseSettings) -> None:
    """Log what the process does, without secrets and control characters."""
    root = logging.getLogger()
    root.addHandler(stderr_handler(settings))
    root.setLevel(settings["LOG_LEVEL"])
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
