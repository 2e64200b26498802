"""The pool that workers share, on a real Redis."""

from __future__ import annotations

import asyncio
import itertools
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.identities.clock import NOW, identity, session
from tests.identities.redis_pools import KEY, OTHER, make, shared_pool
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.place import SPARE
from tiktok_spiders.identities.protocol import Need, NoSessionError, PoolClosed
from tiktok_spiders.identities.redis_link import client_of
from tiktok_spiders.identities.redis_shelf import RedisShelf
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.redis_server import RedisServer
    from tiktok_spiders.identities.redis import RedisPool

ANY = Need()
QUICK_S = 5.0
"""What a test waits for at most."""


@pytest.fixture
async def pools(redis_url: str) -> AsyncIterator[Callable[..., RedisPool]]:
    """Make pools, as workers have them: ``pools(size, OPTION=value)``."""
    async with AsyncExitStack() as stack:

        def _make(size: int = 2, **options: Any) -> RedisPool:
            pool = shared_pool(redis_url, size, **options)
            stack.push_async_callback(pool.closed)
            return pool

        yield _make


async def soon(pool: RedisPool, need: Need = ANY) -> Any:
    return await asyncio.wait_for(pool.lease(need), QUICK_S)


async def waits(pool: RedisPool, need: Need = ANY) -> None:
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(pool.lease(need), 0.05)


async def test_two_workers_share_what_there_is(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(), pools()
    first, second = await soon(one), await soon(two)
    assert first.name != second.name
    await waits(one)
    await waits(two)
    task = asyncio.ensure_future(one.lease(ANY))
    await asyncio.sleep(0)
    two.release(second.name)
    assert (await asyncio.wait_for(task, QUICK_S)).name == second.name


async def test_what_one_worker_learns_the_other_has(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(1), pools(1)
    first = await soon(one)
    first.take_token("renewed")
    first.jar.put("ttwid", "1|x", ".tiktok.com")
    first.source = "http"
    one.report(first.name, endpoint="videos", outcome="ok")
    one.release(first.name)
    other = await soon(two)
    assert (other.name, other.ms_token, other.jar.value("ttwid")) == (first.name, "renewed", "1|x")
    assert (other.uses, other.by_endpoint, other.is_minted) == (1, {"videos": [1, 0]}, True)
    other.take_token("renewed again")
    two.release(other.name)
    again = await soon(one)
    assert again is first
    assert first.ms_token == "renewed again"
    assert [cookie.value for cookie in first.jar if cookie.name == "msToken"] == ["renewed again"]


async def test_a_late_change_does_not_undo_a_newer_one(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(1), pools(1)
    first = await soon(one)
    one.release(first.name)
    other = await soon(two)
    other.take_token("new")
    first.take_token("old")
    one.changed(first.name)
    two.release(other.name)
    assert (await soon(one)).ms_token == "new"


async def test_a_change_without_a_lease_is_kept(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(1), pools(1)
    first = await soon(one)
    one.release(first.name)
    first.take_token("afterwards")
    one.changed(first.name)
    await asyncio.sleep(0.05)
    assert (await soon(two)).ms_token == "afterwards"


async def test_the_pace_is_kept_by_all(pools: Callable[..., RedisPool]) -> None:
    workers = [pools(1, delay=0.2) for _ in range(3)]
    used: list[float] = []

    async def work(pool: RedisPool) -> None:
        for _ in range(3):
            leased = await pool.lease(ANY)
            used.append(time.monotonic())
            pool.release(leased.name)

    await asyncio.wait_for(asyncio.gather(*map(work, workers)), 10)
    gaps = [after - before for before, after in itertools.pairwise(used)]
    assert len(gaps) == 8
    assert min(gaps) >= 0.2 * 0.5 - 0.01
    assert max(gaps) <= 0.2 * 1.5 + 0.2


async def test_the_pace_counts_from_the_use(pools: Callable[..., RedisPool]) -> None:
    pool = pools(1, delay=0.3)
    leased = await soon(pool)
    await asyncio.sleep(0.5)
    pool.report(leased.name, endpoint="x", outcome="ok", latency=0.0)
    began = time.monotonic()
    pool.release(leased.name)
    await soon(pool)
    assert time.monotonic() - began >= 0.15 - 0.01


async def test_who_rests_gives_way_and_comes_back(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(1), pools(1)
    first = await soon(one)
    one.report(first.name, endpoint="x", outcome="captcha", retire_s=0.3)
    one.release(first.name)
    second = await soon(two, Need(name=first.name))
    assert (second.name != first.name, second.slot) == (True, first.slot)
    await asyncio.sleep(0.3)
    two.report(second.name, endpoint="x", outcome="captcha", retire_s=60)
    two.release(second.name)
    back = await soon(two)
    assert (back.name, back.last_outcome) == (first.name, "captcha")


async def test_the_spent_are_given_up_and_all_hear_of_it(pools: Callable[..., RedisPool]) -> None:
    gone: list[tuple[str, str]] = []
    one = pools(1, on_retire=lambda *told: gone.append(told))
    two = pools(1)
    for _ in range(SPARE + 3):
        leased = await soon(one)
        one.report(leased.name, endpoint="x", outcome="captcha", retire_s=60)
        one.release(leased.name)
    await soon(two)
    async with asyncio.timeout(QUICK_S):
        while len(gone) < 3:
            await asyncio.sleep(0.01)
    assert {reason for _, reason in gone} == {"spent"}


async def test_fresh_is_another(pools: Callable[..., RedisPool]) -> None:
    pool = pools(2)
    first = await soon(pool)
    pool.release(first.name)
    other = await soon(pool, Need(name=first.name, fresh=True))
    assert other.slot != first.slot
    alone = pools(1, prefix="alone")
    first = await soon(alone)
    alone.release(first.name)
    other = await soon(alone, Need(name=first.name, fresh=True))
    assert (other.name != first.name, other.slot) == (True, first.slot)


async def test_a_listing_keeps_its_identity_and_holds_up_nobody(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(2), pools(2)
    first = await soon(one)
    named = asyncio.ensure_future(two.lease(Need(name=first.name)))
    other = await soon(two)
    assert not named.done()
    one.release(first.name)
    assert (await asyncio.wait_for(named, QUICK_S)).name == first.name != other.name


async def test_retired_for_all(pools: Callable[..., RedisPool]) -> None:
    gone: list[tuple[str, str]] = []
    one, two = pools(1), pools(1, on_retire=lambda *told: gone.append(told))
    first = await soon(one)
    one.release(first.name)
    met = await soon(two)
    assert met.name == first.name
    one.retire(first.name, "mixed")
    one.retire("nobody", "mixed")
    async with asyncio.timeout(QUICK_S):
        while not gone:
            await asyncio.sleep(0.01)
    assert gone == [(first.name, "mixed")]
    assert two.get(first.name) is None
    second = await soon(one)
    assert (second.name != first.name, second.slot) == (True, first.slot)


async def test_sessions(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(1), pools(1)
    with pytest.raises(NoSessionError, match="TIKTOK_COOKIES_FILE"):
        await soon(two, Need(logged_in=True))
    one.adopt(session("mine"))
    one.adopt(session("guest", logged_in=False))
    await asyncio.sleep(0.05)
    leased = await soon(two, Need(logged_in=True, name="mine"))
    assert leased.session_name == "mine"
    assert two.get("mine") is leased
    names = {(await soon(two)).session_name for _ in range(2)}
    assert names == {None, "guest"}
    two.report(leased.name, endpoint="x", outcome="captcha", retire_s=0.2)
    began = time.monotonic()
    two.release(leased.name)
    await soon(one, Need(logged_in=True))
    assert time.monotonic() - began >= 0.15
    waiting = asyncio.ensure_future(two.lease(Need(logged_in=True)))
    await asyncio.sleep(0.05)
    one.retire(leased.name, "logged out")
    with pytest.raises(NoSessionError):
        await asyncio.wait_for(waiting, QUICK_S)


async def test_what_the_file_says_goes_before_what_a_worker_has(pools: Callable[..., RedisPool]) -> None:
    one, two = pools(1), pools(1)
    one.adopt(session("mine"))
    await asyncio.sleep(0.05)
    leased = await soon(two, Need(logged_in=True))
    known = one.get("mine")
    assert known is not None
    known.jar.put("sessionid", "of the new file", ".tiktok.com")
    known.session_digest = "another"
    one.changed(known.name)
    await asyncio.sleep(0.05)
    leased.take_token("stale")
    two.release(leased.name)
    again = await soon(two, Need(logged_in=True))
    assert (again.jar.value("sessionid"), again.ms_token) == ("of the new file", None)


async def test_a_session_that_is_logged_out_serves_as_a_guest(pools: Callable[..., RedisPool]) -> None:
    pool = pools(1)
    pool.adopt(session("mine"))
    leased = await soon(pool, Need(logged_in=True))
    leased.logged_in = False
    pool.release(leased.name)
    names = {(await soon(pool)).session_name for _ in range(2)}
    assert names == {None, "mine"}
    with pytest.raises(NoSessionError):
        await soon(pool, Need(logged_in=True))


async def test_a_given_token_is_that_of_one_identity(pools: Callable[..., RedisPool]) -> None:
    def with_token(slot: str, kind: Any) -> Any:
        made = make(slot, kind)
        made.give_token("given")
        return made

    one, two = (pools(2, make=with_token) for _ in range(2))
    leased = [await soon(one), await soon(two)]
    assert sorted(str(each.ms_token) for each in leased) == ["None", "given"]
    late = with_token("d0", "desktop")
    one.put_first(late)
    await asyncio.sleep(0.05)
    assert late.ms_token is None


async def test_put_first(pools: Callable[..., RedisPool]) -> None:
    pool = pools(1)
    first = await soon(pool)
    pool.release(first.name)
    assert pool.slots("desktop") == ["d0"]
    mine = make("d0", "desktop")
    pool.put_first(mine)
    assert (await soon(pool)) is mine


async def test_adopted_twice_is_there_once(pools: Callable[..., RedisPool]) -> None:
    pool = pools(1)
    for _ in range(2):
        pool.adopt(session("mine"))
        pool.adopt(identity("d0"))
    pool.adopt(identity("d7"))
    leased = await soon(pool)
    assert leased.name == identity("d0").name
    assert len(pools(1).all()) == 3


async def test_the_budget_of_signed_calls(pools: Callable[..., RedisPool]) -> None:
    pool = pools(1, budget=2)
    used = []
    for _ in range(4):
        leased = await soon(pool, Need(signed=True))
        used.append(leased.name)
        pool.release(leased.name)
    assert used[0] == used[1] != used[2] == used[3]


async def test_the_country_is_a_wish(pools: Callable[..., RedisPool]) -> None:
    pool = pools(3)
    for slot, country in (("d0", "DE"), ("d1", "US"), ("d2", "DE")):
        pool.adopt(identity(slot, country=country))
    assert (await soon(pool, Need(country="US"))).country == "US"
    await waits(pool, Need(country="US"))
    assert (await soon(pool, Need(country="FR"))).country == "DE"


async def test_a_mobile_need(pools: Callable[..., RedisPool]) -> None:
    pool = pools(1)
    desktop, mobile = await soon(pool), await soon(pool, Need(kind="mobile"))
    assert ("Mobile" in desktop.user_agent, "Mobile" in mobile.user_agent) == (False, True)


async def test_one_that_cannot_be_used_here_gives_way(pools: Callable[..., RedisPool]) -> None:
    one = pools(1)
    first = await soon(one)
    one.release(first.name)
    two = pools(1, is_usable=lambda each: each.name != first.name)
    second = await soon(two)
    assert (second.name != first.name, second.slot) == (True, first.slot)


async def test_a_larger_pool_has_more_places_and_a_smaller_fewer(pools: Callable[..., RedisPool]) -> None:
    small, large = pools(1), pools(3)
    leased = {one.slot: one.name for one in [await soon(large) for _ in range(3)]}
    assert sorted(leased) == ["d0", "d1", "d2"]
    large.release(leased["d2"])
    await waits(small)
    large.release(leased["d0"])
    assert (await soon(small)).slot == "d0"


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
        await asyncio.wait_for(task, 2)


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
    await asyncio.sleep(0.1)
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
        async with asyncio.timeout(QUICK_S):
            while client.info("persistence")["aof_rewrite_in_progress"]:
                await asyncio.sleep(0.02)
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
