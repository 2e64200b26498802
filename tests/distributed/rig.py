"""A spider and its scheduler in a shared run, with an engine that does what the test says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from unittest.mock import AsyncMock, Mock

from scrapy.utils.test import get_crawler

from tiktok_spiders.distributed.scheduler import LeasedScheduler
from tiktok_spiders.spiders.user import UserSpider

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy import Request


class Rig:
    """One worker. ``finish`` says that the engine has done with a request."""

    def __init__(self, directory: Path, redis_url: str, *, settings: Any = None, **given: Any) -> None:
        told = {
            "TIKTOK_DISTRIBUTED": "true",
            "TIKTOK_REDIS_URL": redis_url,
            "TIKTOK_DATABASE_URL": f"sqlite:///{directory / 'tiktok.db'}",
            "TIKTOK_WEB_URL": "http://127.0.0.1:9",
            "TIKTOK_STORE_WAIT": 30,
            "TIKTOK_LEASE_S": 20,
            "DUPEFILTER_CLASS": "tiktok_spiders.distributed.dupefilter.ListingDupeFilter",
            **(settings or {}),
        }
        self.crawler = get_crawler(UserSpider, told)
        self.spider = UserSpider.from_crawler(self.crawler, **{"run": "shared", **given})
        self.busy: set[Request] = set()
        self.crawler.engine = Mock(_slot=Mock(inprogress=self.busy), close_spider_async=AsyncMock())
        self.scheduler: Any = LeasedScheduler.from_crawler(self.crawler)

    def __enter__(self) -> Self:
        self.scheduler.open(self.spider)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self, reason: str = "shutdown") -> None:
        """Close scheduler and store as the engine does."""
        if self.scheduler is not None:
            self.scheduler.close(reason)
            self.spider.session.store.close()
            self.scheduler = None

    async def begin(self) -> None:
        """Enqueue what the spider begins with."""
        async for request in self.spider.start():
            self.scheduler.enqueue_request(request.replace(meta={**request.meta, "is_start_request": True}))

    def next(self) -> Any:
        """Take the next request, as the engine does."""
        request = self.scheduler.next_request()
        if request is not None:
            self.busy.add(request)
        return request

    def finish(self, request: Request) -> None:
        """Let the engine be done with a request."""
        self.busy.discard(request)

    def stat(self, name: str) -> int:
        """Return a stat of ``tiktok/distributed``."""
        found: int = self.crawler.stats.get_value(f"tiktok/distributed/{name}", 0)
        return found
