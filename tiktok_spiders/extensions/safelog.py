"""Keep what was collected from writing to the terminal by way of the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.log import get_scrapy_root_handler

from tiktok_spiders.config import secrets_of
from tiktok_spiders.terminal.log_lines import PrintableFormatter
from tiktok_spiders.vault import RedactingFilter

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class SafeLog:
    """Make every line of the log printable and keep secrets out of it.

    Errors of libraries quote what the far side has sent, and addresses that carry tokens.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._filter = RedactingFilter(secrets_of(crawler.settings))
        # Scrapy replaces its handler until the spider opens.
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension; it has no settings."""
        return cls(crawler)

    def spider_opened(self) -> None:
        """Put the formatter of Scrapy's log handler, to a terminal or a file, behind a safe one."""
        handler = get_scrapy_root_handler()
        if handler is not None:
            handler.addFilter(self._filter)
        if handler is not None and not isinstance(handler.formatter, PrintableFormatter):
            handler.setFormatter(PrintableFormatter(handler.formatter or logging.Formatter()))
