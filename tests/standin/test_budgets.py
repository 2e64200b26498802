"""How many signed calls there are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    import pytest

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]


async def ask(web: Web, exit_name: str = "exit-1", visitor: str = "a") -> bool:
    headers = {"X-Standin-Exit": exit_name, "Cookie": f"ttwid={visitor}"}
    return bool(await web.text("/api/user/detail/?uniqueId=daily.dune", headers=headers))


async def calls(web: Web, exit_name: str = "exit-1", visitor: str = "a", most: int = 40) -> int:
    """Return how many calls are answered before one is not."""
    for number in range(most):
        if not await ask(web, exit_name, visitor):
            return number
    return most


async def test_an_exit_has_17_to_27_calls_whoever_makes_them(serving: Serving) -> None:
    async with serving(switches=Switches(signing="off", budgets=True)) as web:
        assert 17 <= await calls(web) <= 27
        assert not await ask(web, visitor="another")
        found = {await calls(web, f"exit-{number}") for number in range(2, 8)}
        stats = await web.json("/_standin/stats")
        await web.client.delete("/_standin/budgets")
        assert await ask(web)
    assert found <= set(range(17, 28))
    assert len(found) > 1
    assert stats["budget_exceeded"] == stats["refusals"]["budget exit"] == 8


async def test_an_exit_is_answered_again_after_a_rest(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(switches=Switches(signing="off", budgets=True, budget_rest_s=300)) as web:
        await calls(web)
        now = time.time()
        monkeypatch.setattr("tiktok_standin.clock.now", lambda: now + 299)
        assert not await ask(web)
        monkeypatch.setattr("tiktok_standin.clock.now", lambda: now + 301)
        assert 17 <= await calls(web) <= 27


async def test_a_visitor_has_a_budget_too(serving: Serving) -> None:
    async with serving(switches=Switches(signing="off", budget_identity=4)) as web:
        assert await calls(web) == 4
        assert await calls(web, visitor="b") == 4
        stats = await web.json("/_standin/stats")
    assert stats["refusals"] == {"budget identity": 2}


async def test_the_first_call_may_be_empty(serving: Serving) -> None:
    async with serving(switches=Switches(signing="off", first_empty=True)) as web:
        assert [await ask(web), await ask(web), await ask(web, visitor="b")] == [False, True, False]
