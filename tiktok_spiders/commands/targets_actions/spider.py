"""The option that every action takes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader

from tiktok_spiders.config import Config
from tiktok_spiders.distributed.targets import Targets
from tiktok_spiders.spiders.base import TikTokSpider

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from scrapy.settings import BaseSettings


def declare_spider(parser: ArgumentParser) -> None:
    """Declare ``--spider``."""
    parser.add_argument("--spider", default="user", metavar="NAME", help="whose targets (default: user)")


def spider_class(settings: BaseSettings, name: str) -> type[TikTokSpider]:
    """Return a spider by its name. Raises ``UsageError``."""
    loader = get_spider_loader(settings)
    every = {each: loader.load(each) for each in loader.list()}
    known = {each: spider for each, spider in every.items() if issubclass(spider, TikTokSpider)}
    if name not in known:
        raise UsageError(f"unknown spider {name!r}; allowed: {', '.join(sorted(known))}")
    return known[name]


@contextmanager
def targets_of(settings: BaseSettings, name: str) -> Iterator[Targets]:
    """Give the targets of a spider. Raises ``UsageError`` for a name that is none."""
    spider_class(settings, name)
    targets = Targets(Config.from_settings(settings), name)
    try:
        yield targets
    finally:
        targets.close()
