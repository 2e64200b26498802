from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.browser.fake import identity
from tests.waiting import turns
from tiktok_spiders.browser.errors import BrowserPageError
from tiktok_spiders.browser.visitors import Visitors


class FakeVisitor:
    def __init__(self, who: Any) -> None:
        self.identity, self.uses, self.born, self.alive, self.closed = who, 0, 0.0, True, False

    async def close(self) -> None:
        self.closed = True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def visitors(*, room: int = 2, uses: int = 10, clock: Any = None) -> Visitors:
    async def open_visitor(who: Any) -> Any:
        return FakeVisitor(who)

    return Visitors(open_visitor, room=room, uses=uses, seconds=60, clock=clock or Clock())


async def use(shelf: Visitors, name: str, *, keep: bool = True) -> Any:
    visitor = await shelf.acquire(identity(name))
    await shelf.release(visitor, keep=keep)
    return visitor


async def test_a_visitor_stays_for_the_next_request() -> None:
    shelf = visitors()
    assert await use(shelf, "a") is await use(shelf, "a")


async def test_a_visitor_is_renewed_after_its_uses() -> None:
    shelf = visitors(uses=2)
    first = await use(shelf, "a")
    assert await use(shelf, "a") is first
    assert await use(shelf, "a") is not first
    assert first.closed


async def test_a_visitor_is_renewed_after_its_time() -> None:
    clock = Clock()
    shelf = visitors(clock=clock)
    first = await use(shelf, "a")
    clock.now = 59.9
    assert await use(shelf, "a") is first
    clock.now = 60
    second = await use(shelf, "a")
    assert second is not first
    assert (first.closed, second.born) == (True, 60)


async def test_a_visitor_that_is_dead_or_not_kept_is_renewed() -> None:
    shelf = visitors()
    first = await use(shelf, "a", keep=False)
    assert first.closed
    second = await use(shelf, "a")
    second.alive = False
    assert await use(shelf, "a") is not second


async def test_the_longest_unused_makes_room() -> None:
    shelf = visitors(room=2)
    a, b = await use(shelf, "a"), await use(shelf, "b")
    await use(shelf, "a")
    await use(shelf, "c")
    assert (a.closed, b.closed) == (False, True)


async def test_who_finds_no_room_waits_for_it() -> None:
    shelf = visitors(room=1)
    first = await shelf.acquire(identity("a"))
    waiting = asyncio.ensure_future(shelf.acquire(identity("b")))
    await turns()
    assert not waiting.done()
    await shelf.release(first, keep=True)
    assert (await waiting).identity.name == "b"
    assert first.closed


async def test_who_waits_is_released_when_the_crawl_closes() -> None:
    shelf = visitors(room=1)
    first = await shelf.acquire(identity("a"))
    waiting = asyncio.ensure_future(shelf.acquire(identity("a")))
    await turns()
    await shelf.close()
    with pytest.raises(BrowserPageError, match="closing"):
        await waiting
    await shelf.release(first, keep=True)
    assert first.closed


async def test_a_failed_opening_takes_no_room() -> None:
    async def fail(who: Any) -> Any:
        raise BrowserPageError("no")

    shelf = Visitors(fail, room=1, uses=1, seconds=1)
    for _ in range(2):
        with pytest.raises(BrowserPageError, match="no"):
            await shelf.acquire(identity("a"))


async def test_draining_waits_for_requests_and_holds_new_ones() -> None:
    shelf, order = visitors(), []
    first = await shelf.acquire(identity("a"))
    idle = await use(shelf, "b")

    async def then() -> None:
        order.append("drained")

    draining = asyncio.ensure_future(shelf.drain(then))
    await turns()
    held = asyncio.ensure_future(shelf.acquire(identity("c")))
    await turns()
    assert (order, held.done()) == ([], False)
    await shelf.drain(then)  # a second wish is the same wish
    await shelf.release(first, keep=True)
    await draining
    assert order == ["drained"]
    assert first.closed
    assert idle.closed
    assert not (await held).closed
