"""The check page for clients that run no script, and cookies that do not pass it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from tiktok_standin.faults import FaultPlan

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

PLAN = {"kind": "check_page", "where": "page.*"}


async def load(web: Web, solution: str = "") -> str:
    found = await web.text("/@daily.dune", headers={"Cookie": f"_wafchallengeid={solution}"})
    web.client.session.cookie_jar.clear()
    return found


async def solved(web: Web) -> str:
    """Do what the page's script does."""
    challenge = re.search(r'const challenge = "([^"]+)"', await load(web))
    assert challenge
    start = int(challenge[1][-8:], 16)
    number = next(n for n in range(1 << 20) if (start ^ n) * 2654435761 & 0xFFFFFFFF < 1 << 20)
    return f"{challenge[1]}.{number}"


async def test_only_a_fresh_and_right_solution_passes(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(plan=FaultPlan.of(PLAN)) as web:
        good = await solved(web)
        challenge, _, number = good.partition(".")
        wrong = ["", "a", f"{challenge}.", f"{challenge}.{int(number) + 1}", f"0-{challenge}.{number}"]
        assert ["Please wait..." in await load(web, each) for each in [good, *wrong]] == [False, *[True] * 5]
        later = time.time() + 6
        monkeypatch.setattr("tiktok_standin.clock.now", lambda: later)
        assert "Please wait..." in await load(web, good)


@pytest.mark.parametrize("query", ["", "?nonce=a-b-c&path=/&proof=0"])
async def test_no_key_for_who_does_not_compute_the_proof(web: Web, query: str) -> None:
    async with web.client.get(f"/webapp/sdk/key{query}", headers={"Cookie": "ttwid=a"}) as answer:
        assert (answer.status, await answer.read()) == (403, b"")
