"""Drop what came before in this run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from tiktok_spiders.config import Config
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.keys import key_of
from tiktok_spiders.items.run import Verdict

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class DedupePipeline:
    """Drop a record that this run has delivered for the same target and section with as much detail.

    Setting: ``TIKTOK_DEDUPE_KEYS``. Stats: ``tiktok/dedupe/dropped/<type>``.

    A key is 64 bits of BLAKE2b; among a million keys the chance of two alike is 3e-8. Keys stand in two
    generations of half the size: when the younger is full, the older is forgotten. So the memory is bounded
    and a record that comes again after very many others passes; the store's upsert takes that.
    """

    def __init__(self, keys: int, stats: StatsCollector) -> None:
        self._half = max(keys // 2, 1)
        self._young: dict[bytes, int] = {}
        self._old: dict[bytes, int] = {}
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline from the settings."""
        return cls(Config.from_settings(crawler.settings).dedupe_keys, crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return the record, or raise ``DropItem``."""
        if not isinstance(item, Record) or isinstance(item, Verdict):
            return item
        key = key_of(item)
        known = self._young.get(key, self._old.get(key, -1))
        if known >= item.detail:
            self._stats.inc_value(f"tiktok/dedupe/dropped/{item.record_type}")
            raise DropItem(f"{item.record_type} {getattr(item, item.key_field)}: delivered before")
        self._remember(key, item.detail)
        return item

    def _remember(self, key: bytes, detail: int) -> None:
        if len(self._young) >= self._half:
            self._old, self._young = self._young, {}
        self._young[key] = detail
