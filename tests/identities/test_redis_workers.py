"""Workers as processes, some of which die, on a Redis that goes away."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.crawling import ROOT
from tests.identities.redis_pools import QUICK_S, shared_pool
from tests.identities.redis_worker import LEASE_S
from tests.launching import launch
from tests.redis_server import RedisServer
from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.identities.protocol import Need, PoolClosed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.launching import Process

ANY = Need()


def worker(url: str, size: int, leases: int, tasks: int = 6) -> Process:
    command = [sys.executable, "-m", "tests.identities.redis_worker", url, str(size), str(leases), str(tasks)]
    return launch(command, cwd=ROOT, env=os.environ, stdout=True)


@pytest.fixture
def own_redis(request: pytest.FixtureRequest) -> Iterator[RedisServer]:
    with RedisServer(keeps=getattr(request, "param", True)) as server:
        yield server


def test_no_identity_is_ever_used_twice_at_once(redis_url: str) -> None:
    workers = [worker(redis_url, 4, 300) for _ in range(2)]
    told = [json.loads(str(each.communicate(timeout=60)[0])) for each in workers]
    assert [(each["leases"], each["twice"]) for each in told] == [(300, 0), (300, 0)]
    pool = shared_pool(redis_url, 4)
    assert sum(one.uses for one in pool.all()) == 600
    pool.close()


async def test_what_a_dead_worker_leased_is_free_again(redis_url: str) -> None:
    dead = worker(redis_url, 1, 0)
    assert dead.stdout is not None
    name = (await asyncio.to_thread(dead.stdout.readline)).strip()
    pool = shared_pool(redis_url, 1, lease_s=LEASE_S)
    with pytest.raises(asyncio.TimeoutError):  # its signs of life keep the lease, longer than it would last
        await asyncio.wait_for(pool.lease(ANY), LEASE_S * 1.5)
    dead.send_signal(signal.SIGKILL)
    assert (await asyncio.wait_for(pool.lease(ANY), LEASE_S + 5)).name == name
    dead.communicate()
    await pool.closed()


@pytest.mark.parametrize("own_redis", [True, False], indirect=True, ids=["kept", "lost"])
async def test_a_redis_that_comes_back(own_redis: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    pool, other = (shared_pool(own_redis.url, 1, wait=30.0) for _ in range(2))
    leased = await pool.lease(ANY)
    task = asyncio.ensure_future(other.lease(ANY))
    await asyncio.sleep(0.1)
    own_redis.stop()
    leased.take_token("kept")
    pool.release(leased.name)
    again = asyncio.ensure_future(pool.lease(Need(name=leased.name)))
    await asyncio.sleep(0.6)
    assert not task.done()
    own_redis.start()
    first = await asyncio.wait_for(asyncio.wait([task, again], return_when="FIRST_COMPLETED"), QUICK_S)
    await asyncio.sleep(0.1)
    served = first[0].pop().result()
    if own_redis._keeps:
        assert (served.name, served.ms_token) == (leased.name, "kept")
    (pool if again.done() else other).release(served.name)
    await asyncio.wait_for(asyncio.gather(task, again), QUICK_S)
    assert "does not answer (ConnectionError): waiting up to 30 s for it" in caplog.text
    assert "the-password" not in caplog.text
    names = {one.name for one in [*pool.all(), *other.all()]}
    assert leased.name in names
    await pool.closed()
    await other.closed()


async def test_a_redis_that_stays_away(own_redis: RedisServer, caplog: pytest.LogCaptureFixture) -> None:
    told: list[Exception] = []
    pool = shared_pool(own_redis.url, 1, wait=0.4, on_gone=told.append)
    closing: list[bool] = []
    hurried = shared_pool(own_redis.url, 1, wait=60, is_closing=lambda: bool(closing))
    own_redis.stop()
    task = asyncio.ensure_future(hurried.lease(ANY))
    with pytest.raises(PoolClosed):
        await asyncio.wait_for(pool.lease(ANY), QUICK_S)
    assert [str(each).endswith("does not answer (TIKTOK_STORE_WAIT is 0.4 s)") for each in told] == [True]
    closing.append(True)
    with pytest.raises(PoolClosed):
        await asyncio.wait_for(task, QUICK_S)
    with pytest.raises(StoreError, match=r"does not answer.*TIKTOK_STORE_WAIT is 0.1 s"):
        shared_pool(own_redis.url, 1, wait=0.1)
    await pool.closed()
    await hurried.closed()


def test_a_wrong_password_is_not_waited_for(redis_url: str) -> None:
    began = time.monotonic()
    with pytest.raises(StoreError, match="refuses") as refused:
        shared_pool(redis_url.replace("the-password", "a-wrong-one"), 1, wait=30)
    assert time.monotonic() - began < 20
    assert "a-wrong-one" not in str(refused.value)
