"""Say once which names of similar tools' ``.env`` mean nothing here."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class NotNeeded:
    """Log one line at the start for the names in ``NAMES_NOT_NEEDED``, which ``settings.py`` has met."""

    def __init__(self, crawler: Crawler, names: list[str]) -> None:
        self._names = names
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension; ``NotConfigured`` where there is nothing to say."""
        names = crawler.settings.getlist("NAMES_NOT_NEEDED")
        if not names:
            raise NotConfigured
        return cls(crawler, names)

    def spider_opened(self) -> None:
        """Say it; values are never shown."""
        logger.info("Not needed here, and not looked at: %s", ", ".join(self._names))
