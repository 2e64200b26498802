from __future__ import annotations

import sys
from typing import Any

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from tests.browser.fake import Pool
from tests.waiting import turns
from tiktok_spiders.browser.errors import BrowserUnavailableError
from tiktok_spiders.browser.handler import BrowserDownloadHandler

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.usefixtures("reactor")]


class OwnHandler:
    """What Scrapy would use."""

    lazy = True

    def __init__(self) -> None:
        self.closed = False

    async def download_request(self, request: Request) -> Any:
        return f"http {request.url}"

    async def close(self) -> None:
        self.closed = True


def handler() -> BrowserDownloadHandler:
    crawler = get_crawler(settings_dict={"DOWNLOAD_HANDLERS_BASE": {"https": OwnHandler}})
    return BrowserDownloadHandler.from_crawler(crawler)


PLAIN = Request("http://127.0.0.1/")
BROWSER = Request("http://127.0.0.1/", meta={"transport": "browser"})


async def test_other_requests_go_to_scrapys_handler() -> None:
    one = handler()
    assert await one.download_request(PLAIN) == "http http://127.0.0.1/"
    await one.close()
    assert one._http.closed


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"TIKTOK_BROWSER": "off"}, "TIKTOK_BROWSER is off"),
        ({"TWISTED_REACTOR_ENABLED": False}, "needs Twisted's reactor"),
    ],
)
async def test_without_a_browser_a_request_for_it_fails_and_others_do_not(
    settings: dict[str, Any], message: str
) -> None:
    one = handler()
    one._crawler.settings.frozen = False
    for name, value in settings.items():
        one._crawler.settings.set(name, value)
    one = BrowserDownloadHandler(one._crawler)
    with pytest.raises(BrowserUnavailableError, match=message):
        await one.download_request(BROWSER)
    assert await one.download_request(PLAIN)


async def test_without_playwright_a_request_for_it_fails_and_others_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [each for each in sys.modules if each.startswith("tiktok_spiders.browser.")]:
        if name.rsplit(".", 1)[1] not in {"errors", "handler"}:
            monkeypatch.delitem(sys.modules, name)
    for name in ("playwright", "playwright.async_api", "scrapy_playwright"):
        monkeypatch.setitem(sys.modules, name, None)
    one = handler()
    with pytest.raises(BrowserUnavailableError, match="needs the packages playwright and scrapy-playwright"):
        await one.download_request(BROWSER)
    assert await one.download_request(PLAIN)


async def test_a_browser_that_is_not_there_is_said_and_nothing_is_left(tmp_path: Any) -> None:
    from tests.browser.fake import identity
    from tiktok_spiders.browser.owner import BrowserOwner
    from tiktok_spiders.browser.transport import BrowserTransport

    crawler = get_crawler(settings_dict={"TIKTOK_BROWSER_EXECUTABLE": str(tmp_path / "none")})
    owner = BrowserOwner(crawler, lambda name: None)
    transport = BrowserTransport(owner, Pool(identity("one")), crawler)
    with pytest.raises(BrowserUnavailableError, match="TIKTOK_BROWSER_EXECUTABLE"):
        await transport.download(BROWSER.replace(meta={"identity": "one"}))
    await owner.close()
    assert owner._home is not None
    assert not owner._home.path.exists()


async def test_both_handlers_share_the_crawls_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    from tiktok_spiders import identities

    monkeypatch.setattr(identities, "for_crawler", lambda crawler: Pool())
    crawler = get_crawler(settings_dict={"DOWNLOAD_HANDLERS_BASE": {"https": OwnHandler}})
    http, https = BrowserDownloadHandler(crawler), BrowserDownloadHandler(crawler)
    assert http._browser() is https._browser()
    await turns()
