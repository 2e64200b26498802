"""``scrapy worker`` with short times: ``python -m tests.schedules.short_worker``."""

from __future__ import annotations

from datetime import timedelta

from scrapy.cmdline import execute

from tiktok_spiders.schedules import lock, worker

LOCK_S, TICK_S = 5, 0.2
"""A lock lasts longer than a machine with much to do keeps its holder from renewing it."""


def main() -> None:
    """Do as the command does."""
    lock.RowLock.__init__.__defaults__ = ("", timedelta(seconds=LOCK_S))
    worker.Worker.__init__.__defaults__ = (TICK_S,)
    execute(["scrapy", "worker"])


if __name__ == "__main__":
    main()
