"""Redis comes back without what it held: workers claim what they hold, and the store knows the rest."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, patch

import pytest
import redis

from tests.distributed.rig import Rig
from tests.redis_server import RedisServer
from tests.waiting import reached
from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.listing import make_verdict
from tiktok_spiders.spiders.arguments import GivenTarget
from tiktok_spiders.store import Page
from tiktok_spiders.store.crawl import CrawlStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiktok_spiders.distributed.scheduler.GRACE_S", 0)


async def recovered(rig: Rig) -> None:
    """Wait until what Redis has lost is there again."""
    rig.scheduler._next_beat = 0
    rig.scheduler._tick()
    assert rig.scheduler._recovery.is_under_way
    await reached(lambda: not rig.scheduler._recovery.is_under_way, 20, "end of the recovery")


def taken(rig: Rig) -> set[str]:
    """Take all requests; return their targets."""
    return {request.meta["target"] for request in iter(rig.next, None)}


def test_everything_is_lost(tmp_path: Path, redis_server: RedisServer) -> None:
    """What is held goes on once, what waited is begun again, and what is answered is left alone."""

    async def run() -> None:
        with Rig(tmp_path, redis_server.url, users="ann,bob,cid") as rig:
            await rig.begin()
            held = rig.next()
            state = rig.spider.new_state("cid", "videos", rig.spider.recognise(_given("cid")))
            state.stop_reason = "end"
            verdict = make_verdict(state, run_id=rig.spider.run_id, spider="user", now=1.0)
            rig.spider.session.store.write([Page(verdict=verdict)])
            redis_server.flush()
            await recovered(rig)
            assert held.meta["target"] == "ann"
            assert taken(rig) == {"bob"}
            assert (rig.stat("recoveries"), rig.stat("met")) == (1, 1)
            assert rig.crawler.stats.get_value("tiktok/targets") == 3
            rig.finish(held)
            rig.scheduler._settle()
            assert rig.stat("lost") == 0

    asyncio.run(run())


def test_what_was_pushed_goes_on_after_its_checkpoint(tmp_path: Path, redis_server: RedisServer) -> None:
    async def run() -> None:
        with Rig(tmp_path, redis_server.url) as rig:
            state = rig.spider.new_state("dan", "videos", rig.spider.recognise(_given("dan")))
            state.args, state.pages, state.cursor = {"sec_uid": "MS4w", "user": "dan"}, 3, "1750000000000"
            checkpoint = Checkpoint(
                run_id=rig.spider.run_id, target="dan", resource="videos", state=state.dump(), rejected=()
            )
            rig.spider.session.store.write([Page(checkpoint=checkpoint)])
            redis_server.flush()
            await recovered(rig)
            request = rig.next()
            assert (request.meta["target"], request.meta["listing"]["pages"]) == ("dan", 3)

    asyncio.run(run())


def test_a_store_that_does_not_answer_ends_the_crawl(tmp_path: Path, redis_server: RedisServer) -> None:
    async def run() -> None:
        with Rig(tmp_path, redis_server.url, users="ann") as rig:
            redis_server.flush()
            with patch.object(CrawlStore, "ask", AsyncMock(side_effect=StoreError("gone"))):
                await recovered(rig)
            rig.crawler.engine.close_spider_async.assert_called_once_with(reason="store")

    asyncio.run(run())


def test_a_redis_that_is_started_anew_may_have_lost_something(tmp_path: Path) -> None:
    async def run() -> None:
        with RedisServer() as server, Rig(tmp_path, server.url, users="ann,bob") as rig:
            await rig.begin()
            held = rig.next()
            server.stop()
            assert rig.next() is None
            assert rig.scheduler.has_pending_requests()
            server.start()
            await reached(lambda: rig.stat("recoveries") == 1, 20, "recovery")
            await reached(lambda: not rig.scheduler._recovery.is_under_way, 20, "end of the recovery")
            assert (rig.stat("pauses"), rig.stat("met")) == (1, 2)
            bob = rig.next()
            assert bob.meta["doubtful"] is True
            rig.finish(held)
            rig.scheduler._settle()
            assert rig.stat("lost") == 0

    asyncio.run(run())


def test_a_redis_that_stays_away_ends_the_crawl(tmp_path: Path) -> None:
    async def run() -> None:
        settings = {"TIKTOK_STORE_WAIT": 1}
        with RedisServer() as server, Rig(tmp_path, server.url, settings=settings, users="ann") as rig:
            await rig.begin()
            server.stop()
            assert rig.next() is None
            await reached(lambda: rig.crawler.engine.close_spider_async.called, 20, "end of the crawl")
            rig.crawler.engine.close_spider_async.assert_called_once_with(reason="redis")

    asyncio.run(run())


def test_an_account_that_may_not_ask_takes_every_return_for_a_loss(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    async def run() -> None:
        with Rig(tmp_path, redis_server.url, users="ann") as rig:
            recovery = rig.scheduler._recovery
            recovery.look()
            assert not recovery.is_due
            rig.scheduler.server.execute_command("ACL", "SETUSER", "default", "-info")
            recovery.look()
            assert recovery.is_due

    try:
        asyncio.run(run())
    finally:
        with redis.Redis.from_url(redis_server.url) as client:
            client.execute_command("ACL", "SETUSER", "default", "+info")


def _given(text: str) -> Any:
    return GivenTarget("users", text)
