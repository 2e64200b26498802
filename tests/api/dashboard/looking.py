"""A real Chromium that looks at pages, and notes what pages must not do."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import ViewportSize, async_playwright

from tests.chromium import BROWSER
from tests.waiting import EVERY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from playwright.async_api import Browser, BrowserContext, Page

WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
MODES: dict[str, tuple[Literal["light", "dark"], ViewportSize]] = {
    "light": ("light", WIDE),
    "dark": ("dark", WIDE),
    "phone": ("light", NARROW),
}
DRAWN_S = 30
GRAVE = {"serious", "critical"}
OPTIONS = {"resultTypes": ["violations"]}


@dataclass
class Noted:
    """What went wrong on pages."""

    origin: str
    strangers: list[str] = field(default_factory=list)
    """Addresses of other origins that a page asked for."""

    complaints: list[str] = field(default_factory=list)
    """Errors of scripts, of the console, of the policy."""

    findings: list[str] = field(default_factory=list)
    """What axe-core calls serious or critical."""

    def watch(self, page: Page) -> None:
        """Note what a page does from now on."""
        page.on("request", lambda request: self._asked(request.url))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._said(page, line))
        page.on("dialog", lambda dialog: self.complaints.append(f"{page.url}: dialog {dialog.message}"))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin and parts.scheme != "data":
            self.strangers.append(url)

    def _said(self, page: Page, line: Any) -> None:
        if line.type in {"error", "warning"}:
            self.complaints.append(f"{page.url}: {line.text}")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start a browser of this machine."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER, args=sandbox)
        try:
            yield browser
        finally:
            await browser.close()


async def opened(browser: Browser, noted: Noted, **options: Any) -> BrowserContext:
    """Open a window in which every page is watched."""
    context = await browser.new_context(base_url=noted.origin, **options)
    context.set_default_timeout(20_000)
    context.on("page", noted.watch)
    return context


async def examine(
    page: Page, noted: Noted, name: str, shots: Path | None, modes: Iterable[str] = tuple(MODES)
) -> None:
    """Look at a page as three readers have it: by axe-core, and that nothing is wider than the window.

    ``shots``: folder for pictures.
    """
    await page.evaluate(AXE_SCRIPT)
    for mode in modes:
        scheme, size = MODES[mode]
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=scheme)
        await _see_charts(page)
        found = await page.evaluate("options => axe.run(options)", OPTIONS)
        for each in found["violations"]:
            if each["impact"] in GRAVE:
                where = "; ".join(f"{node['target']} {node['html'][:160]}" for node in each["nodes"][:3])
                noted.findings.append(f"{name} {mode}: {each['id']} ({each['impact']}) {where}")
        wide: int = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            noted.findings.append(f"{name} {mode}: {wide} px wider than the window")
        if shots is not None:
            await page.screenshot(path=shots / f"{name}-{mode}.png", full_page=True)


async def _see_charts(page: Page) -> None:
    """Wait until each chart is drawn: another mode has another picture, which has to come first."""
    async with asyncio.timeout(DRAWN_S):
        for chart in await page.locator("img.chart").all():
            await chart.scroll_into_view_if_needed()
            while not await chart.evaluate("image => image.complete && image.naturalWidth > 0"):
                await asyncio.sleep(EVERY)
