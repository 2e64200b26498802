from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from scrapy import Request

from middlewares.identity import IdentityMiddleware
from tests.components import build
from tiktok_spiders.ladder import ladder_request
from tiktok_spiders.urls import DEFAULT


def request_for(resource: str, rung: int = 0, **meta: object) -> Request:
    args = {"user": "someone", "sec_uid": "MS4wLjABAAAA", "cursor": "5", "video": "7300000000000000000"}
    wanted = {"resource": resource, "args": args, "target": "someone", **meta}
    return ladder_request(wanted, rung, DEFAULT, callback=None, errback=None)


def test_an_api_call_agrees_with_itself() -> None:
    request = request_for("videos")
    build(IdentityMiddleware).process_request(request)
    query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
    agent = request.headers["User-Agent"].decode()
    assert agent == f"Mozilla/{query['browser_version']}"
    assert len(query["device_id"]) == 19
    assert query["cursor"] == "5"
    assert query["aid"] == "1988"
    assert request.meta["cookiejar"] == request.meta["identity"]


def test_a_page_gets_no_api_parameters() -> None:
    request = request_for("profile")
    build(IdentityMiddleware).process_request(request)
    assert urlsplit(request.url).query == ""
    assert b"User-Agent" in request.headers


def test_a_listing_keeps_its_identity() -> None:
    middleware = build(IdentityMiddleware, TIKTOK_IDENTITIES=3)
    first = request_for("videos")
    middleware.process_request(first)
    for _ in range(4):
        following = request_for("videos", identity=first.meta["identity"])
        middleware.process_request(following)
        assert following.meta["identity"] == first.meta["identity"]
        assert following.headers == first.headers


def test_listings_take_turns() -> None:
    middleware = build(IdentityMiddleware, TIKTOK_IDENTITIES=3)
    requests = [request_for("videos") for _ in range(3)]
    for request in requests:
        middleware.process_request(request)
    assert len({request.meta["download_slot"] for request in requests}) == 3


def test_a_fresh_identity_has_another_device_and_jar_and_the_same_pace() -> None:
    middleware = build(IdentityMiddleware)
    first = request_for("videos")
    middleware.process_request(first)
    second = request_for("videos", identity=first.meta["identity"])
    second.meta["fresh_identity"] = True
    middleware.process_request(second)
    assert device(second) != device(first)
    assert second.meta["cookiejar"] != first.meta["cookiejar"]
    assert second.meta["download_slot"] == first.meta["download_slot"]


def test_a_repetition_carries_the_parameters_once() -> None:
    middleware = build(IdentityMiddleware)
    request = request_for("videos")
    middleware.process_request(request)
    again = request.copy()
    middleware.process_request(again)
    assert again.url.count("device_id=") == 1


def test_the_mobile_rung_has_a_mobile_agent() -> None:
    request = request_for("video", rung=1)
    build(IdentityMiddleware).process_request(request)
    assert b"Mobile" in request.headers["User-Agent"]


def test_other_requests_pass_untouched() -> None:
    request = Request("https://www.tiktok.com/robots.txt")
    build(IdentityMiddleware).process_request(request)
    assert request.meta == {}
    assert b"User-Agent" not in request.headers


def device(request: Request) -> str:
    return parse_qs(urlsplit(request.url).query)["device_id"][0]
