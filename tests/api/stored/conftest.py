"""A filled store on each database, and the API on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.running import running, settings_of
from tests.api.stored.filled import Filled, fill

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx

    from tiktok_spiders.store import Store


@pytest.fixture
def filled(both: Store) -> Filled:
    """What the store of ``lists`` holds."""
    return fill(both)


@pytest.fixture
async def lists(both_urls: str, both: Store, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API on that store."""
    settings = settings_of(both_urls, tmp_path, RATE_LIMIT_PER_MINUTE=100_000)
    async with running(settings) as client:
        yield client
