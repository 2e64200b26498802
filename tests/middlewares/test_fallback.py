from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from middlewares.fallback import FallbackMiddleware
from tests.components import build
from tests.middlewares.test_identity import request_for


def judged(
    resource: str, rung: int, outcome: str, *, confirm: bool = False, next_rung: bool = True
) -> Request:
    request = request_for(resource, rung)
    request.meta["answer"] = {"outcome": outcome, "confirm": confirm, "next_rung": next_rung, "code": None}
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
    assert result.meta["endpoint"] == "video_embed"
    assert "/embed/v2/7300000000000000000" in result.url
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
    fallback, meta = build(FallbackMiddleware), {}
    for rung, outcome in enumerate(answers):
        request = judged("video", rung, outcome, confirm=outcome == "missing")
        request.meta.update(meta)
        following = fallback.process_response(request, Response(request.url))
        if isinstance(following, Request):
            meta = {name: following.meta[name] for name in ("missing", "refusal") if name in following.meta}
    assert request.meta["answer"]["outcome"] == believed


def test_the_last_rung_has_no_next() -> None:
    request = judged("video", 3, "blocked")
    response = Response(request.url)
    assert build(FallbackMiddleware).process_response(request, response) is response


def test_a_failure_goes_down_too_and_a_closing_crawl_does_not() -> None:
    fallback = build(FallbackMiddleware)
    assert isinstance(fallback.process_exception(judged("video", 0, "unreachable"), OSError()), Request)
    closing = judged("video", 0, "unreachable")
    closing.meta["closing"] = True
    assert fallback.process_exception(closing, OSError()) is None
    assert fallback.process_exception(Request("https://www.tiktok.com/robots.txt"), OSError()) is None
