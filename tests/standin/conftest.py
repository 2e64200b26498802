"""A stand-in served in the test's own loop."""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tiktok_standin.app import make_app
from tiktok_standin.catalogue import Catalogue
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

DEVICE = "7250000000000000001"
SESSION = {"Cookie": "ttwid=1%7Ca%7C1760000000%7Cb; tt_csrf_token=c; tt_chain_token=d"}
"""What a page load leaves behind."""

REAL_HOST = {"Host": "www.tiktok.com"}
_STATE = re.compile(
    r'<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">(.*?)</script>', re.DOTALL
)


class Web:
    """What a test asks a stand-in."""

    def __init__(self, client: TestClient[Any, Any], catalogue: Catalogue) -> None:
        self.client = client
        self.catalogue = catalogue

    async def text(self, path: str, **options: Any) -> str:
        async with self.client.get(path, **options) as answer:
            return await answer.text()

    async def json(self, path: str, **options: Any) -> Any:
        return json.loads(await self.text(path, **options))

    async def scopes(self, path: str, **options: Any) -> dict[str, Any]:
        found = _STATE.search(await self.text(path, **options))
        assert found, f"{path} has no state"
        return json.loads(found[1])["__DEFAULT_SCOPE__"]

    async def ask(self, path: str, **query: object) -> Any:
        """Ask an endpoint as a page does, as far as any word will do for a signature."""
        sent = {key: str(value) for key, value in query.items()} | {"X-Gnarly": "standin"}
        return await self.json(path, params=sent, headers=SESSION)

    async def truth(self, kind: str, key: str) -> Any:
        """What is true of one thing across accounts."""
        return await self.json(f"/_standin/truth/{kind}/{quote(key)}")

    async def creator(self, handle: str, cursor: int | None = None, **extra: str) -> Any:
        account = self.catalogue.account(handle)
        query = {"secUid": account.user.sec_uid if account else handle, "type": "1", "count": "15"}
        query |= {
            "device_id": DEVICE,
            "cursor": str(cursor or self.catalogue.now * 1000),
        } | extra
        return await self.json("/api/creator/item_list/", params=query)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """A seeded world that no test changes."""
    return Catalogue.seeded()


@pytest.fixture
def serving(catalogue: Catalogue) -> Callable[..., AbstractAsyncContextManager[Web]]:
    """Return a context manager that serves a world with a plan and switches.

    Where no switches are given, any word will do for a signature: only a page's script can make real ones.
    """

    @contextlib.asynccontextmanager
    async def serve(world: Catalogue = catalogue, plan: Any = None, **options: Any) -> AsyncIterator[Web]:
        options = {"switches": Switches(signing="placeholder"), **options}
        server = TestServer(make_app(world, plan, **options), access_log=None)
        async with TestClient(server) as client:
            yield Web(client, world)

    return serve


@pytest.fixture
async def web(serving: Callable[..., AbstractAsyncContextManager[Web]]) -> AsyncIterator[Web]:
    """A faultless stand-in over the seeded world."""
    async with serving() as made:
        yield made
