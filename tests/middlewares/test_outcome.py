from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.utils.misc import build_from_crawler

from middlewares.outcome import OutcomeMiddleware
from tests.components import crawler_for
from tests.ladder_requests import request_for

GOOD = b'{"statusCode":0,"itemList":[],"hasMorePrevious":false}'
PAGE = (
    b'<html><script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">'
    b'{"__DEFAULT_SCOPE__":{"webapp.video-detail":{"statusCode":%d,"itemInfo":{}}}}</script></html>'
)


class Engine:
    """What the middleware asks of Scrapy's engine."""

    def __init__(self) -> None:
        self._slot = SimpleNamespace(closing=None)
        self.closed_for: list[str] = []

    async def close_spider_async(self, *, reason: str) -> None:
        self.closed_for.append(reason)


def middleware_with(**settings: Any) -> tuple[OutcomeMiddleware, Any]:
    crawler: Any = crawler_for(**{"TIKTOK_BACKOFF": 0, **settings})
    crawler.engine = Engine()
    return build_from_crawler(OutcomeMiddleware, crawler), crawler


def answer(request: Request, body: bytes, status: int = 200, **headers: str) -> Response:
    return TextResponse(request.url, status=status, body=body, request=request, headers=headers)


async def repeat(middleware: OutcomeMiddleware, request: Request, body: bytes, **given: Any) -> list[bool]:
    """Give the same answer until the middleware has had enough; tell which tries had a fresh identity."""
    fresh: list[bool] = []
    while True:
        result = await middleware.process_response(request, answer(request, body, **given))
        if isinstance(result, Response):
            return fresh
        fresh.append(result.meta["fresh_identity"])
        request = result


async def test_a_good_answer_passes_and_is_counted() -> None:
    middleware, crawler = middleware_with()
    request = request_for("videos")
    response = answer(request, GOOD)
    assert await middleware.process_response(request, response) is response
    assert request.meta["answer"]["outcome"] == "ok"
    assert (request.meta["requests"], request.meta["bytes"]) == (1, len(GOOD))
    assert crawler.stats.get_value("tiktok/outcome/ok") == 1


async def test_an_empty_answer_is_repeated_with_the_same_identity_once_and_then_with_others() -> None:
    middleware, crawler = middleware_with(TIKTOK_RETRY_TIMES=5)
    assert await repeat(middleware, request_for("videos"), b"") == [False, True, True, True]
    assert crawler.stats.get_value("tiktok/outcome/empty") == 5
    assert crawler.stats.get_value("tiktok/repeated/empty") == 4


async def test_without_a_browser_the_only_rung_is_asked_until_the_limit() -> None:
    middleware, _ = middleware_with(TIKTOK_RETRY_TIMES=5, TIKTOK_BROWSER="off")
    assert len(await repeat(middleware, request_for("videos"), b"")) == 5


@pytest.mark.parametrize(
    ("body", "given", "repetitions"),
    [
        (PAGE % 10216, {}, 0),
        (b"", {"status": 403}, 3),
        (b"", {"status": 429}, 2),
        (b"", {"status": 503}, 3),
        (b"url doesn't match", {"status": 400}, 0),
    ],
)
async def test_repetitions_by_policy_where_another_rung_is_left(
    body: bytes, given: dict[str, Any], repetitions: int
) -> None:
    middleware, _ = middleware_with(TIKTOK_RETRY_TIMES=5)
    assert len(await repeat(middleware, request_for("video"), body, **given)) == repetitions


async def test_the_last_rung_is_asked_until_the_limit() -> None:
    middleware, _ = middleware_with(TIKTOK_RETRY_TIMES=7)
    assert len(await repeat(middleware, request_for("video", rung=4), b"", status=503)) == 7


async def test_numbers_of_repetitions_add_up() -> None:
    middleware, _ = middleware_with(TIKTOK_RETRY_TIMES=1)
    request = request_for("videos")
    again = await middleware.process_response(request, answer(request, b""))
    assert isinstance(again, Request)
    result = await middleware.process_response(again, answer(again, GOOD))
    assert isinstance(result, Response)
    assert again.meta["outcomes"] == {"empty": 1, "ok": 1}
    assert again.meta["requests"] == 2


async def test_retry_after_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def nap(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("middlewares.outcome.asyncio.sleep", nap)
    middleware, _ = middleware_with(TIKTOK_BACKOFF=1)
    request = request_for("videos")
    response = answer(request, b"", status=429, **{"Retry-After": "3"})
    assert isinstance(await middleware.process_response(request, response), Request)
    assert sum(waited) == 3


async def test_a_failure_is_repeated_and_then_left_to_the_errback() -> None:
    middleware, crawler = middleware_with(TIKTOK_RETRY_TIMES=1)
    request = request_for("videos")
    again = await middleware.process_exception(request, DownloadTimeoutError("slow"))
    assert isinstance(again, Request)
    assert await middleware.process_exception(again, DownloadTimeoutError("slow")) is None
    assert crawler.stats.get_value("tiktok/outcome/unreachable") == 2


async def test_robots_names_its_setting_and_is_not_repeated() -> None:
    middleware, _ = middleware_with()
    request = request_for("videos")
    assert await middleware.process_exception(request, IgnoreRequest("Forbidden by robots.txt")) is None
    assert request.meta["answer"]["outcome"] == "robots"
    assert "TIKTOK_ROBOTSTXT_OBEY" in request.meta["answer"]["message"]


async def test_the_crawl_stops_after_blocks_in_a_row() -> None:
    middleware, crawler = middleware_with(TIKTOK_STOP_AFTER_BLOCKS=3, TIKTOK_RETRY_TIMES=1)
    for _ in range(2):
        await repeat(middleware, request_for("videos"), b"")
    assert middleware._stopping is not None
    await middleware._stopping
    assert crawler.engine.closed_for == ["blocked"]


async def test_a_good_answer_between_blocks_starts_the_count_again() -> None:
    middleware, crawler = middleware_with(TIKTOK_STOP_AFTER_BLOCKS=3, TIKTOK_RETRY_TIMES=1)
    for _ in range(3):
        await repeat(middleware, request_for("videos"), b"")
        crawler.engine.closed_for.clear()
        request = request_for("videos")
        await middleware.process_response(request, answer(request, GOOD))
        middleware._stopping = None
    assert middleware._blocks_in_a_row == 0


async def test_a_closing_crawl_sends_nothing_and_waits_for_nothing() -> None:
    middleware, crawler = middleware_with(TIKTOK_BACKOFF=100)
    crawler.engine._slot.closing = object()
    request = request_for("videos")
    with pytest.raises(IgnoreRequest):
        middleware.process_request(request)
    request = request_for("videos")
    with pytest.raises(IgnoreRequest):
        await middleware.process_response(request, answer(request, b""))
    assert request.meta["closing"]


async def test_a_short_link_is_judged_by_its_location() -> None:
    middleware, _ = middleware_with()
    request = request_for("short_link", args={"code": "ZMabc"})
    response = answer(
        request, b"", status=301, Location="https://www.tiktok.com/@a/video/7300000000000000000"
    )
    assert await middleware.process_response(request, response) is response


async def test_other_requests_pass() -> None:
    middleware, crawler = middleware_with()
    request = Request("https://www.tiktok.com/robots.txt")
    middleware.process_request(request)
    response = Response(request.url)
    assert await middleware.process_response(request, response) is response
    assert await middleware.process_exception(request, OSError()) is None
    assert crawler.stats.get_value("tiktok/requests") is None


async def test_the_private_name_of_the_engine_is_still_there() -> None:
    from scrapy.core.engine import ExecutionEngine, _Slot

    assert "_slot" in ExecutionEngine.__init__.__code__.co_names
    assert "closing" in _Slot.__init__.__code__.co_names
