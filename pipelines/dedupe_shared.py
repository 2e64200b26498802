"""Drop what any worker has stored before in this run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import DropItem, NotConfigured

from tiktok_spiders.config import Config
from tiktok_spiders.distributed.connection import connect_async
from tiktok_spiders.distributed.seen import KEY_BYTES, SharedSeen
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.keys import key_of
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.store.crawl import for_crawler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class DeliveredBefore(DropItem):
    """Raised for a record that was stored, or that this worker is about to store."""


class SharedDedupePipeline:
    """Drop a record that this run has stored for the same target and section with as much detail.

    Takes the place of ``DedupePipeline`` in distributed mode. A record is known to all workers only after
    the commit that stored it: ``item_scraped`` is sent when the store pipeline has returned. Until then two
    workers may both write it, the second time as an update, and this worker drops its own repetitions.

    Setting: ``TIKTOK_SEEN_KEYS``. Stats: ``tiktok/dedupe/dropped/<type>``, ``tiktok/dedupe/unknown``.
    """

    def __init__(self, seen: SharedSeen, stats: StatsCollector) -> None:
        self._seen = seen
        self._stats = stats
        self._under_way: dict[bytes, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline on the run of the crawl's store; without one there is nothing that is stored."""
        session = for_crawler(crawler)
        if session is None:
            raise NotConfigured
        config, stats = Config.from_settings(crawler.settings), crawler.stats
        seen = SharedSeen(
            connect_async(config),
            session.run.run_id,
            capacity=config.seen_keys,
            prefix=config.redis_prefix,
            on_gone=lambda count: stats.inc_value("tiktok/dedupe/unknown", count),
        )
        pipeline = cls(seen, stats)
        crawler.signals.connect(pipeline.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(pipeline.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(pipeline.item_error, signal=signals.item_error)
        crawler.signals.connect(seen.close, signal=signals.engine_stopped, weak=False)
        return pipeline

    async def process_item(self, item: Any) -> Any:
        """Return the record, or raise ``DeliveredBefore``."""
        if not isinstance(item, Record) or isinstance(item, Verdict):
            await self._seen.turn()  # a checkpoint may not overtake the records of its page
            return item
        key = key_of(item, KEY_BYTES)
        if self._under_way.get(key, -1) >= item.detail or await self._seen.knows(key, item.detail):
            self._drop(item)
        if self._under_way.get(key, -1) >= item.detail:  # it came twice while Redis was asked
            self._drop(item)
        self._under_way[key] = item.detail
        return item

    def item_scraped(self, item: Any) -> None:
        """Let all workers know a record that is stored."""
        if isinstance(item, Record) and not isinstance(item, Verdict):
            key = key_of(item, KEY_BYTES)
            self._under_way.pop(key, None)
            self._seen.add(key, item.detail)

    def item_dropped(self, item: Any, exception: BaseException) -> None:
        """Forget a record that was not stored after all, so that it may come again."""
        if not isinstance(exception, DeliveredBefore):
            self.item_error(item)

    def item_error(self, item: Any) -> None:
        """Forget a record that was not stored after all, so that it may come again."""
        if isinstance(item, Record) and not isinstance(item, Verdict):
            self._under_way.pop(key_of(item, KEY_BYTES), None)

    def _drop(self, item: Record) -> None:
        self._stats.inc_value(f"tiktok/dedupe/dropped/{item.record_type}")
        raise DeliveredBefore(f"{item.record_type} {getattr(item, item.key_field)}: stored before")
