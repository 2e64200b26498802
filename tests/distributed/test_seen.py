"""The seen-set that workers share, on a real Redis."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pytest
import redis.asyncio
from scrapy import signals
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.settings import Settings

from pipelines.dedupe_shared import SharedDedupePipeline
from tests.components import build, crawler_for
from tests.pipelines.test_dedupe import seen_as
from tests.redis_server import RedisServer
from tests.waiting import reached
from tiktok_spiders.distributed.addon import DistributedAddon
from tiktok_spiders.distributed.seen import SharedSeen
from tiktok_spiders.items.run import Checkpoint, Verdict
from tiktok_spiders.store import crawl as store_crawl

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from scrapy.crawler import Crawler


def key(number: int) -> bytes:
    return blake2b(str(number).encode(), digest_size=10).digest()


@pytest.fixture
async def seen_of(redis_url: str) -> AsyncIterator[Callable[..., SharedSeen]]:
    async with AsyncExitStack() as stack:

        def _make(
            capacity: int = 10_000, url: str = redis_url, run: str = "run", **options: Any
        ) -> SharedSeen:
            client = redis.asyncio.Redis.from_url(url, socket_timeout=3)
            seen = SharedSeen(client, run, capacity=capacity, **options)
            stack.push_async_callback(seen.close)
            return seen

        yield _make


async def handed_over(seen: SharedSeen) -> None:
    await reached(lambda: seen._adding is None or seen._adding.done(), 20, "end of the adding")


async def test_what_one_has_stored_all_know(seen_of: Callable[..., SharedSeen]) -> None:
    one, two = seen_of(), seen_of(capacity=5_000_000)
    assert not await two.knows(key(1), 2)
    one.add(key(1), 2)
    await handed_over(one)
    asked = [two.knows(key(1), detail) for detail in (0, 1, 2, 3)] + [two.knows(key(2), 0)]
    assert await asyncio.gather(*asked) == [True, True, True, False, False]
    two.add(key(1), 3)
    await handed_over(two)
    assert await one.knows(key(1), 3)
    assert not await seen_of(run="another").knows(key(1), 0)


async def test_nothing_is_taken_for_another_and_nothing_forgotten(seen_of: Callable[..., SharedSeen]) -> None:
    seen = seen_of(capacity=100_000)
    for number in range(0, 8_000, 2):
        seen.add(key(number), number % 4)
    await handed_over(seen)
    known = await asyncio.gather(*(seen.knows(key(number), number % 4) for number in range(8_000)))
    assert known == [number % 2 == 0 for number in range(8_000)]


async def test_it_is_bounded_and_forgets_the_oldest(
    seen_of: Callable[..., SharedSeen], redis_server: RedisServer
) -> None:
    seen = seen_of(capacity=2000)
    for number in range(10_000):
        seen.add(key(number), 2)
        if number % 500 == 499:
            await handed_over(seen)
    with redis_server.client() as client:
        names = client.keys("tiktok:seen:run:*")
        kept = sum(client.scard(name) for name in names)
        assert 1000 <= kept <= 2000
        assert all(client.object("encoding", name) == "intset" for name in names)
        assert all(client.ttl(name) > 0 for name in client.keys("tiktok:seen:*"))
    assert await seen.knows(key(9_999), 2)
    assert not await seen.knows(key(0), 0)


async def test_a_redis_that_is_gone_knows_nothing_and_hears_later(
    seen_of: Callable[..., SharedSeen],
) -> None:
    gone: list[int] = []
    with RedisServer(keeps=False) as server:
        seen = seen_of(url=server.url, on_gone=gone.append)
        seen.add(key(1), 2)
        await handed_over(seen)
        assert await seen.knows(key(1), 2)
        server.stop()
        assert not await seen.knows(key(1), 2)
        assert gone == [1]
        seen.add(key(2), 2)
        server.start()
        await handed_over(seen)
        assert await seen.knows(key(2), 2)
        assert not await seen.knows(key(1), 2)
        server.flush()
        assert not await seen.knows(key(2), 2)
        seen.add(key(3), 2)
        await handed_over(seen)
        assert await seen.knows(key(3), 2)
        server.stop()
        seen.add(key(4), 2)
        await seen.close()
        seen.add(key(5), 2)


@pytest.fixture
async def worker(redis_url: str, tmp_path: Path) -> AsyncIterator[Callable[[], tuple[Any, Crawler]]]:
    """Make the pipeline of a worker, with the store of a run that all share."""
    async with AsyncExitStack() as stack:

        def _make() -> tuple[Any, Crawler]:
            crawler = crawler_for(
                TIKTOK_REDIS_URL=redis_url, TIKTOK_DATABASE_URL=f"sqlite:///{tmp_path}/store.db"
            )
            store_crawl.open_for(crawler, "some", {}, "the-run")
            stack.push_async_callback(crawler.signals.send_catch_log_async, signals.engine_stopped)
            return SharedDedupePipeline.from_crawler(crawler), crawler

        yield _make


async def test_a_record_is_known_to_all_when_it_is_stored(worker: Callable[[], tuple[Any, Crawler]]) -> None:
    (one, crawler), (two, _) = worker(), worker()
    item = seen_as("a", "videos")
    assert await one.process_item(item) is item
    assert await two.process_item(item) is item
    with pytest.raises(DropItem, match="stored before"):
        await one.process_item(item)
    crawler.signals.send_catch_log(signals.item_scraped, item=item, response=None, spider=None)
    await handed_over(one._seen)
    (three, _) = worker()
    for pipeline in (one, three):
        with pytest.raises(DropItem, match="stored before"):
            await pipeline.process_item(item)
    more = seen_as("a", "videos", detail=3)
    assert await three.process_item(more) is more
    other = seen_as("b", "videos")
    assert await three.process_item(other) is other
    assert crawler.stats.get_value("tiktok/dedupe/dropped/video") == 2


async def test_one_that_was_not_stored_may_come_again(worker: Callable[[], tuple[Any, Crawler]]) -> None:
    pipeline, crawler = worker()
    item = seen_as("a", "videos")
    results = await asyncio.gather(*(pipeline.process_item(item) for _ in range(2)), return_exceptions=True)
    assert [isinstance(each, DropItem) for each in results] == [False, True]
    dropped = {"item": item, "response": None, "spider": None}
    crawler.signals.send_catch_log(signals.item_dropped, exception=results[1], **dropped)
    with pytest.raises(DropItem):
        await pipeline.process_item(item)
    crawler.signals.send_catch_log(signals.item_dropped, exception=DropItem("not stored"), **dropped)
    assert await pipeline.process_item(item) is item
    crawler.signals.send_catch_log(signals.item_error, failure=None, **dropped)
    assert await pipeline.process_item(item) is item


async def test_other_items_pass(worker: Callable[[], tuple[Any, Crawler]]) -> None:
    pipeline, crawler = worker()
    verdict = Verdict(
        scraped_at=seen_as("a", "b").scraped_at, target="a", resource="videos", status="complete"
    )
    for item in ({}, verdict, verdict):
        assert await pipeline.process_item(item) is item
        crawler.signals.send_catch_log(signals.item_scraped, item=item, response=None, spider=None)
    assert replace(verdict) == verdict


def test_without_a_store_there_is_none() -> None:
    with pytest.raises(NotConfigured):
        build(SharedDedupePipeline)


def test_distributed_mode_puts_it_in_the_place_of_the_other() -> None:
    settings = Settings(
        {
            "TIKTOK_DISTRIBUTED": True,
            "TIKTOK_REDIS_URL": "redis://127.0.0.1",
            "ITEM_PIPELINES": {"pipelines.dedupe.DedupePipeline": 200},
        }
    )
    DistributedAddon().update_settings(settings)
    assert settings.getdict("ITEM_PIPELINES") == {"pipelines.dedupe_shared.SharedDedupePipeline": 200}


async def test_a_checkpoint_does_not_overtake_its_records(worker: Callable[[], tuple[Any, Crawler]]) -> None:
    pipeline, _ = worker()
    came: list[Any] = []

    async def process(item: Any) -> None:
        came.append(await pipeline.process_item(item))

    records = [seen_as("a", "videos", video_id=str(7300000000000000000 + number)) for number in range(30)]
    checkpoint = Checkpoint(run_id="r", target="a", resource="videos", state={"cursor": 1})
    await asyncio.gather(
        *map(process, [*records, checkpoint, *records[:2], checkpoint]), return_exceptions=True
    )
    assert came == [*records, checkpoint, checkpoint]
