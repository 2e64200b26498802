"""How the shared pool ends, who may read it, and what is not there for everybody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.identities.clock import NOW, identity, session
from tests.identities.redis_pools import ANY, KEY, OTHER, QUICK_S, shared_pool, soon, waits
from tests.waiting import reached, until
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.protocol import Need, PoolClosed
from tiktok_spiders.identities.redis_link import client_of
from tiktok_spiders.identities.redis_shelf import RedisShelf
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.redis_server import RedisServer
    from tiktok_spiders.identities.redis import RedisPool


async def test_close_releases_who_waits_and_what_is_leased(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(1), pools(1)
    leased = await soon(one)
    leased.take_token("kept")
    tasks = [asyncio.ensure_future(one.lease(ANY)) for _ in range(3)]
    await asyncio.sleep(0.02)
    tasks[0].cancel()
    one.close()
    for task in tasks[1:]:
        with pytest.raises(PoolClosed):
            await task
    with pytest.raises(PoolClosed):
        await one.lease(ANY)
    one.changed(leased.name)
    assert (await soon(two)).ms_token == "kept"


async def test_a_crawl_that_begins_to_close_is_noticed(pools: Callable[..., RedisPool]) -> None:
    closing: list[bool] = []
    pool = pools(1, is_closing=lambda: bool(closing))
    await soon(pool)
    task = asyncio.ensure_future(pool.lease(ANY))
    await asyncio.sleep(0.02)
    closing.append(True)
    with pytest.raises(PoolClosed):
        await asyncio.wait_for(task, QUICK_S)


async def test_a_waiter_that_is_cancelled_leaves_nothing_leased(pools: Callable[..., RedisPool]) -> None:
    pool = pools(1)
    first = await soon(pool)
    for _ in range(20):
        task = asyncio.ensure_future(pool.lease(ANY))
        await asyncio.sleep(0.002)
        pool.release(first.name)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await soon(pool)) is first


async def test_nobody_is_asked_while_nothing_can_change(
    pools: Callable[..., RedisPool], redis_server: RedisServer
) -> None:
    pool = pools(1)
    await soon(pool)
    tasks = [asyncio.ensure_future(pool.lease(ANY)) for _ in range(5)]
    now = asyncio.get_running_loop().time
    await reached(lambda: len(pool._waiting) == 5 and pool._waiting.next_due() > now(), QUICK_S, "refusals")
    with redis_server.client() as client:
        before = client.info("stats")["total_commands_processed"]
        await asyncio.sleep(0.5)
        assert client.info("stats")["total_commands_processed"] - before <= 2
    for task in tasks:
        task.cancel()


async def test_no_secret_can_be_read(pools: Callable[..., RedisPool], redis_server: RedisServer) -> None:
    pool = pools(2)
    pool.adopt(session("MARK-session"))
    leased = await soon(pool)
    leased.take_token("MARK-token")
    leased.jar.put("ttwid", "MARK-ttwid", ".tiktok.com", int(NOW) + 86_400)
    devices = [leased.device_id.encode(), leased.verify_fp.encode()]
    pool.release(leased.name)
    pool.close()
    with redis_server.client() as client:
        client.bgrewriteaof()
        until(lambda: not client.info("persistence")["aof_rewrite_in_progress"], QUICK_S, "rewritten file")
        client.save()
    found = b"".join(path.read_bytes() for path in redis_server.home.rglob("*") if path.is_file())
    assert leased.name.encode() in found
    for secret in (b"MARK-token", b"MARK-ttwid", b"secret-MARK", *devices):
        assert secret not in found


async def test_a_worker_with_other_keys_is_refused(pools: Callable[..., RedisPool]) -> None:
    pool = pools(1)
    await soon(pool)
    with pytest.raises(ConfigError, match="every worker needs the same keys"):
        pools(1, key=OTHER)
    assert len(pools(1, key=f"{OTHER},{KEY}").all()) == 1


async def test_one_that_no_key_opens_gives_way(
    pools: Callable[..., RedisPool], redis_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with client_of(redis_url) as client:
        shelf = RedisShelf(client, "tiktok", Vault.from_key(OTHER))
        shelf.save([identity("d0"), session("theirs")])
        RedisShelf(client, "tiktok", Vault.from_key(KEY)).save([identity("d1")])
    pool = pools(1)
    assert "2 identities are kept that no key of TIKTOK_SECRET_KEY opens" in caplog.text
    assert (await soon(pool)).name != identity("d0").name
    await waits(pool, Need(logged_in=True))


async def test_one_that_cannot_be_made_is_an_error_for_who_waits(pools: Callable[..., RedisPool]) -> None:
    def refuse(slot: str, kind: Any) -> Any:
        raise ConfigError("no")

    with pytest.raises(ConfigError):
        await soon(pools(1, make=refuse))
    assert (await soon(pools(1))).slot == "d0"


def test_without_a_loop_it_is_done_at_once(redis_url: str) -> None:
    pool = shared_pool(redis_url, 1)
    pool.adopt(identity("d0"))
    pool.report(identity("d0").name, endpoint="x", outcome="ok")
    pool.close()
    again = shared_pool(redis_url, 1)
    assert [one.uses for one in again.all()] == [1]
    again.close()
