"""The browser transport of one crawl, made at its first call."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tiktok_spiders import identities, proxies
from tiktok_spiders.browser.owner import BrowserOwner
from tiktok_spiders.browser.transport import BrowserTransport

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_transports: WeakKeyDictionary[Crawler, BrowserTransport] = WeakKeyDictionary()


def for_crawler(crawler: Crawler) -> BrowserTransport:
    """Return the crawl's transport; both download handlers get the same."""
    transport = _transports.get(crawler)
    if transport is None:
        pool = identities.for_crawler(crawler)
        owner = BrowserOwner(crawler, proxies.for_crawler(crawler).get)
        transport = _transports[crawler] = BrowserTransport(owner, pool, crawler)
    return transport
