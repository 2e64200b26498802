from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.utils.misc import build_from_crawler

from middlewares.identity import IdentityMiddleware
from tests.components import crawler_for
from tests.ladder_requests import request_for
from tiktok_spiders.identities import for_crawler
from tiktok_spiders.outcome import Answer, Outcome
from tiktok_spiders.signals import answer_judged

PAGE = (
    b'<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">{"__DEFAULT_SCOPE__":'
    b'{"webapp.app-context":{"wid":"7312345678901234567","odinId":"7412345678901234567","language":"en",'
    b'"region":"DE","webIdCreatedTime":"1759700000"}}}</script>'
)


class Engine:
    """Downloads one page for every mint."""

    def __init__(self, page: bytes | None = PAGE) -> None:
        self.page = page
        self.asked: list[Request] = []
        self._slot = SimpleNamespace(closing=None)

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request)
        if self.page is None:
            raise OSError("refused")
        return TextResponse(request.url, body=self.page, request=request)


def middleware_with(page: bytes | None = PAGE, **settings: Any) -> tuple[IdentityMiddleware, Any]:
    crawler: Any = crawler_for(**settings)
    crawler.engine = Engine(page)
    return build_from_crawler(IdentityMiddleware, crawler), crawler


async def send(middleware: IdentityMiddleware, request: Request, **headers: str) -> Request:
    """Let a request go out and its answer come in."""
    await middleware.process_request(request)
    middleware.process_response(request, Response(request.url, request=request, headers=headers))
    if "rung" in request.meta:
        middleware.answer_judged(request, Answer(outcome=Outcome.OK))
    return request


def query_of(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}


async def test_an_api_call_agrees_with_itself_and_with_the_page_that_was_opened_first() -> None:
    middleware, crawler = middleware_with()
    request = await send(middleware, request_for("videos"))
    query = query_of(request)
    assert request.headers["User-Agent"].decode() == f"Mozilla/{query['browser_version']}"
    assert (query["device_id"], query["odinId"]) == ("7312345678901234567", "7412345678901234567")
    assert (query["cursor"], query["aid"], query["region"]) == ("5", "1988", "DE")
    assert request.meta["cookiejar"] == request.meta["identity"]
    (page,) = crawler.engine.asked
    assert page.headers["User-Agent"] == request.headers["User-Agent"]
    assert page.meta["identity"] == request.meta["identity"]
    assert crawler.stats.get_value("tiktok/identity/minted") == 1


async def test_an_identity_opens_its_page_once_even_if_that_fails() -> None:
    middleware, crawler = middleware_with(page=None)
    for _ in range(3):
        request = await send(middleware, request_for("videos"))
    assert len(query_of(request)["device_id"]) == 19
    assert len(crawler.engine.asked) == 1
    assert crawler.stats.get_value("tiktok/identity/mint_failed") == 1


async def test_a_page_gets_no_api_parameters_and_gives_its_context() -> None:
    middleware, crawler = middleware_with()
    request = request_for("profile")
    await middleware.process_request(request)
    assert urlsplit(request.url).query == ""
    middleware.process_response(request, TextResponse(request.url, body=PAGE, request=request))
    identity = for_crawler(crawler).get(request.meta["identity"])
    assert identity.device_id == "7312345678901234567"
    assert crawler.engine.asked == []


async def test_a_listing_keeps_its_identity() -> None:
    middleware, _ = middleware_with(TIKTOK_IDENTITIES=3)
    first = await send(middleware, request_for("videos"))
    for _ in range(4):
        following = await send(middleware, request_for("videos", identity=first.meta["identity"]))
        assert following.meta["identity"] == first.meta["identity"]
        assert following.headers == first.headers


async def test_listings_take_turns() -> None:
    middleware, _ = middleware_with(TIKTOK_IDENTITIES=3)
    slots = {(await send(middleware, request_for("videos"))).meta["download_slot"] for _ in range(3)}
    assert len(slots) == 3


async def test_a_fresh_identity_has_another_device_and_jar_and_the_same_pace() -> None:
    middleware, _ = middleware_with(page=None)
    first = await send(middleware, request_for("videos"))
    second = request_for("videos", identity=first.meta["identity"])
    second.meta["fresh_identity"] = True
    await send(middleware, second)
    assert query_of(second)["device_id"] != query_of(first)["device_id"]
    assert second.meta["cookiejar"] != first.meta["cookiejar"]
    assert second.meta["download_slot"] == first.meta["download_slot"]


async def test_a_repetition_carries_the_parameters_once() -> None:
    middleware, _ = middleware_with()
    request = await send(middleware, request_for("videos"))
    again = await send(middleware, request.copy())
    assert again.url.count("device_id=") == 1


async def test_the_token_of_an_answer_stands_in_the_next_query() -> None:
    middleware, crawler = middleware_with()
    first = await send(middleware, request_for("videos"), **{"x-ms-token": "new-token"})
    second = await send(middleware, request_for("videos", identity=first.meta["identity"]))
    assert query_of(second)["msToken"] == "new-token"
    assert crawler.stats.get_value("tiktok/identity/tokens") == 1


async def test_the_mobile_rung_has_a_mobile_agent() -> None:
    middleware, _ = middleware_with()
    request = await send(middleware, request_for("video", rung=1))
    assert b"Mobile" in request.headers["User-Agent"]


async def test_a_browser_request_gets_no_parameters_and_no_page_of_its_own() -> None:
    middleware, crawler = middleware_with()
    request = await send(middleware, request_for("videos", rung=1))
    assert "device_id" not in query_of(request)
    assert crawler.engine.asked == []


async def test_other_requests_pass_untouched() -> None:
    middleware, _ = middleware_with()
    request = await send(middleware, Request("https://www.tiktok.com/robots.txt"))
    assert request.meta == {}
    assert b"User-Agent" not in request.headers


async def test_an_identity_carries_one_request_at_a_time_and_comes_back_after_a_failure() -> None:
    middleware, _ = middleware_with()
    request = request_for("profile")
    await middleware.process_request(request)
    assert request.meta["leased"]
    middleware.process_exception(request, OSError())
    assert "leased" not in request.meta
    assert (await send(middleware, request_for("profile"))).meta["identity"] == request.meta["identity"]


async def test_a_redirected_request_goes_on_with_its_identity() -> None:
    middleware, _ = middleware_with()
    request = request_for("profile")
    await middleware.process_request(request)
    redirected = request.replace(url=f"{request.url}?lang=en")
    await middleware.process_request(redirected)
    assert redirected.meta["identity"] == request.meta["identity"]
    assert redirected.headers["User-Agent"] == request.headers["User-Agent"]


async def test_an_identity_comes_back_from_an_answer_that_went_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("middlewares.identity.FORGOTTEN_S", 0.01)
    middleware, crawler = middleware_with()
    request = request_for("profile")
    await middleware.process_request(request)
    crawler.signals.send_catch_log(signals.request_left_downloader, request=request, spider=crawler.spider)
    following = request_for("profile")
    await middleware.process_request(following)
    assert following.meta["identity"] == request.meta["identity"]


async def test_outcomes_are_reported_to_the_pool() -> None:
    middleware, crawler = middleware_with()
    request = await send(middleware, request_for("profile"))
    answer = Answer(outcome=Outcome.CAPTCHA, retry="captcha")
    crawler.signals.send_catch_log(answer_judged, request=request, answer=answer, response=None)
    identity = for_crawler(crawler).get(request.meta["identity"])
    assert (identity.last_outcome, identity.by_endpoint["user_page"]) == ("captcha", [1, 1])
    assert middleware is not None


async def test_who_waits_for_an_identity_is_let_go_when_the_crawl_closes() -> None:
    middleware, crawler = middleware_with()
    await middleware.process_request(request_for("profile"))
    for_crawler(crawler).close()
    request = request_for("profile")
    with pytest.raises(IgnoreRequest, match="closing"):
        await middleware.process_request(request)
    assert request.meta["closing"]
