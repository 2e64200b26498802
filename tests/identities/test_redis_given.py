"""What users give the pool that workers share, what it takes in, and what it takes out."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.identities.clock import identity, session
from tests.identities.redis_pools import QUICK_S, make, soon, told
from tests.waiting import reached
from tiktok_spiders.identities.protocol import Need, NoSessionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.redis import RedisPool


async def test_retired_for_all(pools: Callable[..., RedisPool]) -> None:
    gone: list[tuple[str, str]] = []
    one, two = pools(1), pools(1, on_retire=lambda *told: gone.append(told))
    first = await soon(one)
    one.release(first.name)
    met = await soon(two)
    assert met.name == first.name
    one.retire(first.name, "mixed")
    one.retire("nobody", "mixed")
    await reached(lambda: gone, QUICK_S, "news of it")
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
    await told(one)
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
    await told(one)
    leased = await soon(two, Need(logged_in=True))
    known = one.get("mine")
    assert known is not None
    known.jar.put("sessionid", "of the new file", ".tiktok.com")
    known.session_digest = "another"
    one.changed(known.name)
    await told(one)
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
    await told(one)
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
