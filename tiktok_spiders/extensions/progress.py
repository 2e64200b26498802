"""Show that a crawl is moving."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from tiktok_spiders.config import Config
from tiktok_spiders.terminal.live_line import LiveLine
from tiktok_spiders.terminal.tally import Tally

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

REFRESH_S = 0.5
LOG_INTERVAL_S = 30.0


class Progress:
    """One line on a terminal, else a log line every 30 seconds.

    Setting: ``TIKTOK_PROGRESS``: ``auto`` decides by what stderr is, ``on`` takes log lines on a terminal
    as well, ``off`` shows nothing. Reads the stats that ``terminal/tally.py`` names.
    """

    def __init__(self, crawler: Crawler, line: LiveLine | None) -> None:
        self._stats = crawler.stats
        self._line = line
        self._task: Any = None
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Choose between the terminal's line and log lines."""
        progress = Config.from_settings(crawler.settings).progress
        if progress == "off":
            raise NotConfigured
        live = progress == "auto" and sys.stderr.isatty()
        return cls(crawler, LiveLine(sys.stderr) if live else None)

    def spider_opened(self) -> None:
        """Begin to count."""
        self._tally = Tally(time.monotonic())
        if self._line is not None:
            self._line.start(logging.root.handlers)
        self._task = create_looping_call(self._show)
        self._task.start(REFRESH_S if self._line is not None else LOG_INTERVAL_S, now=self._line is not None)

    def spider_closed(self) -> None:
        """Leave the last numbers in the log; nothing of the line stays on the terminal."""
        if self._task is None:
            return
        self._task.stop()
        if self._line is not None:
            self._line.stop()
        logger.info("Finished: %s", self._tally.total(self._stats.get_stats(), time.monotonic()))

    def _show(self) -> None:
        if self._line is not None:
            self._line.update(self._now())
        else:
            logger.info("Progress: %s", self._now())

    def _now(self) -> str:
        return str(self._tally.read(self._stats.get_stats(), time.monotonic()))
