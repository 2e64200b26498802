from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from middlewares.fallback import FallbackMiddleware
from tests.components import build
from tests.ladder_requests import request_for


def judged(
    resource: str, rung: int, outcome: str, *, confirm: bool = False, next_rung: bool = True
) -> Request:
    request = request_for(resource, rung)
    request.meta["answer"] = {
        "outcome": outcome,
        "confirm": confirm,
        "next_rung": next_rung,
        "code": None,
        "message": "",
    }
    return request


@pytest.mark.parametrize(
    ("outcome", "confirm", "next_rung", "falls"),
    [
        ("ok", False, False, False),
        ("empty", False, True, True),
        ("challenge", False, True, True),
        ("blocked", False, True, True),
        ("private", False, False, False),
        ("missing", True, True, True),
        ("missing", False, False, False),
    ],
)
def test_which_answers_go_down_a_rung(outcome: str, confirm: bool, next_rung: bool, falls: bool) -> None:
    request = judged("video", 0, outcome, confirm=confirm, next_rung=next_rung)
    result = build(FallbackMiddleware).process_response(request, Response(request.url))
    assert isinstance(result, Request) is falls


def test_the_next_rung_is_another_endpoint_for_the_same_thing() -> None:
    request = judged("video", 1, "blocked")
    request.meta.update(requests=3, outcomes={"blocked": 3}, listing={"target": "x"}, tried=3)
    result = build(FallbackMiddleware).process_response(request, Response(request.url))
    assert isinstance(result, Request)
    assert (result.meta["endpoint"], result.meta["transport"]) == ("item_detail", "browser")
    assert "itemId=7300000000000000000" in result.url
    assert (result.meta["requests"], result.meta["listing"]) == (3, {"target": "x"})
    assert "tried" not in result.meta


def test_two_sources_make_a_missing() -> None:
    fallback = build(FallbackMiddleware)
    first = judged("video", 0, "missing", confirm=True)
    second = fallback.process_response(first, Response(first.url))
    assert isinstance(second, Request)
    second.meta["answer"] = first.meta["answer"]
    response = Response(second.url)
    assert fallback.process_response(second, response) is response


@pytest.mark.parametrize(
    ("answers", "believed"),
    [
        (("blocked", "blocked", "blocked", "missing"), "blocked"),
        (("blocked", "blocked", "missing", "missing"), "missing"),
        (("region", "region", "missing", "missing"), "region"),
        (("missing", "blocked", "blocked", "missing"), "missing"),
    ],
)
def test_which_missing_is_believed_after_a_refusal(answers: tuple[str, ...], believed: str) -> None:
    fallback, meta = build(FallbackMiddleware, TIKTOK_BROWSER="off"), {}
    for rung, outcome in zip((0, 1, 3, 4), answers, strict=True):
        request = judged("video", rung, outcome, confirm=outcome == "missing")
        request.meta.update(meta)
        following = fallback.process_response(request, Response(request.url))
        if isinstance(following, Request):
            meta = {name: following.meta[name] for name in ("missing", "refusal") if name in following.meta}
    assert request.meta["answer"]["outcome"] == believed


def test_the_last_rung_has_no_next() -> None:
    request = judged("video", 4, "blocked")
    response = Response(request.url)
    assert build(FallbackMiddleware).process_response(request, response) is response


def test_a_failure_goes_down_too_and_a_closing_crawl_does_not() -> None:
    fallback = build(FallbackMiddleware)
    assert isinstance(fallback.process_exception(judged("video", 0, "unreachable"), OSError()), Request)
    closing = judged("video", 0, "unreachable")
    closing.meta["closing"] = True
    assert fallback.process_exception(closing, OSError()) is None
    assert fallback.process_exception(Request("https://www.tiktok.com/robots.txt"), OSError()) is None


def test_without_a_browser_its_rungs_are_skipped_and_the_last_answer_says_so() -> None:
    fallback = build(FallbackMiddleware, TIKTOK_BROWSER="off")
    below = fallback.process_response(judged("video", 1, "blocked"), Response("https://www.tiktok.com/"))
    assert isinstance(below, Request)
    assert below.meta["endpoint"] == "video_embed"
    last = judged("videos", 0, "blocked")
    last.meta["answer"]["message"] = "refused"
    assert isinstance(fallback.process_response(last, Response(last.url)), Response)
    assert last.meta["answer"]["message"] == "refused; a browser was not tried (TIKTOK_BROWSER is off)"


def test_an_open_breaker_skips_its_rung_while_another_is_left() -> None:
    fallback = build(FallbackMiddleware, TIKTOK_BREAKER_FAILURES=2)
    for _ in range(2):
        assert fallback.process_request(judged("video", 0, "blocked")) is None
        fallback.process_response(judged("video", 0, "blocked"), Response("https://www.tiktok.com/"))
    skipped = fallback.process_request(request_for("video"))
    assert isinstance(skipped, Request)
    assert skipped.meta["endpoint"] == "video_reflow"
    assert fallback._stats.get_value("tiktok/breaker/video_page/http/open") == 1
    fallback.process_response(judged("video", 0, "ok"), Response("https://www.tiktok.com/"))
    assert fallback.process_request(request_for("video")) is None


def test_an_open_breaker_does_not_stop_the_only_rung() -> None:
    fallback = build(FallbackMiddleware, TIKTOK_BREAKER_FAILURES=1, TIKTOK_BROWSER="off")
    fallback.process_response(judged("videos", 0, "blocked"), Response("https://www.tiktok.com/"))
    assert fallback.process_request(request_for("videos")) is None


def test_a_rung_that_is_a_browsers_own_says_once_that_there_is_none() -> None:
    fallback = build(FallbackMiddleware, TIKTOK_BROWSER="off")
    only = judged("videos_popular", 0, "invalid")
    only.meta["answer"]["message"] = "TIKTOK_BROWSER is off, and this needs a browser"
    assert fallback.process_exception(only, OSError()) is None
    assert only.meta["answer"]["message"] == "TIKTOK_BROWSER is off, and this needs a browser"
