"""Pages and browsers that hang, crash or grow are replaced."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import DownloadTimeoutError

from tests.browser.ours import configure
from tiktok_spiders.browser import owner
from tiktok_spiders.browser.errors import BrowserPageError
from tiktok_spiders.outcome import classify_exception

if TYPE_CHECKING:
    from tests.browser.ours import Browser
    from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_call_that_hangs_ends_in_time_and_its_page_is_dropped(browser: Browser, site: Site) -> None:
    await browser.get("/api/echo")
    with pytest.raises(DownloadTimeoutError) as error:
        await browser.get("/api/hang", meta={"download_timeout": 0.3})
    assert classify_exception(error.value).outcome == "unreachable"
    await browser.get("/api/echo")
    assert site.paths().count("/explore") == 2


async def test_a_page_that_hangs_is_given_up(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiktok_spiders.browser.fetch.MARGIN", 0.2)
    await browser.get("/api/echo")
    page = (await browser.visitor()).warm_page
    await page.evaluate("() => { window.fetch = () => { for (;;) {} } }")
    with pytest.raises(DownloadTimeoutError):
        await browser.get("/api/echo", meta={"download_timeout": 0.3})
    assert (await browser.get("/api/echo")).json() == {"signed": True}


async def test_a_crashed_page_is_replaced_once(browser: Browser, site: Site) -> None:
    await browser.get("/api/echo")
    page = (await browser.visitor()).warm_page
    session = await page.context.new_cdp_session(page)
    crashed = asyncio.Event()
    page.once("crash", lambda _: crashed.set())
    sent = asyncio.ensure_future(session.send("Page.crash"))
    await asyncio.wait_for(crashed.wait(), 10)
    sent.cancel()
    await asyncio.gather(sent, return_exceptions=True)
    assert (await browser.get("/api/echo")).json() == {"signed": True}
    assert site.paths().count("/explore") == 2


async def test_a_page_that_is_lost_twice_is_no_answer(browser: Browser, site: Site) -> None:
    site.extra = "<script>window.fetch = () => { location.reload(); return new Promise(() => {}); }</script>"
    with pytest.raises(BrowserPageError, match="lost twice") as error:
        await browser.get("/api/echo")
    assert classify_exception(error.value).outcome == "unreachable"


async def test_a_browser_that_was_killed_is_replaced(browser: Browser, site: Site) -> None:
    await browser.get("/api/echo")
    engine = (await browser.visitor()).engine
    gone = asyncio.Event()
    engine.browser.on("disconnected", lambda _: gone.set())
    os.killpg(engine.group, signal.SIGKILL)
    await asyncio.wait_for(gone.wait(), 10)
    assert (await browser.get("/api/echo")).json() == {"signed": True}
    assert browser.stat("tiktok/browser/lost") == 1


async def test_a_browser_that_hangs_is_killed_and_replaced(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiktok_spiders.browser.fetch.MARGIN", 0.2)
    configure(browser, monkeypatch, browser_step_s=1)
    await browser.get("/api/echo")
    engine = (await browser.visitor()).engine
    os.killpg(engine.group, signal.SIGSTOP)
    configure(browser, monkeypatch, browser_step_s=20)
    with pytest.raises(DownloadTimeoutError):
        await browser.get("/api/echo", meta={"download_timeout": 0.2})
    assert (await browser.get("/api/echo")).json() == {"signed": True}
    assert not engine.alive


async def test_a_browser_that_has_grown_is_started_anew(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.get("/api/echo")
    first = (await browser.visitor()).engine
    assert 100 * owner.MIB < first.memory() < 1000 * owner.MIB
    monkeypatch.setattr(owner, "LOOK_EVERY", 0)
    with monkeypatch.context() as limited:
        configure(browser, limited, browser_memory_mb=10)
        limited.setattr(browser.owner, "_was_small", True)
        await browser.get("/api/echo")
    assert not first.alive
    assert (await browser.get("/api/echo")).json() == {"signed": True}
    assert browser.stat("tiktok/browser/recycled_memory") == 1
    assert browser.stat("tiktok/browser/memory_mib_max") > 100


async def test_a_limit_that_no_browser_keeps_starts_it_anew_only_once(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(owner, "LOOK_EVERY", 0)
    configure(browser, monkeypatch, browser_memory_mb=10)
    monkeypatch.setattr(browser.owner, "_least", 0, raising=False)
    monkeypatch.setattr(browser.owner, "_was_small", True, raising=False)
    before = browser.stat("tiktok/browser/recycled_memory")
    for _ in range(4):
        await browser.get("/api/echo")
    assert browser.stat("tiktok/browser/recycled_memory") == before + 1
    assert "TIKTOK_BROWSER_MEMORY_MB is 10, and a new browser takes" in caplog.text


async def test_a_limit_is_not_raised_above_what_contexts_need(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(browser, monkeypatch, browser_memory_mb=500, browser_contexts=2)
    monkeypatch.setattr(browser.owner, "_least", 0)
    monkeypatch.setattr(browser.owner, "_was_small", True)
    assert [browser.owner._is_large(2000) for _ in range(4)] == [True, False, True, False]
    assert not browser.owner._is_large(550)
    assert browser.owner._is_large(551)
