"""The transport as a crawl has it, without a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from tests.browser.fake import Pool
from tiktok_spiders.browser.owner import BrowserOwner
from tiktok_spiders.browser.transport import BrowserTransport

if TYPE_CHECKING:
    import pytest
    from scrapy.http import Response

    from tiktok_spiders.browser.visitor import Visitor
    from tiktok_spiders.identities.identity import Identity


class Browser:
    """A transport with its owner; ``get`` asks for a path of the site."""

    def __init__(self, url: str, **settings: Any) -> None:
        plain = {"TIKTOK_WEB_URL": url, "DOWNLOAD_TIMEOUT": 10, "DOWNLOAD_MAXSIZE": 2**20}
        self.crawler = get_crawler(Spider, plain | settings)
        self.crawler.spider = Spider.from_crawler(self.crawler, name="test")
        self.proxies: dict[str, Any] = {}
        self.owner = BrowserOwner(self.crawler, self.proxies.get)
        self.pool = Pool()
        self.transport = BrowserTransport(self.owner, self.pool, self.crawler)
        self.url = url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.owner.close()

    async def renew(self, *identities: Identity) -> None:
        """Close all contexts and take these identities."""
        await self.owner.visitors.drain(_nothing)
        self.pool.members = {each.name: each for each in identities}
        self.pool.noted.clear()

    def request(self, path: str, name: str = "one", **options: Any) -> Request:
        meta = {"transport": "browser", "identity": name} | options.pop("meta", {})
        return Request(f"{self.url}{path}", meta=meta, **options)

    async def get(self, path: str, name: str = "one", **options: Any) -> Response:
        return await self.transport.download(self.request(path, name, **options))

    async def visitor(self, name: str = "one") -> Visitor:
        """Return the visitor of an identity as the next request will find it."""
        visitor = await self.owner.visitors.acquire(self.pool.members[name])
        await self.owner.visitors.release(visitor, keep=True)
        return visitor

    def stat(self, name: str) -> Any:
        return self.crawler.stats.get_value(name, 0)


def configure(browser: Browser, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Change options of a browser that runs, until the test ends."""
    changed = browser.owner._config.model_copy(update=changes)
    monkeypatch.setattr(browser.owner, "_config", changed)


async def _nothing() -> None:
    return None
