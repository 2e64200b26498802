"""Who waits for a shared identity asks again when it is time, whatever is heard first."""

from __future__ import annotations

import asyncio

import pytest

from tiktok_spiders.identities.protocol import Need
from tiktok_spiders.identities.redis_waiting import NotYet, Waiting

FAR_S = 30.0


@pytest.mark.parametrize(("told", "asks_again"), [("d0", True), ("", True), ("d1", False)])
async def test_a_place_that_is_told_of_before_the_refusal_is_not_missed(told: str, asks_again: bool) -> None:
    waiting, loop = Waiting(lambda _name: None), asyncio.get_running_loop()
    waiting.add(Need())

    async def ask(_need: Need) -> NotYet:
        waiting.hear(told, 0, loop.time())
        return NotYet("d0", FAR_S)

    await waiting.serve(ask)
    due = waiting.next_due()
    assert due is not None
    assert (due <= loop.time()) is asks_again


async def test_old_news_make_nobody_ask_again() -> None:
    waiting, loop = Waiting(lambda _name: None), asyncio.get_running_loop()
    waiting.hear("", 0, loop.time())
    waiting.add(Need())

    async def ask(_need: Need) -> NotYet:
        return NotYet("", FAR_S)

    await waiting.serve(ask)
    due = waiting.next_due()
    assert due is not None
    assert due > loop.time()
