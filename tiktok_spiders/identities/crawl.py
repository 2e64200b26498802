"""The pool of one crawl."""

from __future__ import annotations

import asyncio
import logging
import time
from random import SystemRandom
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from scrapy import signals

from tiktok_spiders import proxies
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.given import GivenSessions, GivenTokens, SessionMaker
from tiktok_spiders.identities.invent import invent
from tiktok_spiders.identities.jar import domain_for
from tiktok_spiders.identities.memory import MemoryPool
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.identities.sql import SqlPool
from tiktok_spiders.signals import identity_retired
from tiktok_spiders.store.opening import open_patiently
from tiktok_spiders.vault import HOW, Vault

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.protocol import CrawlPool
    from tiktok_spiders.proxies import ProxyPool

logger = logging.getLogger(__name__)

_pools: WeakKeyDictionary[Crawler, CrawlPool] = WeakKeyDictionary()


def for_crawler(crawler: Crawler) -> CrawlPool:
    """Return the crawl's pool, made at the first call.

    Raises ``ConfigError`` for a key ring, cookie files or proxies that cannot be used, ``StoreError`` for a
    store or a Redis that cannot be opened.
    """
    pool = _pools.get(crawler)
    if pool is None:
        pool = _pools[crawler] = _make(crawler)
    return pool


class Maker:
    """Makes the identities of a pool: each with the next proxy and, while there are some, a given token."""

    def __init__(self, config: Config, proxy_pool: ProxyPool) -> None:
        self._language = config.accept_language
        self._domain = cookie_domain(config)
        self.tokens = GivenTokens(config.ms_tokens)
        self._proxies = proxy_pool
        self._random = SystemRandom()

    def __call__(self, slot: str, kind: Kind) -> Identity:
        """Return a new identity for a place."""
        made = invent(
            slot, self._language, self._random, kind=kind, cookie_domain=self._domain, born=time.time()
        )
        proxy = self._proxies.next(sticky_key=slot)
        if proxy is not None:
            made.proxy, made.country = proxy.name, proxy.country
        self.tokens.give(made)
        return made

    def is_usable(self, identity: Identity) -> bool:
        """Tell whether the identity's proxy is there and works; all are usable while none does."""
        if not len(self._proxies):
            return identity.proxy is None
        name = identity.proxy
        if name is None or self._proxies.get(name) is None:
            return False
        return self._proxies.is_free(name) or not any(
            self._proxies.is_free(one.name) for one in self._proxies.all()
        )


def cookie_domain(config: Config) -> str:
    """Return where cookies belong that are set by hand."""
    return domain_for(urlsplit(config.web_url).hostname or "")


def size_of(config: Config, proxy_pool: ProxyPool) -> int:
    """Return how many identities take turns."""
    return config.identities or max(len(proxy_pool), 1)


def _make(crawler: Crawler) -> CrawlPool:
    config = Config.from_settings(crawler.settings)
    proxy_pool = proxies.for_crawler(crawler)
    maker = Maker(config, proxy_pool)
    options: dict[str, Any] = {
        "budget": config.identity_budget,
        "is_usable": maker.is_usable,
        "is_closing": lambda: _is_closing(crawler),
        "on_retire": lambda name, reason: crawler.signals.send_catch_log(
            identity_retired, name=name, reason=reason
        ),
    }
    pool = _open(crawler, config, size_of(config, proxy_pool), maker, options)
    sessions = GivenSessions(
        config.cookies_file,
        SessionMaker(accept_language=config.accept_language, cookie_domain=cookie_domain(config)),
        shared=in_redis(config),
    )
    sessions.start(pool)
    maker.tokens.start(pool, maker)
    pool.look = lambda: sessions.look(pool)
    crawler.signals.connect(pool.close, signal=signals.engine_stopped, weak=False)
    return pool


def _open(crawler: Crawler, config: Config, size: int, maker: Maker, options: dict[str, Any]) -> CrawlPool:
    if in_redis(config):
        return _open_redis(crawler, config, size, maker, options)
    if not in_store(config):
        return MemoryPool(size, maker, **options)
    store = open_patiently(config, logger.warning)
    try:
        pool = SqlPool(size, maker, Shelf(store, Vault.from_key(config.secret_key)), **options)
    except BaseException:
        store.close()
        raise

    def stop() -> None:
        pool.close()
        store.close()

    crawler.signals.connect(pool.begin, signal=signals.engine_started, weak=False)
    crawler.signals.connect(stop, signal=signals.engine_stopped, weak=False)
    return pool


def _open_redis(
    crawler: Crawler, config: Config, size: int, maker: Maker, options: dict[str, Any]
) -> CrawlPool:
    from tiktok_spiders.identities.redis import RedisPool  # noqa: PLC0415 - every crawl would load it: 6 MiB

    url, vault = redis_of(config)

    def stop(error: Exception) -> None:
        crawler.stats.set_value("tiktok/identity/unreachable", str(error))
        asyncio.ensure_future(crawler.engine.close_spider_async(reason="redis"))  # noqa: RUF006 - it ends all

    pool = RedisPool(
        size,
        maker,
        url,
        vault,
        prefix=config.redis_prefix,
        lease_s=config.lease_s,
        delay=config.download_delay,
        wait=config.store_wait,
        on_gone=stop,
        **options,
    )
    crawler.signals.connect(pool.closed, signal=signals.engine_stopped, weak=False)
    return pool


def in_redis(config: Config) -> bool:
    """Tell whether all workers share their identities."""
    return config.identity_backend == "redis" or (config.identity_backend == "auto" and config.distributed)


def redis_of(config: Config) -> tuple[str, Vault]:
    """Return the address of the shared Redis and the keys for it. Raises ``ConfigError`` without either."""
    why = (
        "TIKTOK_IDENTITY_BACKEND is 'redis'"
        if config.identity_backend == "redis"
        else "TIKTOK_DISTRIBUTED is set, and workers share their identities in Redis"
    )
    if not config.redis_url:
        raise ConfigError(f"{why}: that needs TIKTOK_REDIS_URL")
    if not config.secret_key:
        raise ConfigError(
            f"{why}, where others could read cookies and tokens: that needs TIKTOK_SECRET_KEY, the same for "
            f"all workers; {HOW}"
        )
    return config.redis_url, Vault.from_key(config.secret_key)


def in_store(config: Config) -> bool:
    """Tell whether identities are kept in the store; say once why not. Raises ``ConfigError``."""
    if config.identity_backend == "memory":
        return False
    if config.secret_key:
        Vault.from_key(config.secret_key)
        return config.store_enabled or config.identity_backend == "sql"
    if config.identity_backend == "sql":
        raise ConfigError("TIKTOK_IDENTITY_BACKEND is 'sql': that needs TIKTOK_SECRET_KEY")
    logger.info("TIKTOK_SECRET_KEY is not set: identities are kept in memory and end with the crawl")
    return False


def _is_closing(crawler: Crawler) -> bool:
    try:
        engine = crawler.engine
    except RuntimeError:
        return False  # it is being made
    slot = engine._slot  # noqa: SLF001 - no signal tells that a crawl begins to close
    return slot is not None and slot.closing is not None
