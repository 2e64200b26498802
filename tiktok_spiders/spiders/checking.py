"""Can a crawl by this spider with these arguments begin? Asked before anything is started or kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.spiderloader import get_spider_loader

from tiktok_spiders.exceptions import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Spider
    from scrapy.settings import BaseSettings

    from tiktok_spiders.config import Config
    from tiktok_spiders.spiders.arguments import Arguments


def spider_named(name: str, settings: BaseSettings) -> type[Spider]:
    """Return a spider by its name. Raises ``ArgumentError``."""
    loader = get_spider_loader(settings)
    if name not in loader.list():
        raise ArgumentError(f"unknown spider {name!r}; allowed: {', '.join(sorted(loader.list()))}")
    return loader.load(name)


def check_given(spider: type[Spider], given: Mapping[str, str], config: Config) -> None:
    """Check the arguments of a spider that declares any. Raises ``ArgumentError``."""
    declared: type[Arguments] | None = getattr(spider, "arguments_class", None)
    if declared is not None:
        arguments = declared.parse(given, targets_elsewhere=config.distributed)
        arguments.check_store(enabled=config.store_enabled)
