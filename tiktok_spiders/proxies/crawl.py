"""The proxies of a crawler, made once and shared by its components."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from scrapy import signals

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies.pool import ProxyPool
from tiktok_spiders.proxies.rotation import ALGORITHMS
from tiktok_spiders.proxies.sources import source_of
from tiktok_spiders.proxies.webshare import BASE_URL, REFRESH_S, WebshareSource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.crawler import Crawler

    from tiktok_spiders.proxies.rotation import Algorithm
    from tiktok_spiders.proxies.sources import Source

_pools: WeakKeyDictionary[Crawler, ProxyPool] = WeakKeyDictionary()


def for_crawler(crawler: Crawler) -> ProxyPool:
    """Return the crawl's pool, made at the first call; empty where no proxy is set.

    Raises ``ConfigError`` for proxies that cannot be read or used: a crawl that was given proxies never
    goes without. A Webshare list is renewed while the engine runs.
    """
    pool = _pools.get(crawler)
    if pool is None:
        source = _webshare(crawler.settings, _counter(crawler))
        if source is not None:
            _keep_fresh(crawler, source)
        pool = _pools[crawler] = pool_of(crawler.settings, source)
    return pool


def pool_of(settings: Mapping[str, Any], webshare: WebshareSource | None = None) -> ProxyPool:
    """Return a pool of what the settings list, for who has no crawler."""
    sources: list[Source] = []
    if settings.get("TIKTOK_PROXIES"):
        sources.append(source_of(settings["TIKTOK_PROXIES"]))
    webshare = webshare or _webshare(settings)
    if webshare is not None:
        sources.append(webshare)
    return ProxyPool(sources, _algorithm(settings), country=settings.get("TIKTOK_PROXY_COUNTRY"))


def _algorithm(settings: Mapping[str, Any]) -> Algorithm:
    given = settings.get("TIKTOK_PROXY_ALGORITHM") or ALGORITHMS[0]
    if given not in ALGORITHMS:
        raise ConfigError(f"TIKTOK_PROXY_ALGORITHM is {given!r}: allowed are {', '.join(ALGORITHMS)}")
    return cast("Algorithm", given)


def _webshare(
    settings: Mapping[str, Any], on_error: Callable[[], None] = lambda: None
) -> WebshareSource | None:
    key = settings.get("TIKTOK_WEBSHARE_API_KEY")
    if not key:
        return None
    return WebshareSource(
        key,
        country=settings.get("TIKTOK_PROXY_COUNTRY"),
        base_url=settings.get("TIKTOK_WEBSHARE_URL") or BASE_URL,
        on_error=on_error,
    )


def _counter(crawler: Crawler) -> Callable[[], None]:
    stats = crawler.stats
    return lambda: stats.inc_value("tiktok/proxy/refresh_errors")


def _keep_fresh(crawler: Crawler, source: WebshareSource) -> None:
    tasks: list[asyncio.Task[None]] = []

    def start() -> None:
        tasks.append(asyncio.ensure_future(source.renew_forever(REFRESH_S)))

    def stop() -> None:
        for task in tasks:
            task.cancel()

    crawler.signals.connect(start, signal=signals.engine_started, weak=False)
    crawler.signals.connect(stop, signal=signals.engine_stopped, weak=False)
