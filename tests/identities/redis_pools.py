"""Pools on a real Redis, and workers of their own."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from tiktok_spiders.identities.invent import invent
from tiktok_spiders.identities.redis import RedisPool
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity

KEY = "a-key-of-this-test-that-is-long-enough-0123456789"
OTHER = "another-key-of-this-test-long-enough-0123456789"


def make(slot: str, kind: Kind) -> Identity:
    return invent(slot, "en-US,en;q=0.9", Random(), kind=kind, born=1.0)


def shared_pool(url: str, size: int = 2, *, key: str = KEY, **options: Any) -> RedisPool:
    return RedisPool(size, options.pop("make", make), url, Vault.from_key(key), **{"wait": 5.0, **options})
