"""The spider that crawls nothing: it sends what is due."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import Field, model_validator
from scrapy import Spider, signals

from tiktok_spiders.publish.drain import drain
from tiktok_spiders.publish.opening import check, open_publishing
from tiktok_spiders.publish.presenting import publication, sentence
from tiktok_spiders.spiders.arguments import Arguments
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler

    from tiktok_spiders.items.publication import Publication
    from tiktok_spiders.publish.context import Progress
    from tiktok_spiders.publish.post import Post

logger = logging.getLogger(__name__)


class PublishArguments(Arguments):
    """Arguments of the spider ``publish``: those of crawls mean nothing here."""

    wait: bool = Field(default=True, description="Wait until TikTok has come to an end with each post.")

    @model_validator(mode="before")
    @classmethod
    def _nothing_of_crawls(cls, given: Any) -> Any:
        for name in given if isinstance(given, dict) else ():
            if name in Arguments.model_fields:
                raise ValueError(f"{name} is an argument of crawls, and this spider sends what is queued")
        return given


class PublishSpider(Spider):
    """Send the posts that are due in the publishing queue and yield a Publication for each."""

    name = "publish"
    arguments_class: ClassVar[type[Arguments]] = PublishArguments
    custom_settings: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        # No page is asked for: no identity, no run, no verdict.
        "EXTENSIONS": {
            "scrapy.extensions.telnet.TelnetConsole": None,
            "scrapy.extensions.logstats.LogStats": None,
            "tiktok_spiders.extensions.safelog.SafeLog": 50,
        },
        "DOWNLOADER_MIDDLEWARES": {},
        "TIKTOK_DISTRIBUTED": False,
    }

    def __init__(self, **given: Any) -> None:
        super().__init__()
        given.pop("_job", None)  # Scrapyd's
        self.arguments = PublishArguments.parse(given)
        self._work: asyncio.Task[list[Post]] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        """Check arguments and settings. Raises ``ArgumentError`` and ``ConfigError``."""
        spider = super().from_crawler(crawler, *args, **given)
        check(crawler.settings)
        crawler.signals.connect(spider.closed_early, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Publication]:
        """Work through the queue; yield what became of each post."""
        async with open_publishing(self.settings, self._say) as desk:
            self._work = asyncio.ensure_future(
                drain(desk.context(), wait=self.arguments.wait, on_progress=self._tell)
            )
            try:
                done = await self._work
            except asyncio.CancelledError:
                return
            for post in done:
                logger.info("%s", sentence(post))
                yield publication(post, desk.clock(), self.name)

    async def closed_early(self) -> None:
        """Leave what is under way to the next one: the queue knows where each post stands."""
        if self._work is not None and not self._work.done():
            self._work.cancel()
            await asyncio.wait([self._work])

    def _say(self, text: str) -> None:
        logger.warning("%s", printable(text))

    def _tell(self, news: Progress) -> None:
        if news.kind == "state":
            self.crawler.stats.inc_value(f"tiktok/publish/{news.post.state}")
        elif news.kind != "bytes":
            logger.info("Post %d: %s %s", news.post.id, news.kind, printable(news.text))
