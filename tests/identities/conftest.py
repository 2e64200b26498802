"""What tests of pools share."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.identities.clock import Clock
from tests.identities.redis_pools import shared_pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tiktok_spiders.identities.redis import RedisPool


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is advanced."""
    return Clock()


@pytest.fixture
async def pools(redis_url: str) -> AsyncIterator[Callable[..., RedisPool]]:
    """Make pools that end with their test, as workers have them: ``pools(size, OPTION=value)``."""
    async with AsyncExitStack() as stack:

        def _make(size: int = 2, **options: Any) -> RedisPool:
            pool = shared_pool(redis_url, size, **options)
            stack.push_async_callback(pool.closed)
            return pool

        yield _make
