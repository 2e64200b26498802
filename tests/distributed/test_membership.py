"""Which run a worker takes part in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from scrapy.utils.test import get_crawler

from tiktok_spiders.config import Config
from tiktok_spiders.distributed.membership import counted, for_crawler, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tiktok_spiders.distributed.membership import Membership


@pytest.fixture
def worker(redis_url: str) -> Iterator[Callable[..., Membership]]:
    """Let a worker take part."""
    joined: list[Any] = []

    def _join(run: str | None = None, spider: str = "user") -> Membership:
        crawler = get_crawler()
        member = join(crawler, Config(redis_url=redis_url), spider, run)
        assert for_crawler(crawler) is member
        joined.append(member)
        return member

    yield _join
    for member in joined:
        member.server.close()


def test_workers_without_a_name_share_a_run(worker: Any) -> None:
    first, second = worker(), worker()
    assert first.run == second.run
    assert first.run.startswith("queue-")
    assert first.worker != second.worker
    assert not first.is_named
    assert worker(spider="video").run != first.run


def test_a_run_with_requests_or_workers_goes_on_and_another_one_does_not(worker: Any) -> None:
    first = worker()
    server, keys = first.server, first.keys
    server.zadd(keys.workers, {first.worker: 1})
    server.zadd(keys.requests, {"a": 0})
    second = worker()
    assert second.run == first.run
    server.delete(keys.requests)
    server.zadd(keys.workers, {second.worker: 1})
    assert worker().run != first.run


def test_a_named_run_is_that_of_the_name(worker: Any) -> None:
    worker()
    member = worker("nightly")
    assert (member.run, member.is_named) == ("nightly", True)
    assert member.keys.requests == "tiktok:user:nightly:requests"
    assert abs(member.server.time()[0] * 1000 - member.joined) < 5000


def test_a_crawl_that_shares_nothing() -> None:
    assert for_crawler(get_crawler()) is None


def test_what_workers_add_up() -> None:
    stats = {"tiktok/targets": 3, "tiktok/records/video": 2, "tiktok/store/run_error": "x", "other": 1}
    assert counted(stats) == {"tiktok/targets": 3, "tiktok/records/video": 2}
