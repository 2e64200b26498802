"""Send what is due when a crawl has closed: by a process of its own, which nobody waits for."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from tiktok_spiders.config import Config, setting_names

if TYPE_CHECKING:
    from typing import IO, Any

    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "scrapy", "publish", "due")
SPIDER = "publish"


class PublishAfterCrawl:
    """Start ``scrapy publish due`` when a spider closes, if ``TIKTOK_PUBLISH_AFTER_CRAWL`` is true.

    It posts what the user has queued; nothing that the crawl collected is ever queued. Its lines go to
    ``LOG_FILE``, if that is set. Stat: ``tiktok/publish/started``.
    """

    def __init__(self, crawler: Crawler, command: tuple[str, ...] = COMMAND) -> None:
        self._crawler, self._command = crawler, command
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension; ``NotConfigured`` unless it is wanted."""
        if not Config.from_settings(crawler.settings).publish_after_crawl:
            raise NotConfigured
        return cls(crawler)

    def spider_closed(self, spider: Spider) -> None:
        """Start the process, in a session of its own: it outlives this one, and its terminal's signals."""
        if spider.name == SPIDER:
            return
        try:
            with self._output() as output:
                process = subprocess.Popen(  # noqa: S603 - the command is fixed
                    self._command,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        except OSError as error:
            logger.error("What is due was not sent: %s", error.strerror)
            return
        # Nobody waits for it: without a status Python would complain of that.
        process.returncode = 0
        self._crawler.stats.inc_value("tiktok/publish/started")
        logger.info("What is due is sent by process %d; see: scrapy publish status", process.pid)

    def _output(self) -> IO[bytes]:
        # Never this process's own pipes: who reads them, as Scrapyd does, would wait for the other's end.
        return Path(self._crawler.settings.get("LOG_FILE") or os.devnull).open("ab")

    def _environment(self) -> dict[str, str]:
        """Return this environment with the crawl's settings: secrets never stand in a command line."""
        found = {name: self._crawler.settings.get(name) for name in setting_names()}
        told = {name: _text(value) for name, value in found.items() if value is not None}
        # Scrapyd has put the project on this process's path by itself.
        paths = os.pathsep.join(filter(None, sys.path))
        module = os.environ.get("SCRAPY_SETTINGS_MODULE", "tiktok_spiders.settings")
        return {**os.environ, **told, "PYTHONPATH": paths, "SCRAPY_SETTINGS_MODULE": module}


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
