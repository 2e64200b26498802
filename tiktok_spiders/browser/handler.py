"""The download handler: Scrapy's own, and the browser for requests that ask for it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.utils.misc import build_from_crawler, load_object

from tiktok_spiders.browser.errors import BrowserUnavailableError
from tiktok_spiders.config import Config

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader.handlers import DownloadHandlerProtocol
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from tiktok_spiders.browser.transport import BrowserTransport

logger = logging.getLogger(__name__)


class BrowserDownloadHandler:
    """Requests with ``meta["transport"] == "browser"`` go through a browser, all others to Scrapy's handler.

    For ``DOWNLOAD_HANDLERS`` of ``http`` and ``https``. Both share the browsers of the crawl. Playwright is
    imported, and a browser launched, at the first request that asks for it.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        own = load_object(crawler.settings["DOWNLOAD_HANDLERS_BASE"]["https"])
        self._http: DownloadHandlerProtocol = build_from_crawler(own, crawler)
        self._off = Config.from_settings(crawler.settings).browser == "off"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the handler."""
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """Return the answer; raise ``BrowserUnavailableError`` where there is no browser to ask."""
        if request.meta.get("transport") != "browser":
            return await self._http.download_request(request)
        return await self._browser().download(request)

    async def close(self) -> None:
        """Close Scrapy's handler; the crawl's browsers close with its spider."""
        await self._http.close()

    def _browser(self) -> BrowserTransport:
        if self._off:
            raise BrowserUnavailableError("TIKTOK_BROWSER is off, and this needs a browser")
        if not self._crawler.settings.getbool("TWISTED_REACTOR_ENABLED"):
            raise BrowserUnavailableError("the browser needs Twisted's reactor (TWISTED_REACTOR_ENABLED)")
        try:
            from tiktok_spiders.browser.crawl import for_crawler  # noqa: PLC0415 - Playwright is optional
        except ModuleNotFoundError as error:
            raise BrowserUnavailableError(
                f"the browser needs the packages playwright and scrapy-playwright: {error}"
            ) from None
        return for_crawler(self._crawler)
