"""The scheduler on a real Redis and a real store: what becomes of a request, whatever happens to it."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest
from scrapy import Request, signals
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from tests.distributed.rig import Rig
from tiktok_spiders.distributed.scheduler import LeasedScheduler
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.listing import ListingState

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from tests.redis_server import RedisServer

REQUESTS = "tiktok:user:shared:requests"
INFLIGHT = "tiktok:user:shared:inflight"


@pytest.fixture
def rigs(tmp_path: Path, redis_url: str) -> Callable[..., Any]:
    """Run a test with so many workers of one run; the first one's targets are in the queue."""

    def run(
        test: Callable[..., Coroutine[Any, Any, None]],
        count: int = 1,
        users: str = "ann",
        settings: dict[str, Any] | None = None,
    ) -> None:
        async def _run() -> None:
            with ExitStack() as stack:
                made = [Rig(tmp_path, redis_url, settings=settings, users=users) for _ in range(count)]
                for rig in made:
                    stack.enter_context(rig)
                await made[0].begin()
                await test(*made)

        asyncio.run(_run())

    return run


def child_of(request: Request, **state: Any) -> Request:
    """Return a request that goes on with another one's listing, as callbacks make them."""
    meta = {key: value for key, value in request.meta.items() if key in {"resource", "args", "target"}}
    listing = {**request.meta["listing"], "pages": 1, **state}
    return request.replace(meta={**meta, "listing": listing}, priority=10)


def test_what_came_of_a_request_is_in_the_queue_when_it_is_finished(
    rigs: Any, redis_server: RedisServer
) -> None:
    async def test(rig: Rig) -> None:
        request = rig.next()
        assert request.meta["target"] == "ann"
        rig.scheduler.enqueue_request(child_of(request))
        assert rig.next() is None
        with redis_server.client() as client:
            assert (client.zcard(REQUESTS), client.zcard(INFLIGHT)) == (0, 1)
            rig.finish(request)
            following = rig.next()
            assert following.meta["listing"]["pages"] == 1
            rig.finish(following)
            assert rig.next() is None
            assert not rig.scheduler.has_pending_requests()
            assert (client.zcard(REQUESTS), client.zcard(INFLIGHT)) == (0, 0)
        assert rig.stat("delivered") == 2

    rigs(test)


def test_another_worker_begins_nothing_again_and_waits_for_the_first(rigs: Any) -> None:
    async def test(first: Rig, second: Rig) -> None:
        request = first.next()
        await second.begin()
        assert second.next() is None
        assert second.stat("met") == 1
        assert second.crawler.stats.get_value("tiktok/targets") == 0
        assert second.scheduler.has_pending_requests()
        first.finish(request)
        assert first.next() is None
        assert second.next() is None
        assert not second.scheduler.has_pending_requests()

    rigs(test, 2)


def test_a_worker_may_wait_for_more(rigs: Any) -> None:
    async def test(rig: Rig) -> None:
        rig.finish(rig.next())
        assert rig.next() is None
        assert rig.scheduler.has_pending_requests()

    rigs(test, settings={"TIKTOK_IDLE": "wait"})


@pytest.mark.parametrize("signal", ["spider_error", "item_error"])
def test_what_fails_is_given_out_again_and_then_set_aside(
    rigs: Any, signal: str, redis_server: RedisServer
) -> None:
    async def test(rig: Rig) -> None:
        for _ in range(2):
            request = rig.next()
            given = {"failure": Failure(ValueError("no such thing")), "response": Mock(request=request)}
            given |= {"item": None} if signal == "item_error" else {"spider": rig.spider}
            rig.crawler.signals.send_catch_log(getattr(signals, signal), **given)
            rig.finish(request)
        last = rig.next()
        assert last.meta["poison"] == "set aside after 2 times: ValueError: no such thing"
        assert last.errback == rig.spider.failed
        with redis_server.client() as client:
            aside = json.loads(client.hget("tiktok:user:targets:aside", "ann"))
        assert aside["reason"].endswith("no such thing")
        assert (rig.stat("again"), rig.stat("released"), rig.stat("aside")) == (2, 2, 1)

    rigs(test, settings={"TIKTOK_MAX_DELIVERIES": 2})


def test_what_nobody_can_read_is_set_aside_too(rigs: Any, redis_server: RedisServer) -> None:
    async def test(rig: Rig) -> None:
        with redis_server.client() as client:
            client.zadd(REQUESTS, {"neither JSON nor a request": -99})
        assert rig.next() is None
        last = rig.next()
        assert last.callback == rig.spider.nothing
        assert rig.stat("aside") == 1

    rigs(test, settings={"TIKTOK_MAX_DELIVERIES": 1})


@pytest.mark.parametrize("why", ["closing", "unsaved"])
def test_what_was_not_done_is_given_back_and_does_not_count(rigs: Any, why: str) -> None:
    async def test(rig: Rig, other: Rig) -> None:
        request = rig.next()
        if why == "closing":
            request.meta["closing"] = True
        else:
            rig.crawler.stats.set_value("tiktok/store/unsaved", 0)
        rig.finish(request)
        rig.close()
        assert other.next().meta["again"] is False

    rigs(test, 2)


def test_a_worker_that_closes_gives_back_what_it_holds(rigs: Any) -> None:
    async def test(rig: Rig, other: Rig) -> None:
        rig.next()
        rig.close()
        assert other.next().meta["target"] == "ann"

    rigs(test, 2)


def test_what_a_dead_worker_held_goes_to_another_and_the_first_is_too_late(
    rigs: Any, redis_server: RedisServer
) -> None:
    async def test(dead: Rig, other: Rig) -> None:
        late = dead.next()
        with redis_server.client() as client:
            for token in client.zrange(INFLIGHT, 0, -1):
                client.zadd(INFLIGHT, {token: 1})
        other.scheduler._tick()
        assert other.stat("reaped") == 1
        again = other.next()
        assert (again.meta["again"], again.meta["doubtful"]) == (True, True)
        dead.scheduler.enqueue_request(child_of(late))
        dead.finish(late)
        assert dead.next() is None
        assert dead.stat("lost") == 1

    rigs(test, 2)


def test_members_of_a_listing_stay_with_their_worker(rigs: Any) -> None:
    async def test(rig: Rig, other: Rig) -> None:
        request = rig.next()
        rig.scheduler.enqueue_request(child_of(request, branch={"resource": "replies"}))
        rig.finish(request)
        rig.scheduler._settle()
        assert other.next() is None
        assert rig.next().meta["listing"]["branch"]

    rigs(test, 2)


def test_what_comes_of_an_urgent_target_is_urgent(rigs: Any, redis_server: RedisServer) -> None:
    async def test(rig: Rig) -> None:
        with redis_server.client() as client:
            client.zadd("tiktok:user:targets", {"bob": 50})
        pushed = rig.next()
        assert pushed.meta["pushed"] == "bob"
        outputs = [one async for one in rig.spider.take_pushed(Mock(meta=pushed.meta))]
        for output in outputs:
            output.meta["delivery"] = pushed.meta["delivery"]  # as meta is copied
            rig.scheduler.enqueue_request(output)
        rig.finish(pushed)
        first = rig.next()
        assert (first.meta["target"], first.priority) == ("bob", 50)

    rigs(test)


def test_a_request_without_its_deliverys_name_is_known_by_its_listing(rigs: Any) -> None:
    async def test(rig: Rig) -> None:
        request = rig.next()
        child = child_of(request)
        assert rig.scheduler._held.parent_of(child).request is request
        assert rig.scheduler._held.parent_of(Request("data:,")) is None

    rigs(test)


def test_the_last_worker_has_the_sums_of_all(rigs: Any) -> None:
    async def test(first: Rig, second: Rig) -> None:
        members = [rig.scheduler._member for rig in (first, second)]
        first.finish(first.next())
        first.crawler.stats.set_value("tiktok/records/video", 2)
        second.crawler.stats.set_value("tiktok/records/video", 3)
        first.close("finished")
        second.close("finished")
        assert [member.is_last for member in members] == [False, True]
        assert members[1].totals["tiktok/records/video"] == 5

    rigs(test, 2)


def test_only_spiders_of_this_project_share_runs() -> None:
    with pytest.raises(ConfigError, match="spiders of this project only"):
        LeasedScheduler.from_crawler(get_crawler())


def test_a_state_of_a_listing_is_kept(rigs: Any) -> None:
    async def test(rig: Rig) -> None:
        request = rig.next()
        state = ListingState.load(request.meta["listing"])
        assert (state.target, state.target_key) == ("ann", "ann")

    rigs(test)
