"""By what a request is dropped, and scrapy-redis' queue with requests as JSON."""

from __future__ import annotations

from typing import Any

import redis
from scrapy import Request

from tests.spiders.made import begin, make, requests_of
from tiktok_spiders.distributed.codec import LOCAL_URL
from tiktok_spiders.distributed.dupefilter import SEPARATOR, ListingDupeFilter
from tiktok_spiders.distributed.queue import JsonQueue
from tiktok_spiders.spiders.user import UserSpider

FILTER = ListingDupeFilter(None, "tiktok:user:nightly:dupefilter")


def listed(resource: str, **state: Any) -> Request:
    listing = {"target": "@ann", "resource": "videos", "target_kind": "user", "target_key": "ann", **state}
    return Request("https://www.tiktok.com/@ann", meta={"resource": resource, "listing": listing})


def mark(*parts: str) -> str:
    return SEPARATOR.join(parts)


def test_a_listing_is_known_by_its_targets_text_and_by_what_that_names() -> None:
    request = listed("profile", siblings=["reposts"])
    both = {
        mark("", "@ann", "videos"),
        mark("", "@ann", "reposts"),
        mark("user", "ann", "videos"),
        mark("user", "ann", "reposts"),
    }
    assert set(FILTER.marks(request, None)) == both
    assert set(FILTER.marks_of(request)) == both
    assert set(FILTER.marks(request, Request(LOCAL_URL, meta={"pushed": "@ann"}))) == both


def test_what_goes_on_has_no_marks() -> None:
    assert FILTER.marks(listed("videos"), listed("profile")) == ()
    assert FILTER.marks(listed("short_link"), listed("short_link")) == ()


def test_what_a_short_link_leads_to_is_known_by_what_it_names() -> None:
    assert FILTER.marks(listed("profile"), listed("short_link")) == (mark("user", "ann", "videos"),)


def test_other_requests_are_known_by_their_address() -> None:
    first, second = Request("https://www.tiktok.com/a?x=1&y=2"), Request("https://www.tiktok.com/a?y=2&x=1")
    assert FILTER.marks(first, None) == FILTER.marks(second, None)
    assert len(FILTER.marks(first, None)) == 1
    assert FILTER.marks(first, second) == ()
    assert FILTER.marks(first.replace(dont_filter=True), None) == ()
    assert FILTER.marks_of(first) == ()


def test_the_queue_works_as_scrapy_redis_has_it(redis_url: str) -> None:
    spider = make(UserSpider, users="ann")
    (request,) = requests_of(begin(spider))
    with redis.Redis.from_url(redis_url) as server:
        queue = JsonQueue(server, spider, "%(spider)s:requests")
        queue.push(request)
        assert len(queue) == 1
        found = queue.pop()
        assert (found.url, found.callback) == (request.url, request.callback)
        assert len(queue) == 0
