from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_spiders.browser import intercept
from tiktok_spiders.browser.errors import BrowserPageError

if TYPE_CHECKING:
    from tests.browser.ours import Browser
    from tests.browser.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="package")


def meta(site: Site, **more: Any) -> dict[str, Any]:
    return {
        "meta": {
            "browser_mode": "intercept",
            "page_url": f"{site.url}/scroll",
            "intercept": "/api/list/",
            **more,
        }
    }


async def cursor(browser: Browser, site: Site, **more: Any) -> str:
    response = await browser.get("/api/list/", **meta(site, **more))
    assert response.status == 200
    assert b"Content-Length" not in response.headers
    return str(response.json()["cursor"])


async def test_answers_come_in_the_order_that_the_page_asks(browser: Browser, site: Site) -> None:
    assert [await cursor(browser, site) for _ in range(4)] == ["0", "10", "20", "30"]
    assert site.paths().count("/scroll") == 1
    assert "/explore" not in site.paths()
    assert "/image.png" not in site.paths()


async def test_a_list_is_taken_up_where_it_was_left(browser: Browser, site: Site) -> None:
    assert await cursor(browser, site, intercept_match={"cursor": "20"}) == "20"


async def test_lists_that_are_walked_together_keep_their_places(browser: Browser, site: Site) -> None:
    pages = [f"{site.url}/scroll?{name}" for name in ("one", "other")]
    cursors = [await cursor(browser, site, page_url=page) for _ in range(3) for page in pages]
    assert cursors == ["0", "0", "10", "10", "20", "20"]
    assert site.paths().count("/scroll") == 2


async def test_the_page_that_waits_longest_makes_room(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intercept, "OPEN", 2)
    one, two, three = (f"{site.url}/scroll?{name}" for name in ("one", "two", "three"))
    for page in (one, two, one, three):
        await cursor(browser, site, page_url=page)
    assert [page.url for page in (await browser.visitor()).context.pages] == [one, three]
    assert await cursor(browser, site, page_url=one) == "20"


async def test_a_lost_page_is_opened_again(browser: Browser, site: Site) -> None:
    await cursor(browser, site)
    await (await browser.visitor()).context.pages[-1].close()
    assert await cursor(browser, site, intercept_match={"cursor": "10"}) == "10"


async def test_a_page_that_does_not_ask_is_left(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intercept, "STEPS", 2)
    monkeypatch.setattr(intercept, "STEP_SECONDS", 0.1)
    with pytest.raises(BrowserPageError, match="did not ask for /api/other in 2 steps"):
        await cursor(browser, site, intercept="/api/other")
    monkeypatch.setattr(intercept, "STEPS", 100)
    with pytest.raises(BrowserPageError, match="did not ask for /api/other in time"):
        await cursor(browser, site, intercept="/api/other", download_timeout=0.5)


async def test_a_page_that_refuses_is_the_answer(
    browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intercept, "STEPS", 2)
    monkeypatch.setattr(intercept, "STEP_SECONDS", 0.1)
    site.page_status = 403
    response = await browser.get("/api/list/", **meta(site, intercept="/api/other"))
    assert (response.status, response.url) == (403, f"{site.url}/scroll")


async def test_a_page_that_cannot_be_opened_is_no_answer(browser: Browser, site: Site) -> None:
    with pytest.raises(BrowserPageError):
        await cursor(browser, site, page_url="http://127.0.0.1:1/")
