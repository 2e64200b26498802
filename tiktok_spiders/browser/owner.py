"""The browsers of one crawl: launched when first needed, bounded, and all gone when it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError
from scrapy import signals

from tiktok_spiders.browser.cookies import CookieFlow
from tiktok_spiders.browser.driver import start_driver, stop_driver
from tiktok_spiders.browser.engine import Engine
from tiktok_spiders.browser.errors import BrowserProxyError, BrowserUnavailableError, page_error
from tiktok_spiders.browser.find import find_browser
from tiktok_spiders.browser.flags import CHROMIUM
from tiktok_spiders.browser.guard import Guard
from tiktok_spiders.browser.home import BrowserHome
from tiktok_spiders.browser.profile import context_options
from tiktok_spiders.browser.steps import PageLost, bounded
from tiktok_spiders.browser.visitor import Visitor
from tiktok_spiders.browser.visitors import Visitors
from tiktok_spiders.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Playwright
    from scrapy.crawler import Crawler

    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.proxies.proxy import Proxy

logger = logging.getLogger(__name__)

MIB = 2**20
LOOK_EVERY = 5.0
"""Seconds between two looks at the memory, which cost some 20 ms each."""

BARE, CONTEXT = 250, 150
"""MiB that a browser takes, and each context with a page that is about to be renewed."""

CLOSE_TIMEOUT = 10.0
"""Seconds for the watchdog to end what a close has left."""


class BrowserOwner:
    """What a crawl has once of the browser transport. Stats: ``browser/…`` and ``playwright/…``."""

    def __init__(self, crawler: Crawler, proxy_of: Callable[[str], Proxy | None]) -> None:
        self._crawler = crawler
        self._config = Config.from_settings(crawler.settings)
        self._proxy_of = proxy_of
        self._engines: list[Engine] = []
        self._playwright: Playwright | None = None
        self._home: BrowserHome | None = None
        self._guard: Guard | None = None
        self._environment: dict[str, str] = {}
        self._starting = asyncio.Lock()
        self._looked = 0.0
        self._least = 0
        self._was_small = True
        self.closed = False
        self.visitors = Visitors(
            self._open_visitor,
            room=self._config.max_browsers * self._config.browser_contexts,
            uses=self._config.browser_uses,
            seconds=self._config.browser_minutes * 60,
        )
        crawler.signals.connect(self.close, signal=signals.spider_closed)

    async def look_at_memory(self) -> None:
        """Start browsers anew when one of them has grown over its limit."""
        if time.monotonic() - self._looked < LOOK_EVERY:
            return
        self._looked = time.monotonic()
        sizes = [await asyncio.to_thread(engine.memory) // MIB for engine in self._engines]
        size = max(sizes, default=0)
        self._stats.max_value("tiktok/browser/memory_mib_max", size)
        if self.closed or not self._is_large(size):
            return
        self._stats.inc_value("tiktok/browser/recycled_memory")
        logger.info("The browser takes %s MiB: it is started anew", size)
        await self.visitors.drain(self._stop_engines)

    def _is_large(self, size: int) -> bool:
        """Tell whether a browser is over its limit; one that a new browser breaks is raised to what it needs.

        Otherwise a limit below what a browser takes at its start would start it anew at every look.
        """
        large = size > max(self._config.browser_memory_mb, self._least)
        if large and not self._was_small:
            self._least = min(size * 5 // 4, BARE + CONTEXT * self._config.browser_contexts)
            logger.warning(
                "TIKTOK_BROWSER_MEMORY_MB is %s, and a new browser takes %s MiB: it may take %s",
                self._config.browser_memory_mb,
                size,
                max(self._config.browser_memory_mb, self._least),
            )
            self._was_small, large = True, False
        else:
            self._was_small = not large
        return large

    async def close(self) -> None:
        """Close contexts, browsers, driver and watchdog, in this order, and wait for each."""
        if self.closed:
            return
        self.closed = True
        await self.visitors.close()
        async with self._starting:
            await self._stop_engines()
            if self._playwright is not None:
                await stop_driver(self._playwright)
            if self._guard is not None:
                await asyncio.to_thread(self._guard.close, CLOSE_TIMEOUT)
            if self._home is not None:
                await asyncio.to_thread(self._home.remove)

    async def _open_visitor(self, identity: Identity) -> Visitor:
        engine = await self._engine_with_room()
        step = self._config.browser_step_s
        opening = engine.new_context(identity.name, context_options(identity, self._exit_of(identity)))
        try:
            context = await bounded(opening, step)
        except PageLost:
            engine.kill()
            raise
        self._stats.inc_value("tiktok/browser/contexts")
        cookies = CookieFlow(context, identity.jar)
        return Visitor(
            identity=identity, engine=engine, context=context, cookies=cookies, born=0.0, step=step
        )

    def _exit_of(self, identity: Identity) -> Proxy | None:
        """Return the identity's proxy. One that is gone must not become the machine's own address."""
        proxy = self._proxy_of(identity.proxy) if identity.proxy else None
        if identity.proxy and proxy is None:
            raise BrowserProxyError(f"the proxy {identity.proxy} is gone")
        return proxy

    async def _engine_with_room(self) -> Engine:
        async with self._starting:
            for engine in [each for each in self._engines if not each.alive]:
                self._stats.inc_value("tiktok/browser/lost")
                await self._stop_engine(engine)
            for engine in self._engines:
                if engine.contexts < self._config.browser_contexts:
                    return engine
            return await self._launch()

    async def _launch(self) -> Engine:
        playwright = self._playwright or await self._prepare()
        began = time.monotonic()
        engine = Engine(self._crawler, playwright, self._config.browser, self._launch_options(playwright))
        try:
            await engine.start()
        except PlaywrightError as error:
            await engine.stop(self._config.browser_step_s)
            raise BrowserUnavailableError(f"the browser does not start: {page_error(error)}") from error
        self._engines.append(engine)
        self._tell("group", engine.group)
        self._stats.inc_value("tiktok/browser/launched")
        self._stats.max_value("tiktok/browser/launch_seconds_max", round(time.monotonic() - began, 2))
        return engine

    async def _prepare(self) -> Playwright:
        """Start the watchdog first, then what it watches."""
        if self._config.browser != "chromium":
            logger.warning("TIKTOK_BROWSER=%s is passed through, untested", self._config.browser)
        self._guard = await asyncio.to_thread(Guard)
        self._home = BrowserHome()
        self._environment = self._home.environment(self._guard.mark)
        self._tell("remove", self._home.path)
        await asyncio.to_thread(self._home.trust, os.environ.get("SSL_CERT_FILE"))
        self._playwright, processes = await start_driver()
        for pid in processes:
            self._tell("driver", pid)
        return self._playwright

    def _launch_options(self, playwright: Playwright) -> dict[str, Any]:
        kind = self._config.browser
        own = getattr(playwright, kind).executable_path
        return {
            "executable_path": find_browser(self._config.browser_executable, kind, own),
            "headless": self._config.headless,
            "args": list(CHROMIUM) if kind == "chromium" else [],
            "env": self._environment,
            "timeout": self._config.browser_step_s * 1000,
            # Scrapy handles these signals; the browser closes when the crawl does.
            "handle_sigint": False,
            "handle_sigterm": False,
            "handle_sighup": False,
        }

    async def _stop_engines(self) -> None:
        for engine in list(self._engines):
            await self._stop_engine(engine)

    async def _stop_engine(self, engine: Engine) -> None:
        self._engines.remove(engine)
        await engine.stop(self._config.browser_step_s)
        self._tell("gone", engine.group)

    def _tell(self, verb: str, value: object) -> None:
        if self._guard is not None and value:
            self._guard.tell(verb, value)

    @property
    def _stats(self) -> Any:
        return self._crawler.stats
