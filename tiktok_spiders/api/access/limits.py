"""Limits of requests in a moving window: in Redis if there is one, else in memory."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import redis.asyncio
from limits.aio.storage import MovingWindowSupport, RedisStorage
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

ANSWER_S = 3.0
"""How long Redis may take for one question. A busy machine needs some of it for itself, and what is counted
elsewhere meanwhile is not exact."""

CONNECTIONS = 8
"""To Redis, for each process. A crowd that comes at once waits for one of these for less time than opening as
many takes."""

AWAY_S = 5.0
"""How long Redis is left alone after it did not answer."""

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Count:
    """What became of one hit."""

    allowed: bool
    limit: int
    remaining: int
    resets_at: float
    """Unix time at which the oldest hit of the window leaves it."""

    now: float

    @property
    def wait_s(self) -> float:
        """Seconds after which there is room again."""
        return max(self.resets_at - self.now, 0.0)

    @property
    def headers(self) -> dict[str, str]:
        """The headers that tell of it."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(math.ceil(self.resets_at)),
        }


class Limits:
    """Counts hits. A Redis that is away costs exactness between processes, never an answer."""

    def __init__(
        self,
        url: str | None,
        prefix: str,
        memory: MovingWindowSupport,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._memory, self._clock = memory, clock
        self._pool = None if url is None else _pool(url)
        self._shared = None if self._pool is None else _storage(self._pool, f"{prefix}:limits")
        self._away_until = 0.0
        self._is_away = False

    async def hit(self, name: str, limit: int, seconds: int) -> Count:
        """Count a hit of ``name`` if there is room in the last ``seconds``."""
        if self._shared is not None and self._clock() >= self._away_until:
            try:
                async with asyncio.timeout(ANSWER_S):
                    count = await self._hit(self._shared, name, limit, seconds)
            except (RedisError, OSError, TimeoutError) as error:
                self._lose(error)
            else:
                self._find()
                return count
        return await self._hit(self._memory, name, limit, seconds)

    async def close(self) -> None:
        """Close all connections."""
        if self._pool is not None:
            await self._pool.disconnect()

    async def _hit(self, storage: MovingWindowSupport, name: str, limit: int, seconds: int) -> Count:
        allowed = await storage.acquire_entry(name, limit, seconds)
        oldest, used = await storage.get_moving_window(name, limit, seconds)
        return Count(allowed, limit, max(limit - used, 0), oldest + seconds, self._clock())

    def _lose(self, error: Exception) -> None:
        self._away_until = self._clock() + AWAY_S
        if not self._is_away:
            self._is_away = True
            logger.warning(
                "Redis does not answer (%s): limits are counted in each process alone until it does",
                type(error).__name__,
            )

    def _find(self) -> None:
        if self._is_away:
            self._is_away = False
            logger.info("Redis answers again: limits are shared")


def _pool(url: str) -> redis.asyncio.BlockingConnectionPool:
    # A second try finds a connection that Redis has closed meanwhile; more would keep people waiting.
    retry = Retry(NoBackoff(), 1)
    return redis.asyncio.BlockingConnectionPool.from_url(
        url, max_connections=CONNECTIONS, timeout=ANSWER_S, retry=retry
    )


def _storage(pool: redis.asyncio.BlockingConnectionPool, prefix: str) -> RedisStorage:
    return RedisStorage(
        "async+redis://",
        implementation="redispy",
        key_prefix=prefix,
        connection_pool=pool,  # type: ignore[arg-type]
    )
