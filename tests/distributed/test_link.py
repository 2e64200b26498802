"""The line to Redis: asked while it answers, waited for while it does not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import redis
from redis.exceptions import ResponseError

from tests.redis_server import PASSWORD, RedisServer
from tiktok_spiders.config import Config
from tiktok_spiders.distributed.connection import connect, is_gone, patiently
from tiktok_spiders.distributed.link import Link
from tiktok_spiders.exceptions import ConfigError, RedisError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def own_redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


def test_a_redis_that_comes_back_is_asked_again(own_redis: RedisServer) -> None:
    async def run() -> None:
        told: asyncio.Queue[str] = asyncio.Queue()
        client = connect(Config(redis_url=own_redis.url))
        link = Link(client, 20, lambda: told.put_nowait("back"), lambda: told.put_nowait("lost"))
        assert link.ask(client.ping, otherwise=None) is True
        own_redis.stop()
        assert link.ask(client.ping, otherwise=None) is None
        assert link.is_down
        assert link.ask(lambda: pytest.fail("asked a Redis that is gone"), "nothing") == "nothing"
        own_redis.start()
        assert await asyncio.wait_for(told.get(), 20) == "back"
        assert not link.is_down
        assert link.ask(client.ping, otherwise=None) is True
        link.close()
        client.close()

    asyncio.run(run())


def check_it_is_lost(url: str, wait: float) -> None:
    """Ask a Redis that gives no answer, and wait until the link is told lost."""

    async def run() -> None:
        lost = asyncio.Event()
        client = connect(Config(redis_url=url))
        link = Link(client, wait, lambda: pytest.fail("it does not answer"), lost.set)
        assert link.ask(client.ping, otherwise=None) is None
        await asyncio.wait_for(lost.wait(), 10)
        link.close()
        client.close()

    asyncio.run(run())


def test_a_redis_that_stays_away_is_lost_after_the_wait(free_port: int) -> None:
    check_it_is_lost(f"redis://127.0.0.1:{free_port}/0", 0.1)


def test_a_redis_that_refuses_is_not_waited_for(own_redis: RedisServer) -> None:
    check_it_is_lost(own_redis.url.replace(PASSWORD, "wrong"), 60)


def test_who_closes_does_not_wait(free_port: int) -> None:
    async def run() -> None:
        client = connect(Config(redis_url=f"redis://127.0.0.1:{free_port}/0"))
        link = Link(client, 60, lambda: pytest.fail("it is gone"), lambda: pytest.fail("nobody waits"))
        link.ask(client.ping, otherwise=None)
        link.close()
        await asyncio.sleep(0)
        client.close()

    asyncio.run(run())


def test_an_error_of_ours_is_raised() -> None:
    link = Link(None, 60, lambda: None, lambda: None)

    def wrong() -> Any:
        raise ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value")

    with pytest.raises(ResponseError):
        link.ask(wrong, otherwise=None)
    with pytest.raises(ResponseError):
        patiently(wrong, 0, lambda _: None)


@pytest.mark.parametrize(
    ("error", "gone"),
    [
        (redis.ConnectionError("reset"), True),
        (redis.BusyLoadingError("loading"), True),
        (ResponseError("MISCONF Redis is configured to save RDB snapshots"), True),
        (ResponseError("NOREPLICAS Not enough good replicas to write."), True),
        (ResponseError("WRONGTYPE"), False),
    ],
)
def test_what_may_pass(error: Exception, gone: bool) -> None:
    assert is_gone(error) is gone


def test_patience_ends(free_port: int) -> None:
    client, said = connect(Config(redis_url=f"redis://127.0.0.1:{free_port}/0")), list[str]()
    with pytest.raises(RedisError, match=r"TIKTOK_STORE_WAIT is 0\.05 s"):
        patiently(client.ping, 0.05, said.append)
    assert said == ["Redis does not answer: waiting for it"]
    client.close()


def test_no_address() -> None:
    with pytest.raises(ConfigError, match="TIKTOK_REDIS_URL is not set"):
        connect(Config())
