"""Switch a crawl over to Redis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

PRIORITY = "project"
SPARE = 2
"""Requests that a worker holds beyond those that its identities carry."""

DELIVERY = 10
"""Place of the delivery middleware: before any that looks at addresses."""


class DistributedAddon:
    """With ``TIKTOK_DISTRIBUTED``: scheduler, dupefilter, deliveries and seen-set by Redis."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Set Scrapy's settings. Raises ``ConfigError`` for a setting without which it cannot work."""
        config = Config.from_settings(settings)
        if not config.distributed:
            return
        if config.redis_url is None:
            raise ConfigError("TIKTOK_DISTRIBUTED is true and TIKTOK_REDIS_URL is not set: name a Redis")
        if not config.store_enabled:
            raise ConfigError(
                "TIKTOK_DISTRIBUTED is true and TIKTOK_STORE_ENABLED is false: workers need a store"
            )
        settings.set("SCHEDULER", "tiktok_spiders.distributed.scheduler.LeasedScheduler", PRIORITY)
        settings.set("DUPEFILTER_CLASS", "tiktok_spiders.distributed.dupefilter.ListingDupeFilter", PRIORITY)
        if config.identities:
            # A worker that took more than it has identities for would keep them from the others.
            most = min(settings.getint("CONCURRENT_REQUESTS"), config.identities + SPARE)
            settings.set("CONCURRENT_REQUESTS", most, PRIORITY)
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
        middlewares["middlewares.delivery.DeliveryMiddleware"] = DELIVERY
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, PRIORITY)
        pipelines = settings.getdict("ITEM_PIPELINES")
        place = pipelines.pop("pipelines.dedupe.DedupePipeline", None)
        if place is not None:
            pipelines["pipelines.dedupe_shared.SharedDedupePipeline"] = place
            settings.set("ITEM_PIPELINES", pipelines, PRIORITY)
