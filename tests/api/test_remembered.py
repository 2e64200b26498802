"""The same question is answered once for all who ask at the same time, and for a while after."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.api.remembered import Remembered

if TYPE_CHECKING:
    from datetime import datetime


class Maker:
    """Makes 1, 2, … as soon as ``go`` is set."""

    def __init__(self) -> None:
        self.made = 0
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, as_of: datetime) -> int:
        self.made += 1
        mine = self.made
        await self.go.wait()
        return mine


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_those_who_ask_at_once_wait_for_one_making() -> None:
    make, remembered = Maker(), Remembered(60)
    make.go.clear()
    asked = [asyncio.create_task(remembered.get("key", make)) for _ in range(50)]
    other = asyncio.create_task(remembered.get("other", make))
    await asyncio.sleep(0)
    make.go.set()
    found = await asyncio.gather(*asked)
    assert {value for value, _ in found} == {1}
    assert len({as_of for _, as_of in found}) == 1
    assert (await other)[0] == 2


async def test_a_value_is_kept_for_its_time_from_when_it_was_made() -> None:
    clock, make = Clock(), Maker()
    remembered = Remembered(60, clock=clock)
    await remembered.get("key", make)
    clock.now = 59.9
    assert (await remembered.get("key", make))[0] == 1
    clock.now = 60
    assert (await remembered.get("key", make))[0] == 2


async def test_who_gives_up_does_not_end_the_making_for_others() -> None:
    make, remembered = Maker(), Remembered(60)
    make.go.clear()
    first = asyncio.create_task(remembered.get("key", make))
    second = asyncio.create_task(remembered.get("key", make))
    await asyncio.sleep(0)
    first.cancel()
    make.go.set()
    assert (await second)[0] == 1


async def test_an_error_is_told_and_not_kept() -> None:
    remembered = Remembered(60)

    async def fail(_as_of: datetime) -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await remembered.get("key", fail)
    assert (await remembered.get("key", Maker()))[0] == 1


async def test_the_oldest_make_room() -> None:
    make, remembered = Maker(), Remembered(60, most=2)
    for key in "abc":
        await remembered.get(key, make)
    assert (await remembered.get("c", make))[0] == 3
    assert (await remembered.get("a", make))[0] == 4


async def test_what_is_cleared_is_made_anew() -> None:
    make, remembered = Maker(), Remembered(60)
    await remembered.get("key", make)
    remembered.clear()
    assert (await remembered.get("key", make))[0] == 2


async def test_closing_ends_what_is_being_made() -> None:
    make, remembered = Maker(), Remembered(60)
    make.go.clear()
    waiting = asyncio.create_task(remembered.get("key", make))
    await asyncio.sleep(0)
    await remembered.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
