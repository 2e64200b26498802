from __future__ import annotations

import asyncio
import json
import os
import signal
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError

from tests.browser.fake import AGENT, identity
from tests.browser.site import BIG, BYTES, Site
from tiktok_spiders.browser import owner, visitor
from tiktok_spiders.browser.errors import BrowserError, BrowserPageError, BrowserProxyError
from tiktok_spiders.identities.agents import AGENTS
from tiktok_spiders.outcome import classify_exception

if TYPE_CHECKING:
    from tests.browser.ours import Browser

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_a_request_leaves_the_page_signed_and_comes_back_as_any_other(
    browser: Browser, site: Site
) -> None:
    request = browser.request("/api/echo?a=1")
    response = await browser.transport.download(request)
    asked = site.last("/api/echo")
    assert response.json() == {"signed": True}
    assert (response.status, response.url, response.request) == (200, request.url, request)
    assert asked["query"]["a"] == "1"
    assert asked["headers"]["user-agent"] == AGENT
    assert asked["headers"]["referer"] == f"{site.url}/explore"
    assert asked["headers"]["accept-language"].startswith("de-DE")
    assert 0 < request.meta["download_latency"] < 5
    assert browser.pool.noted == ["one"]


async def test_a_compressed_answer_arrives_whole_and_decoded(browser: Browser, site: Site) -> None:
    response = await browser.get("/api/big", headers={"Accept": "application/json"})
    assert response.text == BIG
    assert b"Content-Encoding" not in response.headers
    assert response.headers[b"Content-Type"] == b"application/json; charset=utf-8"
    assert site.last("/api/big")["headers"]["accept"] == "application/json"


async def test_a_body_is_sent(browser: Browser, site: Site) -> None:
    await browser.get("/api/echo", method="POST", body="k=ü", headers={"Content-Type": "text/plain"})
    assert site.last("/api/echo")["body"] == "k=ü"


async def test_one_page_serves_many_requests(browser: Browser, site: Site) -> None:
    for _ in range(3):
        await browser.get("/api/echo")
    assert site.paths().count("/explore") == 1
    assert site.paths().count("/api/echo") == 3


async def test_requests_of_one_identity_go_one_by_one(browser: Browser, site: Site) -> None:
    await asyncio.gather(*(browser.get(f"/api/echo?n={i}") for i in range(4)))
    assert site.paths().count("/explore") == 1


async def test_what_came_through_a_page_is_freed(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor, "COLLECT", 150_000)
    monkeypatch.setattr(visitor, "RENEW", 500_000)
    for _ in range(4):
        await browser.get("/api/big")
    assert site.paths().count("/explore") == 2
    assert len((await browser.visitor()).context.pages) == 1


async def test_the_page_to_open_can_be_named(browser: Browser, site: Site) -> None:
    await browser.get("/api/echo", meta={"page_url": f"{site.url}/"})
    assert site.paths()[0] == "/"


async def test_the_page_tells_the_identity_who_it_is(browser: Browser) -> None:
    await browser.get("/api/echo")
    one = browser.pool.members["one"]
    assert (one.device_id, one.odin_id) == ("7300000000000000001", "7300000000000000002")
    assert (one.region, one.source, one.is_minted) == ("DE", "browser", True)


async def test_common_parameters_are_those_of_the_page(browser: Browser, site: Site) -> None:
    browser.pool.members["one"].take_token("abc")
    await browser.get("/api/echo?device_id=1&count=30", meta={"browser_common": True})
    query = site.last("/api/echo")["query"]
    assert query["count"] == "30"
    assert query["device_id"] == "7300000000000000001"
    assert query["odinId"] == "7300000000000000002"
    assert query["WebIdLastTime"] == "1759700000"
    assert f"Mozilla/{query['browser_version']}" == AGENT
    assert (query["screen_width"], query["screen_height"]) == ("1920", "1080")
    assert (query["browser_language"], query["tz_name"]) == ("de-DE", "UTC")
    assert query["msToken"] == site.last("/api/echo")["cookies"]["msToken"] == "abc"


async def test_page_and_calls_tell_of_one_browser(browser: Browser, site: Site) -> None:
    agent = AGENTS["mobile"][0]
    changes = {"kind": "mobile", "user_agent": agent.user_agent, "client_hints": agent.client_hints}
    one = identity("one", **changes, platform=agent.platform, os=agent.os)
    await browser.renew(one)
    await browser.get("/api/echo", meta={"browser_common": True})
    for path in ("/explore", "/api/echo"):
        sent = site.last(path)["headers"]
        assert {name: sent[name.lower()] for name in one.headers()} == one.headers()
    query = site.last("/api/echo")["query"]
    told = dict(parse_qsl(one.query()))
    for name in ("browser_language", "browser_platform", "browser_version", "screen_width", "tz_name"):
        assert query[name] == told[name]


async def test_cookies_flow_both_ways(browser: Browser, site: Site) -> None:
    one = browser.pool.members["one"]
    one.jar.put("given", "1", "127.0.0.1")
    await browser.get("/api/echo")
    assert site.last("/explore")["cookies"]["given"] == "1"
    assert one.jar.value("ttwid") == site.last("/api/echo")["cookies"]["ttwid"]

    one.jar.put("given", "2", "127.0.0.1")
    site.token = "fresh"
    await browser.get("/api/echo")
    assert site.last("/api/echo")["cookies"]["given"] == "2"
    assert one.ms_token == "fresh"

    one.jar.drop("given")
    await browser.get("/api/echo")
    assert "given" not in site.last("/api/echo")["cookies"]
    assert site.last("/api/echo")["cookies"]["msToken"] == "fresh"


async def test_two_identities_share_no_cookies(browser: Browser, site: Site) -> None:
    await browser.get("/api/echo", "one")
    await browser.get("/api/echo", "two")
    first, second = (entry["cookies"]["ttwid"] for entry in site.log if entry["path"] == "/api/echo")
    assert first != second
    assert browser.pool.members["one"].jar.value("ttwid") == first
    assert browser.pool.members["two"].jar.value("ttwid") == second


async def test_images_media_and_fonts_are_not_loaded(browser: Browser, site: Site) -> None:
    await browser.get("/api/echo")
    visitor = await browser.visitor()
    await visitor.warm_page.wait_for_load_state("load")
    assert set(site.paths()) - {"/favicon.ico"} == {"/explore", "/script.js", "/api/echo"}


async def test_the_first_empty_answer_of_a_page_is_asked_again_once(browser: Browser, site: Site) -> None:
    site.empty = 1
    response = await browser.get("/api/echo")
    assert response.json() == {"signed": True}

    site.empty = 1
    response = await browser.get("/api/echo")
    assert response.body == b""
    assert response.headers[b"tt_orcas_res"] == b"1"


async def test_a_page_that_stays_empty_says_so(browser: Browser, site: Site) -> None:
    site.empty = 2
    response = await browser.get("/api/echo")
    assert (response.status, response.body) == (200, b"")


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


async def test_an_answer_that_is_too_large_is_cut_off(browser: Browser) -> None:
    with pytest.raises(DownloadCancelledError, match="larger than 1000 bytes"):
        await browser.get("/api/big", meta={"download_maxsize": 1000})


async def test_zero_is_no_limit_as_everywhere_in_scrapy(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser.transport, "_maxsize", 1000)
    assert (await browser.get("/api/big", meta={"download_maxsize": 0})).text == BIG
    monkeypatch.setattr(browser.transport, "_maxsize", 0)
    assert (await browser.get("/api/big")).text == BIG


async def test_a_body_arrives_byte_for_byte(browser: Browser) -> None:
    assert (await browser.get("/api/bytes")).body == BYTES


async def test_a_fetch_that_fails_is_no_answer(browser: Browser) -> None:
    with pytest.raises(BrowserPageError, match="Failed to fetch") as error:
        await browser.transport.download(
            browser.request("").replace(
                url="http://127.0.0.1:1/x", meta={"identity": "one", "page_url": browser.url}
            )
        )
    assert classify_exception(error.value).outcome == "unreachable"


async def test_an_address_that_is_not_there_is_no_answer(browser: Browser) -> None:
    with pytest.raises(BrowserPageError, match=r"ERR_UNSAFE_PORT|ERR_CONNECTION_REFUSED") as error:
        await browser.transport.download(
            browser.request("").replace(url="http://127.0.0.1:1/x?msToken=secret")
        )
    assert "127.0.0.1" not in str(error.value)


async def test_the_address_after_a_redirection_is_told(browser: Browser, site: Site) -> None:
    response = await browser.get("/api/moved")
    assert response.url == f"{site.url}/login"


async def test_a_page_that_refuses_is_the_answer(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.signs, site.page_status = False, 403
    hasty = browser.owner._config.model_copy(update={"browser_step_s": 0.5})
    monkeypatch.setattr(browser.owner, "_config", hasty)
    response = await browser.get("/api/echo")
    assert (response.status, response.url) == (403, f"{site.url}/explore")
    assert "/api/echo" not in site.paths()

    site.page_status = 200
    await browser.renew(identity("one"))
    with pytest.raises(BrowserPageError, match="script of /explore was not ready"):
        await browser.get("/api/echo")


async def test_a_crashed_page_is_replaced_once(browser: Browser, site: Site) -> None:
    await browser.get("/api/echo")
    page = (await browser.visitor()).warm_page
    session = await page.context.new_cdp_session(page)
    crashed = asyncio.ensure_future(page.wait_for_event("crash"))
    await asyncio.sleep(0)
    sent = asyncio.ensure_future(session.send("Page.crash"))
    await crashed
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


async def test_a_browser_that_has_grown_is_started_anew(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.get("/api/echo")
    first = (await browser.visitor()).engine
    assert 100 * owner.MIB < first.memory() < 1000 * owner.MIB
    monkeypatch.setattr(owner, "LOOK_EVERY", 0)
    small = browser.owner._config.model_copy(update={"browser_memory_mb": 10})
    with monkeypatch.context() as limited:
        limited.setattr(browser.owner, "_config", small)
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
    small = browser.owner._config.model_copy(update={"browser_memory_mb": 10})
    monkeypatch.setattr(browser.owner, "_config", small)
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
    asked = browser.owner._config.model_copy(update={"browser_memory_mb": 500, "browser_contexts": 2})
    monkeypatch.setattr(browser.owner, "_config", asked)
    monkeypatch.setattr(browser.owner, "_least", 0)
    monkeypatch.setattr(browser.owner, "_was_small", True)
    assert [browser.owner._is_large(2000) for _ in range(4)] == [True, False, True, False]
    assert not browser.owner._is_large(550)
    assert browser.owner._is_large(551)


async def test_a_browser_that_hangs_is_killed_and_replaced(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiktok_spiders.browser.fetch.MARGIN", 0.2)
    hasty = browser.owner._config.model_copy(update={"browser_step_s": 1})
    monkeypatch.setattr(browser.owner, "_config", hasty)
    await browser.get("/api/echo")
    engine = (await browser.visitor()).engine
    os.killpg(engine.group, signal.SIGSTOP)
    monkeypatch.setattr(browser.owner, "_config", hasty.model_copy(update={"browser_step_s": 20}))
    with pytest.raises(DownloadTimeoutError):
        await browser.get("/api/echo", meta={"download_timeout": 0.2})
    assert (await browser.get("/api/echo")).json() == {"signed": True}
    assert not engine.alive


async def test_a_proxy_that_is_gone_is_not_left_out(browser: Browser) -> None:
    await browser.renew(identity("one", proxy="p-1"))
    with pytest.raises(BrowserProxyError, match="the proxy p-1 is gone"):
        await browser.get("/api/echo")


async def test_an_identity_must_be_named_and_there(browser: Browser) -> None:
    with pytest.raises(BrowserError, match="names its identity"):
        await browser.transport.download(browser.request("/api/echo").replace(meta={}))
    with pytest.raises(BrowserPageError, match="identity three is gone"):
        await browser.get("/api/echo", "three")


async def test_the_answer_is_json_that_the_parsers_read(browser: Browser) -> None:
    response = await browser.get("/api/big")
    assert len(json.loads(response.body)["itemList"]) == 30
