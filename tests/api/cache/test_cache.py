"""The cache in memory and in Redis: fresh, stale, gone; bytes stay what they are."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
import redis.asyncio
from redis.exceptions import ConnectionError as RedisGone

from tiktok_spiders.api.cache import cache as module
from tiktok_spiders.api.cache.backends import InMemory, InRedis
from tiktok_spiders.api.cache.cache import Cache
from tiktok_spiders.api.cache.forgetting import forget
from tiktok_spiders.api.cache.keys import for_redis, key, matcher
from tiktok_spiders.api.cache.ttls import ttls_of
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

VALUE = b'{"a":1,"b":["x",null]}'


class Clock:
    """Epoch seconds that a test moves."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["memory", "redis"])
async def backend(request: pytest.FixtureRequest) -> AsyncIterator[Any]:
    if request.param == "memory":
        found = InMemory(50)
        yield found
        await found.close()
        return
    async with redis.asyncio.Redis.from_url(request.getfixturevalue("redis_url")) as client:
        yield InRedis(client, "tiktok")


def cache_on(backend: Any, clock: Clock | None = None, **ttls: float) -> Cache:
    return Cache(backend, ttls, default_ttl=100, stale=1.0, clock=clock or Clock())


async def test_a_value_is_fresh_then_stale(backend: Any) -> None:
    clock = Clock()
    cache = cache_on(backend, clock, user=10)
    assert await cache.get("user:a:1") is None
    assert await cache.put("user:a:1", VALUE, "user") == 10
    clock.now += 4
    hit = await cache.get("user:a:1")
    assert hit is not None
    assert (hit.value, hit.age_s, hit.ttl_s, hit.fresh) == (VALUE, 4, 10, True)
    clock.now += 6
    hit = await cache.get("user:a:1")
    assert hit is not None
    assert hit.fresh is False
    assert await cache.stats() == {
        "keys": 1, "hits": 2, "misses": 1, "hit_rate": 0.6667, "memory": (await cache.stats())["memory"]
    }  # fmt: skip


async def test_it_is_gone_after_that(backend: Any) -> None:
    cache = cache_on(backend)
    await cache.put("user:a:1", VALUE, "user", ttl=0.02)
    async with asyncio.timeout(5):
        while await cache.get("user:a:1") is not None:
            await asyncio.sleep(0.005)
    assert (await cache.stats())["keys"] == 0


async def test_time_to_live_is_by_kind(backend: Any) -> None:
    cache = cache_on(backend, product=7)
    assert await cache.put("p", VALUE, "product") == 7
    assert await cache.put("h", VALUE, "hashtag") == 100
    assert await cache.put("x", VALUE, "product", ttl=3) == 3
    assert await cache.put("y", VALUE, "product", ttl=0) == 0
    assert await cache.get("y") is None


async def test_patterns_reach_what_they_say_and_no_more(backend: Any) -> None:
    cache = cache_on(backend)
    names = ["user:a:1", "user:a:2", "user:ab:1", "user:a?:1", "user:[a]:1", "video:a:1"]
    for name in names:
        await cache.put(name, VALUE, "user")
    assert await cache.drop("user:a?:1") == 1
    assert await cache.drop("user:[a]:1") == 1
    assert await cache.drop("user:a:*") == 2
    assert await cache.drop(".*") == 0
    assert await cache.drop("(" * 50 + "*") == 0
    assert (await cache.stats())["keys"] == 2
    assert await cache.drop("**") == 2
    assert (await cache.stats())["memory"] == 0


async def test_what_holds_a_thing_is_forgotten_with_it(backend: Any) -> None:
    cache = cache_on(backend)
    await cache.put(key("search", "red shoes", "1"), VALUE, "search", tags=["product:1", "seller:9"])
    await cache.put(key("product", "2", "1"), VALUE, "product", tags=["product:2", "seller:9"])
    await cache.put(key("product", "3", "1"), VALUE, "product", tags=["product:3"])
    await cache.put(key("trending", "foryou", "1"), VALUE, "trending")
    assert await forget(cache, "product", "1") == 1
    assert await forget(cache, "seller", "9") == 1
    assert await forget(cache, "product", "3") == 1
    assert await forget(cache, "trending") == 1
    await cache.put(key("search", "red shoes", "1"), VALUE, "search")
    await cache.put(key("search", "red", "1"), VALUE, "search")
    assert await forget(cache, "search", "  RED   shoes ") == 1
    assert await forget(cache, "all") == 1


async def test_memory_is_bounded() -> None:
    backend = InMemory(3)
    cache = cache_on(backend)
    for number in range(10):
        await cache.put(f"user:{number}:1", VALUE, "user")
    assert (await cache.stats())["keys"] == 3
    assert await cache.get("user:9:1") is not None
    await backend.close()


async def test_redis_holds_json_under_the_own_prefix_and_nothing_else_is_touched(redis_url: str) -> None:
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        await client.set("tiktok:other", b"theirs")
        await client.set("user:a:1", b"theirs")
        cache = cache_on(InRedis(client, "tiktok"))
        await cache.put("user:a:1", VALUE, "user", tags=["product:1"])
        (own,) = [name async for name in client.scan_iter("tiktok:cache:a:*")]
        raw = await client.get(own)
        assert json.loads(raw)["value"] == json.loads(VALUE)
        assert json.loads(raw).keys() == {"at", "ttl", "value"}
        assert 0 < await client.ttl(own) <= 200
        assert 0 < await client.ttl("tiktok:cache:t:product:1") <= 200
        assert await cache.drop("*") == 1
        assert sorted([name async for name in client.scan_iter("*")]) == [
            b"tiktok:cache:t:product:1", b"tiktok:other", b"user:a:1"
        ]  # fmt: skip


async def test_many_keys_in_redis_are_counted_and_dropped(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiktok_spiders.api.cache.backends.BATCH", 10)
    async with redis.asyncio.Redis.from_url(redis_url, decode_responses=False) as client:
        cache = cache_on(InRedis(client, "tiktok"))
        for number in range(35):
            await cache.put(f"user:{number}:1", VALUE, "user")
        assert (await cache.stats())["keys"] == 35
        assert await cache.drop("user:*") == 35


async def test_what_others_wrote_there_is_a_miss(redis_url: str) -> None:
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        cache = cache_on(InRedis(client, "tiktok"))
        await client.set("tiktok:cache:a:user:a:1", b"\x80\x04\x95no json")
        assert await cache.get("user:a:1") is None


class Broken:
    """A backend that does not answer."""

    asked = 0

    def __getattr__(self, _name: str) -> Any:
        async def fail(*_: Any) -> Any:
            self.asked += 1
            raise RedisGone("gone")

        return fail


async def test_without_its_backend_it_has_nothing_and_says_so_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Broken()
    cache = cache_on(broken)
    with caplog.at_level(logging.INFO, logger=module.__name__):
        assert await cache.get("user:a:1") is None
        assert await cache.put("user:a:1", VALUE, "user") == 0
        assert await cache.drop("*") == 0
        assert (await cache.stats())["keys"] == 0
        assert broken.asked == 1  # it is left alone for a while
        monkeypatch.setattr(module, "AWAY_S", -1.0)
        cache._away_until = 0
        await cache.get("user:a:1")
        assert broken.asked == 2
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        cache._backend = InMemory(1)
        cache._away_until = 0
        await cache.get("user:a:1")
        assert caplog.records[-1].getMessage() == "The cache answers again"


def test_keys_and_patterns() -> None:
    assert key("search", "a:b*c", "é") == "search:a%3Ab%2Ac:%C3%A9"
    assert for_redis("a?[x]**\\") == "a\\?\\[x\\]*\\\\"
    assert matcher("a*b").fullmatch("a\nb")


@pytest.mark.parametrize("text", ["user", "user=x", "user=-1", "user=nan", "user=inf", "cats=3"])
def test_wrong_times_to_live_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="TIKTOK_CACHE_TTLS"):
        ttls_of(Config(cache_ttls=(text,)))


def test_times_to_live_by_default() -> None:
    assert ttls_of(Config()) == {"product": 21600, "category": 3600, "trending": 1800, "search": 900}
