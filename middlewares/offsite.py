"""Let no request leave TikTok."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from tiktok_spiders.config import Config
from tiktok_spiders.ladder import origins_of
from tiktok_spiders.urls import is_media, is_ours

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector

    from tiktok_spiders.urls import Origins


class OffsiteMiddleware:
    """Refuse every request, redirects and repetitions included, that leaves TikTok and the set origins.

    Takes the place of Scrapy's middleware of this name, which knows domains but neither schemes nor ports.
    Settings: ``TIKTOK_WEB_URL``, ``TIKTOK_SHOP_URL``, ``TIKTOK_WEBCAST_URL``. Stats: ``offsite/filtered``.
    """

    def __init__(self, origins: Origins, stats: StatsCollector) -> None:
        self._origins = origins
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware from the settings."""
        return cls(origins_of(Config.from_settings(crawler.settings)), crawler.stats)

    def process_request(self, request: Request) -> None:
        """Raise ``IgnoreRequest`` for a request that would leave TikTok."""
        if is_ours(request.url, self._origins) or is_media(request.url, self._origins):
            return
        self._stats.inc_value("offsite/filtered")
        parts = urlparse_cached(request)
        raise IgnoreRequest(f"Filtered offsite request to {parts.scheme}://{parts.hostname}")
