"""``scrapy targets clear``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.targets_actions.spider import declare_spider, targets_of

if TYPE_CHECKING:
    from argparse import Namespace

    from scrapy.settings import BaseSettings

NAME = "clear"
HELP = "Forget what waits and what was set aside; what workers have taken goes on"


declare = declare_spider


def run(options: Namespace, settings: BaseSettings) -> int:
    """Clear; say how many waited."""
    with targets_of(settings, options.spider) as targets:
        print(f"{targets.clear()} targets forgotten")
    return 0
