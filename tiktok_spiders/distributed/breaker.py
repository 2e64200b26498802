"""The circuit breaker of one crawl: its own, or the one that all workers share."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scrapy import signals

from tiktok_spiders.breaker import Breaker
from tiktok_spiders.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

    from tiktok_spiders.breaker import Key, State


def breaker_for(crawler: Crawler, on_change: Callable[[Key, State], None]) -> Breaker:
    """Return the breaker of a crawl: its own, or in distributed mode the one that all workers share."""
    config = Config.from_settings(crawler.settings)
    parts = (config.breaker_failures, config.breaker_seconds, time.monotonic, on_change)
    if not config.distributed or config.redis_url is None:
        return Breaker(*parts)

    from tiktok_spiders.distributed import connection  # noqa: PLC0415 - every crawl would load Redis: 6 MiB
    from tiktok_spiders.distributed.shared_breaker import SharedBreaker  # noqa: PLC0415

    shared = SharedBreaker(
        *parts,
        client=connection.connect(config),
        make_async=lambda: connection.connect_async(config),
        prefix=config.redis_prefix,
    )
    crawler.signals.connect(shared.start, signal=signals.engine_started, weak=False)
    crawler.signals.connect(shared.stop, signal=signals.engine_stopped, weak=False)
    return shared
