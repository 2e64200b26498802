"""How often TikTok may be asked in a minute: kept on this side, so that it never has to say so."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Self

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool

from tiktok_spiders.publish.errors import LimitedError, Retry, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from limits.aio.storage import Storage

    from tiktok_spiders.publish.settings import PublishSettings

WINDOW_S = 61
"""A minute, and a second for what is longer on its way than the one before it."""

LONGEST_WAIT_S = 130.0


class Limiter:
    """Counts calls in a sliding window, in this process or, by Redis, for all of them."""

    def __init__(
        self,
        storage: Storage | None = None,
        *,
        pool: ConnectionPool | None = None,
        window_s: int = WINDOW_S,
        longest_s: float = LONGEST_WAIT_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._strategy = MovingWindowRateLimiter(storage or MemoryStorage())
        self._pool = pool
        self._window_s, self._longest_s, self._sleep = window_s, longest_s, sleep

    @classmethod
    def of(cls, settings: PublishSettings) -> Self:
        """Return the limiter of the settings: in Redis where there is one."""
        if settings.redis_url is None:
            return cls()
        pool: ConnectionPool = ConnectionPool.from_url(settings.redis_url)
        options: dict[str, Any] = {"connection_pool": pool}
        storage = RedisStorage(
            "async+redis://",
            wrap_exceptions=True,
            implementation="redispy",
            key_prefix=f"{settings.redis_prefix}:publish-limits",
            **options,
        )
        return cls(storage, pool=pool)

    async def acquire(self, bucket: str, who: str, most: int) -> None:
        """Wait until one more of ``most`` calls in a window may be made, and count it.

        Raises ``LimitedError`` if that takes too long, ``UnavailableError`` if Redis does not answer.
        """
        item, waited = RateLimitItemPerSecond(most, self._window_s), 0.0
        while not await self._hit(item, bucket, who):
            wait = await self._free_in(item, bucket, who)
            if waited + wait > self._longest_s:
                raise _too_long(bucket, wait)
            await self._sleep(wait)
            waited += wait

    async def aclose(self) -> None:
        """Close the connections to Redis."""
        if self._pool is not None:
            await self._pool.aclose()

    async def _hit(self, item: RateLimitItemPerSecond, bucket: str, who: str) -> bool:
        try:
            return await self._strategy.hit(item, bucket, who)
        except StorageError:
            raise _no_redis() from None

    async def _free_in(self, item: RateLimitItemPerSecond, bucket: str, who: str) -> float:
        try:
            stats = await self._strategy.get_window_stats(item, bucket, who)
        except StorageError:
            raise _no_redis() from None
        return max(stats.reset_time - time.time(), 0.05)


def _too_long(bucket: str, wait_s: float) -> LimitedError:
    error = LimitedError(
        f"{bucket} was asked as often as TikTok allows in a minute",
        code="rate_limit_exceeded",
        remedy=f"wait {wait_s:.0f} s",
        retry=Retry.LATER,
    )
    error.wait_s = wait_s
    return error


def _no_redis() -> UnavailableError:
    return UnavailableError(
        "Redis, which counts the calls, does not answer",
        code="redis",
        remedy="see TIKTOK_REDIS_URL",
        retry=Retry.LATER,
    )
