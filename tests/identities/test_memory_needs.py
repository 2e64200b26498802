"""What a request needs of its identity: a session, a budget of signed calls, a country, a kind."""

from __future__ import annotations

import asyncio

import pytest

from tests.identities.clock import Clock, identity, pool_on, session
from tests.waiting import turns
from tiktok_spiders.identities.budget import BUDGET_REST_S
from tiktok_spiders.identities.protocol import Need, NoSessionError

ANY = Need()


async def test_a_session_is_waited_for_while_it_rests(clock: Clock) -> None:
    pool = pool_on(clock)
    pool.adopt(session("mine"))
    leased = await pool.lease(Need(logged_in=True))
    pool.report(leased.name, endpoint="x", outcome="rate_limited", retire_s=60)
    pool.release(leased.name)
    task = asyncio.ensure_future(pool.lease(Need(logged_in=True, name="mine", fresh=True)))
    await turns(3)
    clock.advance(59)
    await turns(3)
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
    await turns(3)
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
