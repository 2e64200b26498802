"""Identities that rest, come back, are spent, or are retired."""

from __future__ import annotations

import asyncio

from tests.identities.clock import Clock, maker, pool_on, session, spend
from tiktok_spiders.identities.memory import MemoryPool
from tiktok_spiders.identities.place import SPARE
from tiktok_spiders.identities.protocol import Need

ANY = Need()


async def test_a_name_whose_place_was_taken_gets_who_took_it(clock: Clock) -> None:
    pool = pool_on(clock, 2)
    first = await spend(pool)
    other = await pool.lease(Need(name=first.name))
    assert other is not first
    assert other.slot == first.slot


async def test_who_has_rested_comes_back_before_a_new_one_is_made(clock: Clock) -> None:
    pool = pool_on(clock)
    first = await spend(pool)
    second = await spend(pool)
    clock.advance(899)
    assert (await spend(pool)).name not in {first.name, second.name}
    clock.advance(2)
    assert (await pool.lease(ANY)).name in {first.name, second.name}


async def test_rest_grows_until_an_answer_is_good(clock: Clock) -> None:
    pool = pool_on(clock)
    pool.adopt(session("mine"))
    rests = []
    for _ in range(3):
        pool.report("mine-is-no-name", endpoint="x", outcome="captcha", retire_s=100)
        leased = pool.get("mine")
        assert leased is not None
        pool.report(leased.name, endpoint="x", outcome="captcha", retire_s=100)
        rests.append(leased.cool_until - clock.now)
        clock.now = leased.cool_until
    pool.report(leased.name, endpoint="x", outcome="ok")
    pool.report(leased.name, endpoint="x", outcome="captcha", retire_s=100)
    assert [*rests, leased.cool_until - clock.now] == [100, 200, 400, 100]


async def test_the_spent_are_given_up_at_last(clock: Clock) -> None:
    gone: list[tuple[str, str]] = []
    pool = pool_on(clock, on_retire=lambda *told: gone.append(told))
    for _ in range(SPARE + 3):
        await spend(pool)
    assert len(pool.all()) == SPARE + 1
    assert {reason for _, reason in gone} == {"spent"}
    assert len(gone) == 2


async def test_retired_for_good(clock: Clock) -> None:
    gone: list[tuple[str, str]] = []
    pool = pool_on(clock, on_retire=lambda *told: gone.append(told))
    first = await pool.lease(ANY)
    pool.retire(first.name, "mixed")
    pool.retire("nobody", "mixed")
    pool.release(first.name)
    assert gone == [(first.name, "mixed")]
    assert pool.get(first.name) is None
    second = await pool.lease(ANY)
    assert (second is not first, second.slot) == (True, first.slot)


async def test_one_that_rests_may_be_retired(clock: Clock) -> None:
    pool = pool_on(clock)
    first = await spend(pool)
    second = await pool.lease(ANY)
    pool.retire(first.name, "old")
    assert pool.all() == [second]


async def test_a_real_clock_wakes_too() -> None:
    pool = MemoryPool(1, maker(Clock()))
    pool.adopt(session("mine"))
    leased = await pool.lease(Need(logged_in=True))
    pool.report(leased.name, endpoint="x", outcome="captcha", retire_s=0.02)
    pool.release(leased.name)
    assert (await asyncio.wait_for(pool.lease(Need(logged_in=True)), 2)) is leased
