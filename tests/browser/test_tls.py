"""TikTok's own names, through a proxy, with certificates of an own authority."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.browser.fake import identity
from tests.browser.ours import Browser
from tests.standin_process import StandinProcess
from tiktok_spiders.browser.errors import BrowserPageError, BrowserProxyError
from tiktok_spiders.proxies.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.usefixtures("reactor")]

WEB = "https://www.tiktok.com"


@pytest.fixture(scope="module")
def proxied() -> Iterator[StandinProcess]:
    with StandinProcess("--proxies", "1", "--users", "5") as process:
        yield process


def exit_of(process: StandinProcess) -> Proxy:
    parts = urlsplit(process.proxies[0])
    return Proxy(host=parts.hostname or "", port=parts.port or 0)


@pytest.mark.skipif(shutil.which("certutil") is None, reason="needs certutil")
async def test_an_own_authority_is_trusted(proxied: StandinProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", proxied.ca)
    async with Browser(WEB) as browser:
        browser.proxies["p"] = exit_of(proxied)
        one = identity("one", proxy="p", cookie_domain=".tiktok.com")
        await browser.renew(one)
        handle = proxied.handles()[0]
        response = await browser.get(
            f"/api/user/detail/?uniqueId={handle}&{one.query(signed=True)}", meta={"browser_common": True}
        )
        assert response.json()["userInfo"]["user"]["uniqueId"] == handle
        assert one.is_minted
        assert one.ms_token
        assert {"ttwid", "msToken"} <= {cookie.name for cookie in one.jar}

        proxied.set_proxy_fault("exit-1", "dead")
        await browser.renew(one)
        with pytest.raises(BrowserProxyError):
            await browser.get("/api/user/detail/?uniqueId=x")
        proxied.set_proxy_fault("exit-1", "none")


async def test_certificate_errors_are_not_ignored(
    proxied: StandinProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    async with Browser(WEB) as browser:
        browser.proxies["p"] = exit_of(proxied)
        await browser.renew(identity("one", proxy="p"))
        with pytest.raises(BrowserPageError, match="ERR_CERT_AUTHORITY_INVALID"):
            await browser.get("/api/user/detail/?uniqueId=x")
