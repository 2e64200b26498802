"""The dashboard in a real browser."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.api.dashboard.filled import PRODUCT, VIDEO, fill
from tests.api.dashboard.looking import Noted, chromium, examine, opened
from tests.api.running import served
from tests.chromium import needs_browser
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from tests.standin_process import StandinProcess

pytestmark = needs_browser

KEY = "a-key-of-the-tests-1234"
PAGES = {
    "overview": "/",
    "jobs": "/ui/jobs",
    "job": "/ui/jobs/1",
    "new-job": "/ui/jobs/new?spider=user",
    "videos": "/ui/videos?text=kitchen",
    "video": f"/ui/videos/{VIDEO}",
    "users": "/ui/users",
    "user": "/ui/users/river.runner",
    "products": "/ui/products",
    "product": f"/ui/products/{PRODUCT}",
    "verdicts": "/ui/verdicts",
    "refused": "/ui/jobs/999",
}
HANDLE = "daily.dune"
"""An account of the stand-in with a list of a few pages."""


@pytest.fixture
def shots() -> Path | None:
    """Where pictures go, for people to look at: ``TIKTOK_TEST_SHOTS``."""
    folder = os.environ.get("TIKTOK_TEST_SHOTS")
    return Path(folder) if folder else None


async def test_a_job_by_the_form_and_every_page(
    tmp_path: Path, free_port: int, empty_file: Path, shared_standin: StandinProcess, shots: Path | None
) -> None:
    file = Path(shutil.copy(empty_file, tmp_path / "tiktok.db"))
    with closing(Store.open(f"sqlite:///{file}")) as store:
        fill(store)
    environment = {
        **dict.fromkeys(("TIKTOK_WEB_URL", "TIKTOK_SHOP_URL", "TIKTOK_WEBCAST_URL"), shared_standin.url),
        "TIKTOK_DOWNLOAD_DELAY": 0.6, "TIKTOK_BACKOFF": 0, "TIKTOK_IDENTITIES": 1, "TIKTOK_BROWSER": "off",
        "TIKTOK_API_LIVE_WORKERS": 0, "TIKTOK_API_KEYS": KEY, "TIKTOK_RATE_LIMIT_PER_MINUTE": 1000,
    }  # fmt: skip
    with served(tmp_path, free_port, **environment):
        noted = Noted(f"http://127.0.0.1:{free_port}")
        async with chromium() as browser:
            await _job_by_form(browser, noted, shared_standin, shots)
            await _every_page(browser, noted, shots)
            await _login(browser, noted, shots)
    assert noted.strangers == []
    assert noted.complaints == []
    assert noted.findings == []


async def _job_by_form(browser: Browser, noted: Noted, standin: StandinProcess, shots: Path | None) -> None:
    context = await opened(browser, noted)
    page = await context.new_page()
    await page.goto("/")
    await page.get_by_role("link", name="New job").click()
    await page.get_by_role("link", name="user", exact=True).click()
    await page.get_by_label("Users").fill(HANDLE)
    await page.get_by_role("button", name="Start the job").click()
    await page.wait_for_url("**/ui/jobs/1")
    said = await _watched(page, noted, shots)
    await examine(page, noted, "job-done", shots)
    assert said[-1] == "Job 1 is completed, 100 %"
    assert any("running" in each for each in said), said
    row = page.locator("table tbody tr").first
    assert HANDLE in await row.inner_text()
    assert "complete" in await row.inner_text()
    assert f"{len(standin.truth(HANDLE)['ids'])}" in await page.locator("#live dl.facts dd.num").inner_text()
    assert await page.get_by_role("button", name="Cancel the job").count() == 0
    async with page.expect_download() as download:
        await page.get_by_role("link", name="All records (JSON Lines)").click()
    lines = (await (await download.value).path()).read_bytes().splitlines()
    assert len(lines) > len(standin.truth(HANDLE)["ids"])
    await context.close()


async def _watched(page: Page, noted: Noted, shots: Path | None) -> list[str]:
    """Return what was said about the job, without the page being loaded again."""
    await page.evaluate(
        """() => {
            window.said = [];
            const place = document.getElementById("said");
            new MutationObserver(() => window.said.push(place.textContent))
                .observe(place, {childList: true, characterData: true, subtree: true});
        }"""
    )
    await page.get_by_text("running", exact=True).wait_for()
    await examine(page, noted, "job-running", shots, ["light", "phone"])
    await page.locator("[data-over]").wait_for(timeout=30_000)
    said: list[str] = await page.evaluate("window.said")
    return said


async def _every_page(browser: Browser, noted: Noted, shots: Path | None) -> None:
    context = await opened(browser, noted)
    page = await context.new_page()
    for name, path in PAGES.items():
        before = len(noted.complaints)
        await page.goto(path, wait_until="load")
        if name == "refused":  # the console calls a 404 an error; that it is one is the point
            del noted.complaints[before:]
        await examine(page, noted, name, shots)
        assert "taken" not in await page.title()
    await context.close()


async def _login(browser: Browser, noted: Noted, shots: Path | None) -> None:
    """Log in as from another machine's browser: past a proxy nobody is let in without a key."""
    context = await opened(browser, noted, extra_http_headers={"X-Forwarded-For": "192.0.2.7"})
    page = await context.new_page()
    await page.goto("/ui/videos?text=kitchen")
    assert "/login?next=" in page.url
    await examine(page, noted, "login", shots)
    await page.get_by_label("API key").fill(KEY)
    await page.get_by_role("button", name="Log in").click()
    await page.wait_for_url("**/ui/videos?text=kitchen")
    await page.goto("/docs")
    await page.locator(".opblock").first.wait_for()
    await examine(page, noted, "docs", shots, ["light", "phone"])
    await page.get_by_role("button", name="Log out").click()
    await page.wait_for_url("**/login")
    await page.goto("/ui/jobs")
    assert "/login?next=" in page.url
    await context.close()
