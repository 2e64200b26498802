"""One identity in the browser: its context, its warm page, and the pages that it scrolls."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError

from tiktok_spiders.browser.blocking import block
from tiktok_spiders.browser.profile import agent_override
from tiktok_spiders.browser.steps import PageLost, bounded
from tiktok_spiders.browser.warm import Opened, adopt, warm_up

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Page

    from tiktok_spiders.browser.cookies import CookieFlow
    from tiktok_spiders.browser.engine import Engine
    from tiktok_spiders.browser.intercept import Scroller
    from tiktok_spiders.identities.identity import Identity


COLLECT = 4 * 2**20
"""Bytes that came through a page, after which its garbage is collected: by itself it takes 80 MiB."""

RENEW = 12 * 2**20
"""Bytes after which a page is opened anew: DevTools keep up to 100 MB of what a page has fetched."""


@dataclass(slots=True, kw_only=True)
class Visitor:
    """A context and what it holds. Carries one request at a time."""

    identity: Identity
    engine: Engine
    context: BrowserContext
    cookies: CookieFlow
    born: float
    """When it was opened, by the clock of ``Visitors``."""

    step: float
    """Seconds that one step in the browser may take."""

    uses: int = 0
    page: Page | None = None
    fetches: int = 0
    """Calls made from the warm page since it was opened."""

    scrollers: dict[tuple[str, str], Scroller] = field(default_factory=dict)
    """Pages that it scrolls, by address and path, the one used last at the end."""

    _origin: str = ""
    _through: int = 0
    _collected: int = 0

    @property
    def alive(self) -> bool:
        """Whether the browser and the warm page, if there is one, are still there."""
        return self.engine.alive and not (self.page is not None and self.page.is_closed())

    @property
    def warm_page(self) -> Page:
        """The page of the last ``warm``."""
        if self.page is None:
            raise PageLost("there is no page")
        return self.page

    async def warm(self, url: str) -> Opened | None:
        """See to it that the warm page is of this address's origin; None if it was."""
        origin = origin_of(url)
        if self.page is not None and self._origin == origin:
            return None
        self.page = self.page or await self.new_page()
        opened = await warm_up(self.page, url, self.step)
        self.fetches = 0
        if opened.ready:
            self._origin = origin
            adopt(self.identity, opened)
        return opened

    async def spend(self, size: int) -> None:
        """Count bytes that came through the warm page, and free what Chromium keeps of them."""
        self._through += size
        if self._through >= RENEW:
            old, self.page = self.warm_page, None
            self._origin, self._through, self._collected = "", 0, 0
            with suppress(PageLost):
                await bounded(old.close(), self.step)
        elif self._through - self._collected >= COLLECT and self.engine.is_chromium:
            self._collected = self._through
            with suppress(PageLost):  # the answer is there; the next request will notice
                await bounded(self._collect(), self.step)

    async def _collect(self) -> None:
        session = await self.context.new_cdp_session(self.warm_page)
        await session.send("HeapProfiler.collectGarbage")
        # The network process keeps answers too, 20 MiB of them.
        await session.send("Memory.simulatePressureNotification", {"level": "critical"})
        await session.detach()

    async def new_page(self) -> Page:
        """Open a page that loads no images, media or fonts."""
        return await bounded(self._new_page(), self.step)

    async def _new_page(self) -> Page:
        page = await self.engine.new_page(self.identity.name)
        await block(page, chromium=self.engine.is_chromium)
        await self._dress(page)
        return page

    async def _dress(self, page: Page) -> None:
        if self.engine.is_chromium:
            session = await page.context.new_cdp_session(page)
            await session.send("Emulation.setUserAgentOverride", agent_override(self.identity))

    async def close(self) -> None:
        """Close the context and its pages; end a browser that cannot do that."""
        try:
            await asyncio.wait_for(self.context.close(), self.step)
        except TimeoutError:
            self.engine.kill()
        except PlaywrightError:
            return


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
