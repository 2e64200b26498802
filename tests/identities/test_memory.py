from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.identities.clock import Clock, identity, pool_on, session
from tiktok_spiders.identities.memory import BUDGET_REST_S
from tiktok_spiders.identities.place import SPARE
from tiktok_spiders.identities.protocol import Need, NoSessionError, PoolClosed

ANY = Need()


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def waiting(count: int = 3) -> None:
    """Let all tasks run until they wait."""
    for _ in range(count):
        await asyncio.sleep(0)


async def test_one_request_at_a_time_for_each_of_a_hundred_tasks(clock: Clock) -> None:
    pool = pool_on(clock, 4)
    busy: set[str] = set()
    served: list[int] = []

    async def ask(number: int) -> str:
        leased = await pool.lease(ANY)
        assert leased.name not in busy
        busy.add(leased.name)
        served.append(number)
        await waiting(1)
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
    await waiting()
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
    await waiting()
    assert not again.done()
    pool.release(first.name)
    assert (await again) is first is not other


async def test_one_that_waits_for_a_name_holds_up_nobody(clock: Clock) -> None:
    pool = pool_on(clock, 2)
    first = await pool.lease(ANY)
    named = asyncio.ensure_future(pool.lease(Need(name=first.name)))
    await waiting()
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


async def test_a_name_whose_place_was_taken_gets_who_took_it(clock: Clock) -> None:
    pool = pool_on(clock, 2)
    first = await pool.lease(ANY)
    pool.report(first.name, endpoint="x", outcome="captcha", retire_s=900)
    pool.release(first.name)
    other = await pool.lease(Need(name=first.name))
    assert other is not first
    assert other.slot == first.slot


async def test_who_has_rested_comes_back_before_a_new_one_is_made(clock: Clock) -> None:
    pool = pool_on(clock)
    first = await pool.lease(ANY)
    pool.report(first.name, endpoint="x", outcome="captcha", retire_s=900)
    pool.release(first.name)
    second = await pool.lease(ANY)
    pool.report(second.name, endpoint="x", outcome="captcha", retire_s=900)
    pool.release(second.name)
    clock.advance(899)
    third = await pool.lease(ANY)
    assert third.name not in {first.name, second.name}
    pool.report(third.name, endpoint="x", outcome="captcha", retire_s=900)
    pool.release(third.name)
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
        leased = await pool.lease(ANY)
        pool.report(leased.name, endpoint="x", outcome="captcha", retire_s=900)
        pool.release(leased.name)
    assert len(pool.all()) == SPARE + 1
    assert {reason for _, reason in gone} == {"spent"}
    assert len(gone) == 2


async def test_a_session_is_waited_for_while_it_rests(clock: Clock) -> None:
    pool = pool_on(clock)
    pool.adopt(session("mine"))
    leased = await pool.lease(Need(logged_in=True))
    pool.report(leased.name, endpoint="x", outcome="rate_limited", retire_s=60)
    pool.release(leased.name)
    task = asyncio.ensure_future(pool.lease(Need(logged_in=True, name="mine", fresh=True)))
    await waiting()
    clock.advance(59)
    await waiting()
    assert not task.done()
    clock.advance(1)
    assert (await task) is leased


async def test_a_login_serves_only_what_needs_it(clock: Clock) -> None:
    pool = pool_on(clock, 1)
    pool.adopt(session("mine"))
    pool.adopt(session("guest", logged_in=False))
    names = set()
    for _ in range(4):
        leased = await pool.lease(ANY)
        names.add(leased.session_name)
        pool.release(leased.name)
    assert names == {None, "guest"}
    assert (await pool.lease(Need(logged_in=True))).session_name == "mine"


async def test_without_a_session_nobody_waits_for_one(clock: Clock) -> None:
    pool = pool_on(clock)
    with pytest.raises(NoSessionError, match="TIKTOK_COOKIES_FILE"):
        await pool.lease(Need(logged_in=True))
    pool.adopt(session("mine"))
    leased = await pool.lease(Need(logged_in=True))
    task = asyncio.ensure_future(pool.lease(Need(logged_in=True)))
    await waiting()
    pool.retire(leased.name, "logged out")
    with pytest.raises(NoSessionError):
        await task


async def test_the_budget_of_signed_calls(clock: Clock) -> None:
    pool = pool_on(clock, budget=2)
    used = []
    for _ in range(4):
        leased = await pool.lease(Need(signed=True))
        used.append(leased.name)
        pool.release(leased.name)
    assert used[0] == used[1] != used[2] == used[3]
    clock.advance(BUDGET_REST_S)
    assert (await pool.lease(Need(signed=True))).name in used


async def test_the_country_is_a_wish(clock: Clock) -> None:
    pool = pool_on(clock, 3)
    for slot, country in (("d0", "DE"), ("d1", "US"), ("d2", "DE")):
        pool.adopt(identity(slot, country=country))
    leased = [await pool.lease(Need(country="US"))]
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(pool.lease(Need(country="US")), 0.01)
    leased.append(await pool.lease(Need(country="FR")))
    assert [one.country for one in leased] == ["US", "DE"]


async def test_a_mobile_need(clock: Clock) -> None:
    pool = pool_on(clock)
    desktop, mobile = await pool.lease(ANY), await pool.lease(Need(kind="mobile"))
    assert "Mobile" in mobile.user_agent
    assert "Mobile" not in desktop.user_agent
    assert mobile.slot != desktop.slot


async def test_close_releases_who_waits(clock: Clock) -> None:
    pool = pool_on(clock)
    await pool.lease(ANY)
    tasks = [asyncio.ensure_future(pool.lease(ANY)) for _ in range(3)]
    await waiting()
    tasks[0].cancel()
    await waiting()
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
    await waiting()
    clock.advance(0.5)
    await waiting()
    assert not task.done()
    closing.append(True)
    clock.advance(0.5)
    with pytest.raises(PoolClosed):
        await task


async def test_a_waiter_that_is_cancelled_leaves_nothing_leased(clock: Clock) -> None:
    pool = pool_on(clock)
    first = await pool.lease(ANY)
    task = asyncio.ensure_future(pool.lease(ANY))
    await waiting()
    pool.release(first.name)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await asyncio.wait_for(pool.lease(ANY), 1)) is first


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
    first = await pool.lease(ANY)
    pool.report(first.name, endpoint="x", outcome="captcha", retire_s=900)
    pool.release(first.name)
    second = await pool.lease(ANY)
    pool.retire(first.name, "old")
    assert pool.all() == [second]


async def test_adopted_twice_is_there_once(clock: Clock) -> None:
    pool = pool_on(clock)
    for _ in range(2):
        pool.adopt(session("mine"))
        pool.adopt(identity("d0"))
    assert len(pool.all()) == 2
    pool.adopt(identity("b7"))
    assert len(pool.all()) == 3
    assert (await pool.lease(ANY)).slot == "d0"


async def test_a_real_clock_wakes_too() -> None:
    from random import Random

    from tiktok_spiders.identities.invent import invent
    from tiktok_spiders.identities.memory import MemoryPool

    pool = MemoryPool(1, lambda slot, kind: invent(slot, "en", Random(1), kind=kind, born=0))
    pool.adopt(session("mine"))
    leased = await pool.lease(Need(logged_in=True))
    pool.report(leased.name, endpoint="x", outcome="captcha", retire_s=0.02)
    pool.release(leased.name)
    assert (await asyncio.wait_for(pool.lease(Need(logged_in=True)), 2)) is leased
