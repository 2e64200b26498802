"""One browser, over scrapy-playwright: its provider, contexts, pages and stats.

scrapy-playwright's names with an underscore are used here and nowhere else; a test guards them.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import psutil
from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # type: ignore[import-untyped]
from scrapy_playwright.provider import PlaywrightBrowserProvider  # type: ignore[import-untyped]

from tiktok_spiders.browser.home import MARK

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page, Playwright
    from scrapy.crawler import Crawler
    from scrapy_playwright.handler import Config


class _Provider(PlaywrightBrowserProvider):  # type: ignore[misc]
    """Launch with this crawl's driver, which outlives a browser."""

    def __init__(self, config: Config, playwright: Playwright) -> None:
        super().__init__(config)
        self._shared = playwright

    async def start(self) -> None:
        self.browser_type = getattr(self._shared, self.config.browser_type_name)

    async def close(self) -> None:
        """Leave the driver running."""


class Engine(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """One browser process and its contexts, named by identity."""

    def __init__(self, crawler: Crawler, playwright: Playwright, kind: str, launch: dict[str, Any]) -> None:
        super().__init__(crawler)
        _quieten(crawler.settings.get("LOG_LEVEL"))
        self.config.browser_type_name = kind
        self.config.launch_options = launch
        self.browser_provider_cls = lambda config: _Provider(config, playwright)
        self.is_chromium = kind == "chromium"
        self._mark = launch["env"][MARK]
        self.group = 0

    async def start(self) -> None:
        """Launch the browser; its process group is then in ``group`` (0: unknown)."""
        await self._launch()
        await self._maybe_launch_browser()
        self.group = await asyncio.to_thread(self._find_group)

    @property
    def alive(self) -> bool:
        """Whether the browser is connected."""
        return hasattr(self, "browser") and self.browser.is_connected()

    async def stop(self, seconds: float) -> None:
        """Close the browser with all its contexts; kill it if that takes longer."""
        try:
            await asyncio.wait_for(self.close(), seconds)
        except (PlaywrightError, TimeoutError):
            self.kill()

    def kill(self) -> None:
        """Kill the browser's processes."""
        if self.group:
            with suppress(ProcessLookupError):
                os.killpg(self.group, signal.SIGKILL)

    @property
    def contexts(self) -> int:
        """Number of open contexts."""
        return len(self.context_wrappers)

    async def new_context(self, name: str, options: dict[str, Any]) -> BrowserContext:
        """Open a context."""
        wrapper = await self._create_browser_context(name=name, context_kwargs=options)
        context: BrowserContext = wrapper.context
        return context

    async def new_page(self, name: str) -> Page:
        """Open a page in the context of this name."""
        request = Request("about:blank", meta={"playwright_context": name})
        page: Page = await self._create_page(request, self._crawler.spider)
        return page

    def memory(self) -> int:
        """Return the bytes that the browser's processes take together: PSS, or RSS where that is not told."""
        return sum(map(_memory_of, self._processes()))

    def _find_group(self) -> int:
        processes = self._processes()
        return os.getpgid(processes[0].pid) if processes else 0

    def _processes(self) -> list[psutil.Process]:
        """Return the browser's first process and its descendants."""
        for process in psutil.Process().children(recursive=True):
            if _mark_of(process) == self._mark:
                return [process, *process.children(recursive=True)]
        return []


def _quieten(level: str | int) -> None:
    """Let no page tell of its requests where nobody reads it: that asks the browser for headers each time."""
    is_read = logging.Handler(level).level <= logging.DEBUG
    logging.getLogger("scrapy-playwright").setLevel(logging.NOTSET if is_read else logging.INFO)


def _mark_of(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except psutil.Error:
        return None


def _memory_of(process: psutil.Process) -> int:
    try:
        told = process.memory_full_info()
        return int(getattr(told, "pss", told.rss))
    except psutil.Error:
        return 0
