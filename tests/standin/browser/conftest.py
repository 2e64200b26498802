"""A real Chromium in front of a stand-in process; both are started once for all tests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from tests.chromium import BROWSER
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser, Page

READY = "window.byted_acrawler !== undefined"
FETCH = """async (url) => {
    const answer = await window.fetch(url);
    const text = await answer.text();
    return {status: answer.status, url: answer.url, refused: answer.headers.get("tt_orcas_res"), text};
}"""
_QUERY = """() => {
    const state = JSON.parse(document.getElementById("__UNIVERSAL_DATA_FOR_REHYDRATION__").textContent);
    const app = state.__DEFAULT_SCOPE__["webapp.app-context"];
    return {device_id: app.wid, odinId: app.odinId, browser_version: navigator.userAgent.slice(8)};
}"""


class Visit:
    """A page of the stand-in that a browser has open."""

    def __init__(self, page: Page, standin: StandinProcess) -> None:
        self.page = page
        self.standin = standin

    async def open(self, path: str) -> None:
        """Open a page and wait until its script signs."""
        await self.page.goto(self.standin.url + path)
        await self.page.wait_for_function(READY, timeout=10_000)

    async def address(self, path: str, **query: str) -> str:
        """Return an API address with what a browser would tell of itself."""
        told = await self.page.evaluate(_QUERY)
        return await self.page.evaluate(
            "([path, query]) => path + '?' + new URLSearchParams(query)", [path, {**told, **query}]
        )

    async def fetch(self, address: str) -> dict[str, Any]:
        """Let the page fetch an address; the answer's JSON is ``body``, None for an empty one."""
        found: dict[str, Any] = await self.page.evaluate(FETCH, address)
        return found | {"body": json.loads(found["text"]) if found["text"] else None}

    async def ask(self, path: str, **query: str) -> dict[str, Any]:
        """Let the page fetch from an endpoint."""
        return await self.fetch(await self.address(path, **query))


@pytest.fixture(scope="session")
def _browsed() -> Iterator[StandinProcess]:
    with StandinProcess() as process:
        yield process


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    if BROWSER is None:
        pytest.skip("no Chromium on this machine")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=BROWSER)
        yield browser
        await browser.close()


@pytest.fixture
def browsed(_browsed: StandinProcess) -> StandinProcess:
    """The stand-in of these tests, as it is at first: no plan, switches as they were, empty log."""
    _browsed.set_plan()
    _browsed.reset_switches()
    _browsed.clear_log()
    return _browsed


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, browsed: StandinProcess) -> AsyncIterator[Visit]:
    """A page of a new visitor."""
    context = await chromium.new_context()
    yield Visit(await context.new_page(), browsed)
    await context.close()
