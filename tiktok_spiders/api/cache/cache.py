"""Live answers, kept for a while: fresh, then stale, then gone."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from tiktok_spiders.api.cache.backends import Backend

logger = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE_S = 1.0
"""Seconds within which the cache has to answer, or is done without."""

LONG_PATIENCE_S = 30.0
"""The same for what goes through all keys."""

AWAY_S = 5.0
"""Seconds for which a cache that did not answer is not asked."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A kept value."""

    value: bytes
    age_s: float
    ttl_s: float
    fresh: bool


class _Kept(msgspec.Struct):
    """What is written: JSON."""

    at: float
    ttl: float
    value: msgspec.Raw


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Kept).decode


class Cache:
    """Keeps JSON bytes. Whatever becomes of its backend, it raises nothing: it then has nothing.

    ``clock``: epoch seconds, which processes that share Redis have in common.
    """

    def __init__(
        self, backend: Backend, ttls: dict[str, float], *, default_ttl: float, stale: float,
        clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self._backend, self._ttls = backend, ttls
        self._default, self._stale, self._clock = default_ttl, stale, clock
        self._away_until = float("-inf")
        self._told = False
        self.hits = self.misses = 0

    async def get(self, key: str) -> Hit | None:
        """Return what is kept under a key, fresh or stale."""
        found = await self._do(self._backend.get(key), None)
        hit = self._hit(found) if found is not None else None
        if hit is None:
            self.misses += 1
        else:
            self.hits += 1
        return hit

    async def put(
        self, key: str, value: bytes, kind: str, *, ttl: float | None = None, tags: Collection[str] = ()
    ) -> float:
        """Keep JSON bytes; return for how many seconds they are fresh. ``ttl``: if not that of the kind."""
        fresh = self.ttl(kind) if ttl is None else ttl
        if fresh <= 0:
            return 0.0
        stale = self._stale if ttl is None else 0.0
        kept = _encode(_Kept(self._clock(), fresh, msgspec.Raw(value)))
        done = await self._do(self._put(key, kept, fresh * (1 + stale), tags), False)  # noqa: FBT003
        return fresh if done else 0.0

    def ttl(self, kind: str) -> float:
        """Return for how many seconds answers of a kind are fresh."""
        return self._ttls.get(kind, self._default)

    async def drop(self, pattern: str) -> int:
        """Forget what matches, ``*`` being anything; return how many went."""
        return await self._do(self._backend.drop(pattern), 0, LONG_PATIENCE_S)

    async def drop_tagged(self, tag: str) -> int:
        """Forget what holds a thing; return how many went."""
        return await self._do(self._backend.drop_tagged(tag), 0, LONG_PATIENCE_S)

    async def stats(self) -> dict[str, Any]:
        """Return how much is kept, and how often that was of use to this process."""
        keys, memory = await self._do(self._backend.size(), (0, 0), LONG_PATIENCE_S)
        asked = self.hits + self.misses
        rate = self.hits / asked if asked else 0.0
        return {
            "keys": keys,
            "hits": self.hits,
            "misses": self.misses,
            "hit_rate": round(rate, 4),
            "memory": memory,
        }

    async def close(self) -> None:
        """Let go of everything that is this process's."""
        await self._backend.close()

    async def _put(self, key: str, value: bytes, expire_s: float, tags: Collection[str]) -> bool:
        await self._backend.put(key, value, expire_s, tags)
        return True

    def _hit(self, found: bytes) -> Hit | None:
        try:
            kept = _decode(found)
        except msgspec.DecodeError:
            return None
        age = max(self._clock() - kept.at, 0.0)
        return Hit(bytes(kept.value), age, kept.ttl, age < kept.ttl)

    async def _do(self, work: Awaitable[T], instead: T, patience_s: float = PATIENCE_S) -> T:
        if time.monotonic() < self._away_until:
            if asyncio.iscoroutine(work):
                work.close()
            return instead
        try:
            async with asyncio.timeout(patience_s):
                done = await work
        except (RedisError, OSError, TimeoutError) as error:
            self._away_until = time.monotonic() + AWAY_S
            if not self._told:
                logger.warning(
                    "The cache does not answer (%s): live answers go without", type(error).__name__
                )
            self._told = True
            return instead
        if self._told:
            logger.info("The cache answers again")
        self._told = False
        return done
