"""One browser for the tests of this folder."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
import twisted.internet
from twisted.internet import asyncioreactor

from tests.browser.fake import identity
from tests.browser.ours import Browser
from tests.browser.site import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def reactor() -> AsyncIterator[None]:
    """What scrapy-playwright asks for; taken away again, since crawls of other tests run without."""
    loop = asyncio.get_running_loop()
    before = asyncio.get_event_loop_policy()
    asyncioreactor.install(loop)
    installed: Any = sys.modules["twisted.internet.reactor"]
    yield
    for reader in list(installed.getReaders()):
        installed.removeReader(reader)
        reader.connectionLost(None)
    del sys.modules["twisted.internet.reactor"], twisted.internet.reactor
    asyncio.set_event_loop_policy(before)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def package_site() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site


@pytest.fixture
def site(package_site: Site) -> Site:
    """The site, with nothing asked yet and nothing wrong."""
    package_site.reset()
    return package_site


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def package_browser(reactor: None, package_site: Site) -> AsyncIterator[Browser]:
    async with Browser(package_site.url) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="package")
async def browser(package_browser: Browser, site: Site) -> Browser:
    """The browser, with two new identities, ``one`` and ``two``, no context open, and nothing wrong."""
    await package_browser.renew(identity("one"), identity("two"))
    return package_browser
