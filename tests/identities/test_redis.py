"""Leases of the pool that workers share, on a real Redis."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from typing import TYPE_CHECKING

from tests.identities.clock import identity
from tests.identities.redis_pools import ANY, QUICK_S, soon, told, waits
from tests.waiting import reached
from tiktok_spiders.identities.place import SPARE
from tiktok_spiders.identities.protocol import Need

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.redis import RedisPool


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
    await told(one)
    assert (await soon(two)).ms_token == "afterwards"


async def test_the_pace_is_kept_by_all(pools: Callable[..., RedisPool]) -> None:
    workers = [pools(1, delay=0.2) for _ in range(3)]
    used: list[float] = []

    async def work(pool: RedisPool) -> None:
        for _ in range(3):
            leased = await pool.lease(ANY)
            used.append(time.monotonic())
            pool.report(leased.name, endpoint="x", outcome="ok", latency=0.0)
            pool.release(leased.name)

    await asyncio.wait_for(asyncio.gather(*map(work, workers)), 10)
    gaps = [after - before for before, after in itertools.pairwise(used)]
    assert len(gaps) == 8
    assert min(gaps) >= 0.2 * 0.5 - 0.01
    assert statistics.median(gaps) <= 0.2 * 1.5 + 0.2


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
    one.report(first.name, endpoint="x", outcome="captcha", retire_s=1)
    one.release(first.name)
    second = await soon(two, Need(name=first.name))
    assert (second.name != first.name, second.slot) == (True, first.slot)
    await asyncio.sleep(1)
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
    await reached(lambda: len(gone) >= 3, QUICK_S, "three that are given up")
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
