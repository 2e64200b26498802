"""Crawls in a worker process, one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Any

import msgspec
import psutil
from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner

from tiktok_spiders.api.live.kept import KeptIdentities
from tiktok_spiders.api.live.pace import Pace
from tiktok_spiders.api.live.wire import Ended, Found, Order, encode
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ArgumentError, TikTokSpidersError
from tiktok_spiders.feeds.lines import encode_record
from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from scrapy.crawler import Crawler
    from scrapy.settings import Settings

logger = logging.getLogger(__name__)

NOT_FOR_ANSWERS: dict[str, Any] = {
    "tiktok_spiders.extensions.progress.Progress": None,
    "tiktok_spiders.extensions.verdicts.VerdictReport": None,
    "tiktok_spiders.extensions.publish.PublishAfterCrawl": None,
}
"""Extensions that talk to a terminal, or do more than what was asked."""


class Crawls:
    """Runs what is ordered, and tells records, verdicts and the end. ``tell`` gets whole lines."""

    def __init__(self, settings: Settings, tell: Callable[[bytes], None]) -> None:
        extensions = {**settings.getdict("EXTENSIONS"), **NOT_FOR_ANSWERS}
        settings.setdict({"EXTENSIONS": extensions, "LOG_INSTALL_ROOT_HANDLER": False}, priority="cmdline")
        self._runner = AsyncCrawlerRunner(settings)
        self._tell = tell
        self._identities = KeptIdentities()
        self._pace = Pace(Config.from_settings(settings).download_delay)
        self._process = psutil.Process()
        self._number = 0
        self._done = 0
        self._crawler: Crawler | None = None
        self._begun = asyncio.Event()
        self._begun.set()
        self._called_off = asyncio.Event()

    def run(self, order: Order) -> Coroutine[Any, Any, None]:
        """Return what crawls to the end and tells how it ended; from now on it can be stopped."""
        self._number, self._begun, self._called_off = order.number, asyncio.Event(), asyncio.Event()
        return self._run(order)

    async def stop(self, number: int | None = None) -> None:
        """End the crawl under way if it has this number; any without one."""
        if number not in {None, self._number}:
            return
        self._called_off.set()
        await self._begun.wait()
        if self._crawler is not None and self._crawler.crawling:
            await self._crawler.stop_async()

    async def _run(self, order: Order) -> None:
        ended = Ended(order.number, "start_error")
        try:
            ended.reason = await self._crawl(order)
        except ArgumentError as error:
            ended.error, ended.refused = str(error), True
        except TikTokSpidersError as error:
            ended.error = str(error)
        except Exception as error:
            logger.exception("The crawl for a live question failed")
            ended.error = type(error).__name__
        finally:
            self._crawler = None
            self._begun.set()
        self._done += 1
        ended.crawls, ended.resident = self._done, self._process.memory_info().rss
        self._tell(encode(ended) + b"\n")

    async def _crawl(self, order: Order) -> str:
        """Crawl as soon as the pace allows it; return the reason why it ended."""
        if await self._is_called_off(self._pace.left()):
            return "shutdown"
        crawler = self._crawler = self._made(order)
        await self._runner.crawl(crawler, **order.arguments)
        if crawler.stats.get_value("tiktok/requests"):
            self._pace.used()
        return str(crawler.stats.get_value("finish_reason", "start_error"))

    async def _is_called_off(self, within: float) -> bool:
        """Wait so many seconds, unless the crawl is told to end before it begins."""
        if not within:
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._called_off.wait(), within)
        return self._called_off.is_set()

    def _made(self, order: Order) -> Crawler:
        crawler = self._runner.create_crawler(order.spider)
        number = order.number

        def scraped(item: Any) -> None:
            if isinstance(item, Record):
                self._tell(_line(number, item))

        crawler.signals.connect(scraped, signal=signals.item_scraped, weak=False)
        # When the engine says that it has started it cannot be stopped yet.
        crawler.signals.connect(self._begun.set, signal=signals.request_scheduled, weak=False)
        self._identities.watch(crawler)
        return crawler


def _line(number: int, record: Record) -> bytes:
    return encode(Found(number, msgspec.Raw(encode_record(record)))) + b"\n"
