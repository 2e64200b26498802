"""Where answers are kept: in this process, or in Redis. Values are bytes, and stay what they are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol

from cashews.backends.memory import Memory

from tiktok_spiders.api.cache.keys import for_redis, matcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    import redis.asyncio

SWEEP_S = 60.0
BATCH = 500


class Backend(Protocol):
    """What the cache needs."""

    async def get(self, key: str) -> bytes | None:
        """Return a value that has not expired."""

    async def put(self, key: str, value: bytes, expire_s: float, tags: Collection[str]) -> None:
        """Keep a value."""

    async def drop(self, pattern: str) -> int:
        """Forget what matches; return how many went."""

    async def drop_tagged(self, tag: str) -> int:
        """Forget what carries a tag; return how many went."""

    async def size(self) -> tuple[int, int]:
        """Return how many values are kept, and their bytes."""

    async def close(self) -> None:
        """Let go of everything."""


class InMemory:
    """The newest used ones, at most so many, in this process."""

    def __init__(self, entries: int) -> None:
        self._memory = Memory(size=entries, check_interval=SWEEP_S)

    async def get(self, key: str) -> bytes | None:
        """Return a value that has not expired."""
        found: tuple[bytes, Any] | None = await self._memory.get(key)
        return found[0] if found else None

    async def put(self, key: str, value: bytes, expire_s: float, tags: Collection[str]) -> None:
        """Keep a value."""
        if not self._memory.is_init:
            await self._memory.init()
        await self._memory.set(key, (value, frozenset(tags)), expire=expire_s)

    async def drop(self, pattern: str) -> int:
        """Forget what matches; return how many went."""
        wanted = matcher(pattern)
        return await self._drop([key for key in self._memory.store if wanted.fullmatch(key)])

    async def drop_tagged(self, tag: str) -> int:
        """Forget what carries a tag; return how many went."""
        return await self._drop([key for key, (_, kept) in self._memory.store.items() if tag in kept[1]])

    async def size(self) -> tuple[int, int]:
        """Return how many values are kept, and their bytes."""
        kept = [await self._memory.get(key) for key in list(self._memory.store)]
        return len(list(filter(None, kept))), sum(sys.getsizeof(one[0]) for one in kept if one)

    async def close(self) -> None:
        """Let go of everything."""
        if self._memory.is_init:
            await self._memory.close()

    async def _drop(self, keys: list[str]) -> int:
        return sum([await self._memory.delete(key) for key in keys])


class InRedis:
    """All processes share it. Nothing outside its own prefix is read or written."""

    def __init__(self, client: redis.asyncio.Redis, prefix: str) -> None:
        self._client = client
        self._entries, self._tags = f"{prefix}:cache:a:", f"{prefix}:cache:t:"

    async def get(self, key: str) -> bytes | None:
        """Return a value that has not expired."""
        found = await self._client.get(self._entries + key)
        return found.encode() if isinstance(found, str) else found

    async def put(self, key: str, value: bytes, expire_s: float, tags: Collection[str]) -> None:
        """Keep a value; a tag lives as long as the last of what carries it."""
        expire = max(int(expire_s * 1000), 1)
        async with self._client.pipeline(transaction=False) as pipe:
            pipe.set(self._entries + key, value, px=expire)
            for tag in tags:
                name = self._tags + tag
                pipe.sadd(name, self._entries + key)
                pipe.pexpire(name, expire, nx=True)
                pipe.pexpire(name, expire, gt=True)
            await pipe.execute()

    async def drop(self, pattern: str) -> int:
        """Forget what matches; return how many went."""
        gone = 0
        async for keys in self._batches(pattern):
            gone += await self._client.unlink(*keys)
        return gone

    async def drop_tagged(self, tag: str) -> int:
        """Forget what carries a tag; return how many went."""
        name = self._tags + tag
        keys: Any = await self._client.smembers(name)
        gone = await self._client.unlink(*keys) if keys else 0
        await self._client.unlink(name)
        return int(gone)

    async def size(self) -> tuple[int, int]:
        """Return how many values are kept, and their bytes."""
        count = taken = 0
        async for keys in self._batches("*"):
            async with self._client.pipeline(transaction=False) as pipe:
                for key in keys:
                    pipe.memory_usage(key)
                sizes = [size for size in await pipe.execute() if size]
            count, taken = count + len(sizes), taken + sum(sizes)
        return count, taken

    async def close(self) -> None:
        """Leave all as it is: the connection belongs to the application."""

    async def _batches(self, pattern: str) -> AsyncIterator[set[bytes]]:
        found: set[bytes] = set()
        match = for_redis(self._entries) + for_redis(pattern)
        async for key in self._client.scan_iter(match=match, count=BATCH):
            found.add(key)
            if len(found) >= BATCH:
                yield found
                found = set()
        if found:
            yield found
