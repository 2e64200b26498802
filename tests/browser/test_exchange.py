"""What a page and its identity take of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from tests.browser.fake import AGENT, identity
from tiktok_spiders.browser.errors import BrowserError, BrowserPageError, BrowserProxyError
from tiktok_spiders.identities.agents import AGENTS

if TYPE_CHECKING:
    from tests.browser.ours import Browser
    from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="package")


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


async def test_a_proxy_that_is_gone_is_not_left_out(browser: Browser) -> None:
    await browser.renew(identity("one", proxy="p-1"))
    with pytest.raises(BrowserProxyError, match="the proxy p-1 is gone"):
        await browser.get("/api/echo")


async def test_an_identity_must_be_named_and_there(browser: Browser) -> None:
    with pytest.raises(BrowserError, match="names its identity"):
        await browser.transport.download(browser.request("/api/echo").replace(meta={}))
    with pytest.raises(BrowserPageError, match="identity three is gone"):
        await browser.get("/api/echo", "three")
