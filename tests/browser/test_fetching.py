"""Requests that leave through a page, and their answers."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import DownloadCancelledError

from tests.browser.fake import AGENT, identity
from tests.browser.ours import configure
from tests.browser.site import BIG, BYTES, Site
from tiktok_spiders.browser import visitor
from tiktok_spiders.browser.errors import BrowserPageError
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
    configure(browser, monkeypatch, browser_step_s=0.5)
    response = await browser.get("/api/echo")
    assert (response.status, response.url) == (403, f"{site.url}/explore")
    assert "/api/echo" not in site.paths()

    site.page_status = 200
    await browser.renew(identity("one"))
    with pytest.raises(BrowserPageError, match="script of /explore was not ready"):
        await browser.get("/api/echo")


async def test_the_answer_is_json_that_the_parsers_read(browser: Browser) -> None:
    response = await browser.get("/api/big")
    assert len(json.loads(response.body)["itemList"]) == 30
