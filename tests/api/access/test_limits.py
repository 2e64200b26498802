"""Limits a minute: exact, told in headers, and shared by Redis."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from tests.api.access.conftest import OUTSIDE, client_at
from tests.api.running import ROOT
from tests.launching import launch
from tests.redis_server import RedisServer
from tests.waiting import reached
from tiktok_spiders.api.access import limits as module
from tiktok_spiders.api.access.limits import Limits
from tiktok_spiders.api.access.windows import MemoryWindows

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

MINUTE = 60


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["memory", "redis"])
def backend(request: pytest.FixtureRequest) -> dict[str, str]:
    """Settings of an API that counts in memory, and of one that counts in Redis."""
    return {} if request.param == "memory" else {"TIKTOK_REDIS_URL": request.getfixturevalue("redis_url")}


async def _many(client: httpx.AsyncClient, times: int, path: str = "/search") -> list[httpx.Response]:
    return await asyncio.gather(*(client.get(path) for _ in range(times)))


async def test_a_class_has_its_own_limit_and_says_so(start, key, backend) -> None:
    async with start(**backend) as app, client_at(app, OUTSIDE, headers={"X-API-Key": key}) as client:
        began = time.time()
        answers = [await client.get("/search") for _ in range(51)]
        assert [answer.status_code for answer in answers] == [200] * 50 + [429]
        left = [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers]
        assert left == [*range(49, -1, -1), 0]
        assert {answer.headers["X-RateLimit-Limit"] for answer in answers} == {"50"}
        resets = int(answers[-1].headers["X-RateLimit-Reset"])
        assert began + MINUTE <= resets <= time.time() + MINUTE + 1
        assert 50 <= int(answers[-1].headers["Retry-After"]) <= MINUTE
        assert answers[-1].json()["error"]["code"] == "RATE_LIMITED"
        assert "Retry-After" not in answers[0].headers
        # Another class of the same key is not touched.
        assert (await client.get("/read")).headers["X-RateLimit-Remaining"] == "99"


async def test_limits_are_each_keys_own(start, keys, key, backend) -> None:
    other = keys.add("other", "enterprise", ("live",))
    async with start(TIKTOK_API_RATE_LIMITS="search=2", **backend) as app, client_at(app, OUTSIDE) as client:
        for given in (key, other):
            statuses = [
                (await client.get("/search", headers={"X-API-Key": given})).status_code for _ in range(3)
            ]
            assert statuses == [200, 200, 429]


async def test_limits_are_exact_when_many_ask_at_once(start, key, backend) -> None:
    async with start(**backend) as app, client_at(app, OUTSIDE, headers={"X-API-Key": key}) as client:
        counted = Counter(answer.status_code for answer in await _many(client, 80))
    assert counted == {200: 50, 429: 30}


async def test_limits_are_exact_over_applications_that_share_redis(start, key, redis_url) -> None:
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                client_at(
                    await stack.enter_async_context(start(TIKTOK_REDIS_URL=redis_url)),
                    OUTSIDE,
                    headers={"X-API-Key": key},
                )
            )
            for _ in range(2)
        ]
        answers = await asyncio.gather(*(_many(client, 50) for client in clients))
    assert Counter(answer.status_code for each in answers for answer in each) == {200: 50, 429: 50}


def test_limits_are_exact_over_processes_that_share_redis(database_url, key, redis_url, tmp_path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.api.access.hitting",
        database_url,
        redis_url,
        key,
        "/search",
        "50",
    ]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [launch(command, cwd=tmp_path, env=env, stdout=True) for _ in range(2)]
    counted: Counter[str] = Counter()
    for process in processes:
        out, _ = process.communicate(timeout=60)
        counted.update(json.loads(out))
    assert counted == {"200": 50, "429": 50}


async def test_strangers_are_counted_by_address(start, backend) -> None:
    async with start(TIKTOK_API_RATE_LIMITS="anonymous=3", **backend) as app:
        for peer in (OUTSIDE, "198.51.100.8"):
            async with client_at(app, peer) as client:
                wrong = {"X-API-Key": "tts_guess"}
                statuses = [
                    (await client.get("/read")).status_code,
                    (await client.get("/read", headers=wrong)).status_code,
                    (await client.get("/open")).status_code,
                    (await client.get("/read", headers=wrong)).status_code,
                    (await client.get("/open")).status_code,
                ]
                assert statuses == [401, 401, 200, 429, 429]


async def test_strangers_have_an_hour_as_well(start) -> None:
    async with start(TIKTOK_API_RATE_LIMITS="anonymous_hour=2") as app, client_at(app, OUTSIDE) as client:
        answers = [await client.get("/open") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) > MINUTE
    # What is told at last is the limit that refuses.
    assert answers[2].headers["X-RateLimit-Remaining"] == "0"
    assert answers[2].headers["X-RateLimit-Limit"] == "2"


async def test_who_has_a_key_is_no_stranger(start, key) -> None:
    async with (
        start(TIKTOK_API_RATE_LIMITS="anonymous=1") as app,
        client_at(app, OUTSIDE, headers={"X-API-Key": key}) as client,
    ):
        assert {answer.status_code for answer in await _many(client, 5, "/open")} == {200}


async def test_addresses_behind_a_trusted_proxy_are_apart(start) -> None:
    settings = {"TIKTOK_API_RATE_LIMITS": "anonymous=1", "TIKTOK_API_TRUSTED_PROXIES": "127.0.0.1"}
    async with start(**settings) as app, client_at(app) as client:
        for address in ("203.0.113.1", "203.0.113.2"):
            headers = {"X-Forwarded-For": address}
            statuses = [(await client.get("/open", headers=headers)).status_code for _ in range(2)]
            assert statuses == [200, 429]


async def test_health_is_generous(start) -> None:
    async with start(TIKTOK_API_RATE_LIMITS="health=2,anonymous=1") as app, client_at(app, OUTSIDE) as client:
        assert [(await client.get("/health")).status_code for _ in range(3)] == [200, 200, 429]


async def test_a_window_moves() -> None:
    clock = Clock()
    limits = Limits(None, "x", MemoryWindows(clock=clock), clock=clock)
    for wait in (0, 30):
        clock.now += wait
        assert (await limits.hit("a", 2, MINUTE)).allowed
    refused = await limits.hit("a", 2, MINUTE)
    assert (refused.allowed, refused.remaining, refused.wait_s) == (False, 0, 30)
    clock.now += 30.5
    assert (await limits.hit("a", 2, MINUTE)).allowed
    assert not (await limits.hit("a", 2, MINUTE)).allowed


async def test_memory_forgets_who_came_longest_ago() -> None:
    windows = MemoryWindows(keys=2)
    for name in ("a", "b", "a", "c", "a"):
        await windows.acquire_entry(name, 5, MINUTE)
    assert (await windows.get_moving_window("a", 5, MINUTE))[1] == 3
    assert (await windows.get_moving_window("b", 5, MINUTE))[1] == 0


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    """A Redis of this test's own, to be stopped."""
    with RedisServer(keeps=False) as server:
        yield server


async def test_redis_that_is_away_costs_no_answer(start, key, own_redis, caplog, monkeypatch) -> None:
    monkeypatch.setattr(module, "AWAY_S", 0.0)
    caplog.set_level("INFO", module.__name__)
    settings = {"TIKTOK_REDIS_URL": own_redis.url, "TIKTOK_API_RATE_LIMITS": "search=3"}
    async with start(**settings) as app, client_at(app, OUTSIDE, headers={"X-API-Key": key}) as client:
        assert (await client.get("/search")).status_code == 200
        own_redis.stop()
        statuses = [(await client.get("/search")).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        own_redis.start()
        assert (await client.get("/search")).status_code == 200
        assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


async def test_redis_that_does_not_answer_is_left_alone(monkeypatch) -> None:
    monkeypatch.setattr(module, "ANSWER_S", 0.1)
    clock, asked = Clock(), []

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(1)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    limits = Limits(f"redis://127.0.0.1:{port}", "x", MemoryWindows(), clock=clock)
    try:
        for _ in range(3):
            assert (await limits.hit("a", 5, MINUTE)).allowed
        await reached(lambda: asked, 5, "question to Redis")
        assert len(asked) == 1
        clock.now += module.AWAY_S
        await limits.hit("a", 5, MINUTE)
        await reached(lambda: len(asked) == 2, 5, "second question to Redis")
    finally:
        await limits.close()
        server.close()
        await server.wait_closed()
