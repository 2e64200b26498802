"""The proxies of a crawler, made once and shared by its components."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy import signals

from tiktok_spiders.config import Config
from tiktok_spiders.proxies.pool import ProxyPool
from tiktok_spiders.proxies.sources import source_of
from tiktok_spiders.proxies.webshare import BASE_URL, REFRESH_S, WebshareSource

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from tiktok_spiders.proxies.sources import Source

_pools: WeakKeyDictionary[Crawler, ProxyPool] = WeakKeyDictionary()


def for_crawler(crawler: Crawler) -> ProxyPool:
    """Return the crawl's pool, made at the first call; empty where no proxy is set.

    Raises ``ConfigError`` for proxies that cannot be read or used: a crawl that was given proxies never
    goes without. A Webshare list is renewed while the engine runs. Stats: ``tiktok/proxy/refresh_errors``.
    """
    pool = _pools.get(crawler)
    if pool is None:
        source = _webshare(crawler.settings)
        pool = _pools[crawler] = _pool(crawler.settings, source)
        if source is not None:
            _keep_fresh(crawler, source)
    return pool


def pool_of(settings: BaseSettings) -> ProxyPool:
    """Return a pool of what the settings list, for who has no crawler. Raises like ``for_crawler``."""
    return _pool(settings, _webshare(settings))


def check_proxies(config: Config) -> None:
    """Raise ``ConfigError`` for a list or file of proxies that no crawl could use; nothing is fetched."""
    if config.proxies and config.webshare_api_key:
        source_of(config.proxies).read()
    elif config.proxies:
        ProxyPool([source_of(config.proxies)], country=config.proxy_country)


def _pool(settings: BaseSettings, webshare: WebshareSource | None) -> ProxyPool:
    config = Config.from_settings(settings)
    sources: list[Source] = []
    if config.proxies and config.proxy_enabled:
        sources.append(source_of(config.proxies))
    if webshare is not None:
        sources.append(webshare)
    return ProxyPool(sources, config.proxy_algorithm, country=config.proxy_country)


def _webshare(settings: BaseSettings) -> WebshareSource | None:
    config = Config.from_settings(settings)
    if not config.webshare_api_key or not config.proxy_enabled:
        return None
    return WebshareSource(
        config.webshare_api_key,
        country=config.proxy_country,
        base_url=settings.get("TIKTOK_WEBSHARE_URL") or BASE_URL,
    )


def _keep_fresh(crawler: Crawler, source: WebshareSource) -> None:
    stats = crawler.stats
    source.on_error = lambda: stats.inc_value("tiktok/proxy/refresh_errors")
    tasks: list[asyncio.Task[None]] = []

    def start() -> None:
        tasks.append(asyncio.ensure_future(source.renew_forever(REFRESH_S)))

    def stop() -> None:
        for task in tasks:
            task.cancel()

    crawler.signals.connect(start, signal=signals.engine_started, weak=False)
    crawler.signals.connect(stop, signal=signals.engine_stopped, weak=False)
