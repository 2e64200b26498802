"""Reject records that cannot be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from tiktok_spiders.items.common import Record
from tiktok_spiders.store.rejection import RejectedRecordError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class ValidatePipeline:
    """Reject a record whose required fields are not there.

    Stats: ``tiktok/validate/rejected/<type>``. The store keeps the reason in ``rejected_rows``.
    """

    def __init__(self, stats: StatsCollector) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline; it has no settings."""
        return cls(crawler.stats)

    def process_item(self, item: Any) -> Any:
        """Return the record, or raise ``RejectedRecordError`` with its reason."""
        if not isinstance(item, Record):
            return item
        for name in item.required:
            if getattr(item, name) is None:
                self._reject(item, f"{name} is missing")
        return item

    def _reject(self, item: Record, reason: str) -> None:
        self._stats.inc_value(f"tiktok/validate/rejected/{item.record_type}")
        raise RejectedRecordError(f"{item.record_type} {getattr(item, item.key_field)}: {reason}")
