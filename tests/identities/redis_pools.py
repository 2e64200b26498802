"""Pools on a real Redis, and workers of their own."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.waiting import reached
from tiktok_spiders.identities.invent import invent
from tiktok_spiders.identities.protocol import Need
from tiktok_spiders.identities.redis import RedisPool
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity

KEY = "a-key-of-this-test-that-is-long-enough-0123456789"
OTHER = "another-key-of-this-test-long-enough-0123456789"
ANY = Need()
QUICK_S = 20.0
"""What a test waits for at most."""


def make(slot: str, kind: Kind) -> Identity:
    return invent(slot, "en-US,en;q=0.9", Random(), kind=kind, born=1.0)


def shared_pool(url: str, size: int = 2, *, key: str = KEY, **options: Any) -> RedisPool:
    return RedisPool(size, options.pop("make", make), url, Vault.from_key(key), **{"wait": 5.0, **options})


async def soon(pool: RedisPool, need: Need = ANY) -> Identity:
    """Lease an identity that has to be there by now."""
    return await asyncio.wait_for(pool.lease(need), QUICK_S)


async def waits(pool: RedisPool, need: Need = ANY) -> None:
    """Fail if there is an identity."""
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(pool.lease(need), 0.05)


async def told(pool: RedisPool) -> None:
    """Return when Redis has heard all that a pool has to tell."""
    await reached(lambda: not pool._outbox._tasks, QUICK_S, "end of what is to be told")
