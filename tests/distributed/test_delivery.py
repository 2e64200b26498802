"""What needs no download is answered, and what others have done is replaced by what comes after it."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest.mock import AsyncMock

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from middlewares.delivery import DeliveryMiddleware
from tests.components import build
from tiktok_spiders.distributed.codec import LOCAL_URL

URL = "https://www.tiktok.com/@ann"


class Shares(Spider):
    """A spider that says whether a request is overtaken."""

    name = "shares"
    is_overtaken = AsyncMock()

    async def parse(self, response: Response) -> None:
        """Be a callback."""

    async def take_up(self, response: Response) -> None:
        """Be the callback of what is overtaken."""


def spider(*, overtaken: bool) -> Any:
    made = Shares()
    made.is_overtaken = AsyncMock(return_value=overtaken)
    return made


def asked(request: Request) -> tuple[Response | None, Any]:
    middleware = build(DeliveryMiddleware)
    return asyncio.run(middleware.process_request(request)), middleware._stats


def overtaken(stats: Any) -> int:
    found: int = stats.get_value("tiktok/distributed/overtaken", 0)
    return found


def test_a_local_request_is_answered() -> None:
    answer, _ = asked(Request(LOCAL_URL))
    assert answer is not None
    assert answer.url == LOCAL_URL


def test_a_poison_request_fails_with_its_reason() -> None:
    with pytest.raises(IgnoreRequest, match="because"):
        asked(Request(LOCAL_URL, meta={"poison": "because"}, errback=Shares().parse))
    answer, _ = asked(Request(LOCAL_URL, meta={"poison": "because"}))
    assert answer is not None


@pytest.mark.parametrize("meta", [{}, {"listing": {}}])
def test_requests_of_no_listing_or_no_spider_pass(meta: dict[str, Any]) -> None:
    assert asked(Request(URL, meta=meta))[0] is None


@pytest.mark.parametrize("doubtful", [True, False])
def test_what_is_not_overtaken_passes(doubtful: bool) -> None:
    one = spider(overtaken=False)
    request = Request(URL, callback=one.parse, meta={"listing": {}, "doubtful": doubtful})
    assert asked(request)[0] is None
    one.is_overtaken.assert_awaited_once_with(request.meta, doubtful=doubtful)
    assert "doubtful" not in request.meta


def test_what_is_overtaken_is_replaced() -> None:
    one = spider(overtaken=True)
    request = Request(URL, callback=one.parse, meta={"listing": {}, "rung": 0})
    answer, stats = asked(request)
    assert answer is not None
    assert request.callback == one.take_up
    assert "rung" not in request.meta
    assert overtaken(stats) == 1


@pytest.mark.parametrize(
    ("meta", "is_overtaken", "replaced"),
    [
        ({"again": True, "rung": 0}, True, True),
        ({"again": True, "rung": 0}, False, False),
        ({"again": False, "rung": 0}, True, False),
        ({"again": True}, True, False),
    ],
)
def test_an_answer_that_the_first_worker_had_as_well(
    meta: dict[str, Any], is_overtaken: bool, replaced: bool
) -> None:
    one, middleware = spider(overtaken=is_overtaken), build(DeliveryMiddleware)
    request = Request(URL, callback=one.parse, meta={"listing": {}, **meta})
    answer = Response(URL, request=request)
    found = asyncio.run(middleware.process_response(request, answer))
    assert (found is not answer) is replaced
    assert overtaken(middleware._stats) == replaced
