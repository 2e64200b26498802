"""Kept answers are replaced in the background: when they are stale, and when that is asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.api.running import Client
    from tests.standin_process import StandinProcess

    Looking = Callable[..., AbstractAsyncContextManager[Client]]

HANDLE = "many_moths"
INFO = f"/api/v1/user/{HANDLE}/info"


async def fetched(api: Any) -> None:
    """Wait until nothing is under way."""
    live = api.state.live
    async with asyncio.timeout(60):
        while live.flights.count or live.refreshing._queued or live.workers._tasks:
            await asyncio.sleep(0.02)


async def test_a_stale_answer_is_given_while_a_new_one_is_fetched(
    looking: Looking, shared_standin: StandinProcess
) -> None:
    async with looking() as api:
        first = (await api.get(INFO)).json()
        cache = api.state.cache
        born = cache._clock()
        cache._clock = lambda: born + 1000
        stale = (await api.get(INFO)).json()
        assert (stale["cached"], stale["cache_ttl"]) == (True, 0)
        assert stale["user"] == first["user"]
        await fetched(api)
        assert len(shared_standin.log("page.user")) == 2
        fresh = (await api.get(INFO)).json()
        assert fresh["cached"] is True
        assert fresh["cache_ttl"] > 0
        assert fresh["user"]["scraped_at"] > first["user"]["scraped_at"]
        # One that cannot be replaced goes on being given.
        cache._clock = lambda: born + 2500
        shared_standin.set_plan({"kind": "http", "status": 503, "where": "page.user"})
        assert (await api.get(INFO)).json()["user"] == fresh["user"]
        await fetched(api)
        assert (await api.get(INFO)).status_code == 200


async def test_a_refresh_is_queued_and_done(looking: Looking, shared_standin: StandinProcess) -> None:
    number = shared_standin.truth(HANDLE)["ids"][0]
    async with looking() as api:
        for kind, subject in (("user", HANDLE), ("video", number)):
            answer = await api.post("/api/v1/refresh", json={"kind": kind, "subject": subject})
            assert answer.status_code == 202, answer.text
            assert answer.json()["status"] == "queued"
        await fetched(api)
        assert (await api.get(INFO)).json()["cached"] is True
        assert (await api.get(f"/api/v1/video/{number}")).json()["cached"] is True
        assert len(shared_standin.log("page.user")) == 1


@pytest.mark.parametrize(
    "body",
    [{"kind": "user"}, {"kind": "trending", "subject": "x"}, {"kind": "cats", "subject": "x"},
     {"kind": "user", "subject": "no handle"}, {"kind": "sound", "subject": "x"}],
)  # fmt: skip
async def test_what_cannot_be_refreshed_is_refused(api: Client, body: dict[str, Any]) -> None:
    answer = await api.post("/api/v1/refresh", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "INVALID_REQUEST"
