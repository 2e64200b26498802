"""``scrapy targets status``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tiktok_spiders.commands.targets_actions.spider import declare_spider, targets_of
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings

    from tiktok_spiders.distributed.targets import Standing

NAME = "status"
HELP = "Tell what waits, which runs work on it, and what was set aside and why"


declare = declare_spider


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print it."""
    with targets_of(settings, options.spider) as targets:
        for line in _lines(targets.standing()):
            print(line)
    return 0


def _lines(standing: Standing) -> Iterator[str]:
    yield f"{standing.waiting} targets wait"
    for priority, count in standing.by_priority.items():
        yield f"  priority {priority}: {count}"
    for one in standing.runs:
        yield f"run {one.run}: {one.queued} queued, {one.in_flight} in flight, {one.workers} workers"
    yield f"{len(standing.aside)} set aside"
    for text, why in standing.aside.items():
        yield f"  {printable(text)}: {_told(why)}"


def _told(why: dict[str, Any]) -> str:
    at = datetime.fromtimestamp(why.get("at", 0), UTC)
    return f"{printable(str(why.get('reason')))} (run {why.get('run')}, {at:%Y-%m-%d %H:%M} UTC)"
