"""Who gets which identity: one request at a time, in order, until the pool closes."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.identities.clock import Clock, identity, pool_on, session
from tests.waiting import turns
from tiktok_spiders.identities.protocol import Need, PoolClosed

ANY = Need()


async def test_one_request_at_a_time_for_each_of_a_hundred_tasks(clock: Clock) -> None:
    pool = pool_on(clock, 4)
    busy: set[str] = set()
    served: list[int] = []

    async def ask(number: int) -> str:
        leased = await pool.lease(ANY)
        assert leased.name not in busy
        busy.add(leased.name)
        served.append(number)
        await turns()
        busy.discard(leased.name)
        pool.report(leased.name, endpoint="x", outcome="ok")
        pool.release(leased.name)
        return leased.name

    names = await asyncio.gather(*map(ask, range(100)))
    assert served == list(range(100))
    assert sorted(Counter(names).values()) == [25, 25, 25, 25]
    assert len(pool.all()) == 4


async def test_who_waits_is_served_in_order_and_sees_no_busy_loop(clock: Clock) -> None:
    pool = pool_on(clock)
    first = await pool.lease(ANY)
    tasks = [asyncio.ensure_future(pool.lease(ANY)) for _ in range(3)]
    await turns(3)
    assert not clock.calls
    for task in tasks:
        assert not task.done()
        pool.release(first.name)
        assert (await task) is first


async def test_a_listing_keeps_its_identity_and_waits_for_it(clock: Clock) -> None:
    pool = pool_on(clock, 3)
    first = await pool.lease(ANY)
    again = asyncio.ensure_future(pool.lease(Need(name=first.name)))
    other = await pool.lease(ANY)
    await turns(3)
    assert not again.done()
    pool.release(first.name)
    assert (await again) is first is not other


async def test_one_that_waits_for_a_name_holds_up_nobody(clock: Clock) -> None:
    pool = pool_on(clock, 2)
    first = await pool.lease(ANY)
    named = asyncio.ensure_future(pool.lease(Need(name=first.name)))
    await turns(3)
    other = await asyncio.wait_for(pool.lease(ANY), 1)
    pool.release(first.name)
    assert (await named).name != other.name


async def test_fresh_is_another(clock: Clock) -> None:
    pool = pool_on(clock, 2)
    first = await pool.lease(ANY)
    pool.release(first.name)
    for _ in range(4):
        other = await pool.lease(Need(name=first.name, fresh=True))
        assert other.name != first.name
        pool.release(other.name)
    assert len(pool.all()) == 2


async def test_a_single_place_gives_a_fresh_one_the_same_pace(clock: Clock) -> None:
    pool = pool_on(clock)
    first = await pool.lease(ANY)
    pool.release(first.name)
    second = await pool.lease(Need(name=first.name, fresh=True))
    assert second.name != first.name
    assert second.device_id != first.device_id
    assert second.slot == first.slot


async def test_adopted_twice_is_there_once(clock: Clock) -> None:
    pool = pool_on(clock)
    for _ in range(2):
        pool.adopt(session("mine"))
        pool.adopt(identity("d0"))
    assert len(pool.all()) == 2
    pool.adopt(identity("b7"))
    assert len(pool.all()) == 3
    assert (await pool.lease(ANY)).slot == "d0"


async def test_close_releases_who_waits(clock: Clock) -> None:
    pool = pool_on(clock)
    await pool.lease(ANY)
    tasks = [asyncio.ensure_future(pool.lease(ANY)) for _ in range(3)]
    await turns(3)
    tasks[0].cancel()
    await turns(3)
    pool.close()
    for task in tasks[1:]:
        with pytest.raises(PoolClosed):
            await task
    with pytest.raises(PoolClosed):
        await pool.lease(ANY)


async def test_a_crawl_that_begins_to_close_is_noticed(clock: Clock) -> None:
    closing: list[bool] = []
    pool = pool_on(clock, is_closing=lambda: bool(closing))
    await pool.lease(ANY)
    task = asyncio.ensure_future(pool.lease(ANY))
    await turns(3)
    clock.advance(0.5)
    await turns(3)
    assert not task.done()
    closing.append(True)
    clock.advance(0.5)
    with pytest.raises(PoolClosed):
        await task


async def test_a_waiter_that_is_cancelled_leaves_nothing_leased(clock: Clock) -> None:
    pool = pool_on(clock)
    first = await pool.lease(ANY)
    task = asyncio.ensure_future(pool.lease(ANY))
    await turns(3)
    pool.release(first.name)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await asyncio.wait_for(pool.lease(ANY), 1)) is first
