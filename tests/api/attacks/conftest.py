"""The whole API as it is served, and as strangers, keys of other scopes and foreign pages see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.attacks.wire import Wire
from tests.api.running import Client, running, served, settings_of
from tests.ports import free_port
from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.config import Config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tiktok_spiders.store import Store

OUTSIDE = ("198.51.100.7", 50_000)
WIDE = {
    "TIKTOK_RATE_LIMIT_PER_MINUTE": 1_000_000,
    "TIKTOK_API_RATE_LIMITS": "anonymous=1000000,anonymous_hour=1000000,user=100000,video=100000",
}
BODY_S = 1


@pytest.fixture
async def stranger(database_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    """A client of another machine that knows a loopback name."""
    async with running(settings_of(database_url, tmp_path, **WIDE), peer=OUTSIDE) as client:
        yield client


@pytest.fixture
async def local(database_url: str, tmp_path: Path) -> AsyncIterator[Client]:
    """A client of this machine, which needs no key."""
    async with running(settings_of(database_url, tmp_path, **WIDE)) as client:
        yield client


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """Raw connections to the API as a process of its own."""
    settings: dict[str, Any] = {**WIDE, "TIKTOK_API_LIVE_WORKERS": 0, "TIKTOK_API_BODY_S": BODY_S}
    with served(tmp_path_factory.mktemp("wire"), free_port(), **settings) as client:
        yield Wire(client)


@pytest.fixture
def keys(store: Store) -> KeyStore:
    """The keys of the application's store."""
    return KeyStore(store, Rules.from_config(Config()))
