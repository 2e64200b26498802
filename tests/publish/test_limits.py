"""The limiter in memory and in Redis, and the breaker."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.publish.rig import settings_for
from tiktok_spiders.publish.breaker import PublishBreaker
from tiktok_spiders.publish.errors import (
    LimitedError,
    PublishError,
    RefusedError,
    Retry,
    UnavailableError,
    UnknownOutcomeError,
)
from tiktok_spiders.publish.limits import Limiter

OFFICIAL = "https://open.tiktokapis.com"


async def no_sleep(_seconds: float) -> None:
    pytest.fail("it was not to wait")


async def counted(limiter: Limiter, times: int, most: int) -> int:
    """Return how many of so many calls at once were let through."""
    calls = [limiter.acquire("inits", "app:user", most) for _ in range(times)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(one) for one in results} <= {type(None), LimitedError}
    return results.count(None)


async def test_calls_at_once_share_one_budget() -> None:
    limiter = Limiter(longest_s=0, sleep=no_sleep)
    assert await counted(limiter, 20, 6) == 6
    await limiter.acquire("inits", "app:another", 6)
    await limiter.acquire("status", "app:user", 6)


async def test_it_waits_for_a_place() -> None:
    limiter = Limiter(window_s=1)
    began = time.monotonic()
    for _ in range(3):
        await limiter.acquire("inits", "app:user", 2)
    assert 0.9 < time.monotonic() - began < 5


async def test_a_wait_that_is_too_long_is_told() -> None:
    limiter = Limiter(longest_s=5, sleep=no_sleep)
    await limiter.acquire("inits", "app:user", 1)
    with pytest.raises(LimitedError, match="inits was asked as often") as caught:
        await limiter.acquire("inits", "app:user", 1)
    assert 55 < caught.value.wait_s <= 61
    assert caught.value.retry is Retry.LATER


async def test_processes_share_one_budget_by_redis(redis_url: str) -> None:
    settings = settings_for(OFFICIAL, redis_url=redis_url, redis_prefix="mine")
    one, two = Limiter.of(settings), Limiter.of(settings)
    for limiter in (one, two):
        limiter._longest_s = 0
    assert sum(await asyncio.gather(counted(one, 10, 6), counted(two, 10, 6))) == 6
    for limiter in (one, two):
        await limiter.aclose()


async def test_a_redis_that_is_gone_is_told(free_port: int) -> None:
    limiter = Limiter.of(settings_for(OFFICIAL, redis_url=f"redis://:MARK@127.0.0.1:{free_port}/0"))
    with pytest.raises(UnavailableError, match="TIKTOK_REDIS_URL") as caught:
        await limiter.acquire("inits", "app:user", 6)
    assert "MARK" not in str(caught.value)
    await limiter.aclose()


def test_the_breaker_opens_and_probes() -> None:
    now = [0.0]
    breaker = PublishBreaker(2, 60, lambda: now[0])
    breaker.judge("status", UnavailableError("x"))
    breaker.judge("status", RefusedError("an answer"))
    for error in (UnavailableError("x"), UnknownOutcomeError("x")):
        breaker.check("status")
        breaker.judge("status", error)
    with pytest.raises(UnavailableError, match="wait 60 s") as caught:
        breaker.check("status")
    assert caught.value.code == "breaker_open"
    breaker.check("inits")
    now[0] = 61
    breaker.check("status")
    with pytest.raises(PublishError):
        breaker.check("status")
    breaker.succeeded("status")
    breaker.check("status")


def test_the_breaker_of_the_settings() -> None:
    breaker = PublishBreaker.of(settings_for(OFFICIAL, breaker_failures=1, breaker_seconds=5))
    breaker.judge("status", UnavailableError("x"))
    with pytest.raises(UnavailableError, match="wait 5 s"):
        breaker.check("status")
