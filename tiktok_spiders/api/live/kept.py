"""Identities that outlive a crawl in the memory of their process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import signals

from tiktok_spiders import identities
from tiktok_spiders.config import Config
from tiktok_spiders.identities.crawl import in_redis, in_store

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from tiktok_spiders.identities import Identity


class KeptIdentities:
    """Hands the identities of one crawl to the next of the same process.

    The next question then needs no first page again. Where identities are in the store or in Redis, the
    pools there do the same for all processes, and nothing is kept here. Sessions that the user gave are
    read from their files by each crawl.
    """

    def __init__(self) -> None:
        self._kept: list[Identity] = []

    def watch(self, crawler: Crawler) -> None:
        """Let a crawl, before its start, take over what there is, and leave what it has at its end."""
        config = Config.from_settings(crawler.settings)
        if in_redis(config) or in_store(config):
            return

        def begun() -> None:
            pool = identities.for_crawler(crawler)
            for identity in self._kept:
                pool.adopt(identity)

        def stopped() -> None:
            own = identities.for_crawler(crawler).all()
            self._kept = [identity for identity in own if identity.source != "given"]

        crawler.signals.connect(begun, signal=signals.spider_opened, weak=False)
        crawler.signals.connect(stopped, signal=signals.engine_stopped, weak=False)
