"""Requests as JSON: what comes back, what stays out, and what a version cannot read."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request

from tiktok_spiders.distributed import codec
from tiktok_spiders.distributed.poison import poisoned
from tiktok_spiders.ladder import LADDER, ladder_request
from tiktok_spiders.urls import Origins

ORIGINS = Origins(
    web="https://www.tiktok.com", shop="https://shop.tiktok.com", webcast="https://webcast.tiktok.com"
)
LISTING = {"target": "some.body", "resource": "videos", "target_kind": "user", "target_key": "some.body"}
META = {
    "resource": "videos",
    "args": {"sec_uid": "S", "user": "some.body", "cursor": "0"},
    "target": "some.body",
    "listing": LISTING,
    "identity": "a1",
}


class Spider:
    """As much of one as the codec wants."""

    name = "user"
    origins = ORIGINS

    def __init__(self, pushed_with: dict[str, Any] | None = None) -> None:
        self.pushed_with = pushed_with or {}

    def with_arguments(self, given: dict[str, Any]) -> Spider:
        return Spider(given)

    def parse_list(self, response: Any) -> None: ...
    def failed(self, failure: Any) -> None: ...
    def failed_branch(self, failure: Any) -> None: ...
    def take_pushed(self, response: Any) -> None: ...
    def refuse_pushed(self, response: Any) -> None: ...
    def nothing(self, response: Any) -> None: ...


def listed(spider: Spider | None = None, rung: int = 0, **meta: Any) -> Request:
    owner = spider or Spider()
    request = ladder_request(
        META, rung, ORIGINS, callback=owner.parse_list, errback=owner.failed, priority=10
    )
    request.meta.update(meta)
    return request


def test_a_request_of_the_ladder_comes_back_as_it_was() -> None:
    spider = Spider()
    sent = listed(spider, tried=2, fresh_identity=True)
    got = codec.decode(codec.encode(sent), spider)
    assert (got.url, got.method, got.priority, got.meta) == (sent.url, sent.method, 10, sent.meta)
    assert got.callback == spider.parse_list
    assert got.errback == spider.failed


def test_what_dresses_a_request_stays_out() -> None:
    sent = listed(proxy="http://u:secret@h:1", leased=True, delivery="x:1", download_slot="a1")
    sent.headers["Cookie"] = "sessionid=secret"
    sent._set_url(f"{sent.url}&msToken=secret")
    data = codec.encode(sent)
    assert b"secret" not in data
    assert set(json.loads(data)["meta"]) <= {*META, "endpoint", "transport"}
    assert "msToken" not in codec.decode(data, Spider()).url


def test_arguments_of_a_push_travel_with_its_requests() -> None:
    data = codec.encode(listed(Spider({"max_videos": 3})))
    got = codec.decode(data, Spider())
    assert got.callback.__self__.pushed_with == {"max_videos": 3}


def test_a_ladder_that_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version finds the endpoint wherever it is, and begins above where it is no more."""
    data = codec.encode(listed(rung=1))
    first, second = LADDER["videos"]
    monkeypatch.setitem(LADDER, "videos", (second, first))
    assert codec.decode(data, Spider()).meta["rung"] == 0
    monkeypatch.setitem(LADDER, "videos", (first,))
    assert codec.decode(data, Spider()).meta["endpoint"] == first.endpoint.name


def test_keys_that_a_version_does_not_know_are_left() -> None:
    stored = json.loads(codec.encode(listed())) | {"later": {"a": 1}}
    assert codec.decode(json.dumps(stored).encode(), Spider()).meta["resource"] == "videos"


def test_other_requests() -> None:
    spider = Spider()
    sent = Request(
        "https://www.tiktok.com/x",
        method="POST",
        body=b"\xff",
        headers={"A": "b"},
        callback=spider.parse_list,
    )
    got = codec.decode(codec.encode(sent), spider)
    assert (got.url, got.method, got.body, got.headers["A"]) == (sent.url, "POST", b"\xff", b"b")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"v": 99}, "version 99 is later"),
        ({"callback": "parse_nothing"}, "parse_nothing"),
        ({"meta": META | {"resource": "no_such"}}, "no_such"),
        ({"id": 7}, "no request"),
    ],
)
def test_unreadable(change: dict[str, Any], says: str) -> None:
    stored = json.loads(codec.encode(listed())) | change
    with pytest.raises(codec.UnreadableRequestError, match=says):
        codec.decode(json.dumps(stored).encode(), Spider())


def test_a_function_cannot_be_stored() -> None:
    with pytest.raises(ValueError, match="no method of a spider"):
        codec.encode(Request("https://www.tiktok.com/", callback=lambda response: None))


def test_later_ones_sort_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    first = codec.encode(listed())
    now = codec.time.time_ns()
    monkeypatch.setattr(codec, "time", SimpleNamespace(time_ns=lambda: now + 10_000_000))
    assert first < codec.encode(listed())


@pytest.mark.parametrize(
    ("change", "errback", "target"),
    [
        ({}, "failed", "some.body"),
        ({"v": 99}, "failed", "some.body"),
        (
            {"meta": META | {"listing": LISTING | {"branch": {"resource": "replies"}}}},
            "failed_branch",
            "some.body",
        ),
        ({"pushed": "other", "meta": {}}, None, "other"),
        ({"meta": {}}, None, '{"id":'),
    ],
)
def test_what_ends_a_poison_request(change: dict[str, Any], errback: str | None, target: str) -> None:
    spider = Spider()
    data = json.dumps(json.loads(codec.encode(listed())) | change, separators=(",", ":")).encode()
    request, named = poisoned(data, spider, "too often")
    assert request.url == codec.LOCAL_URL
    assert request.errback == (getattr(spider, errback) if errback else None)
    assert named.startswith(target)


def test_poison_that_is_no_json() -> None:
    request, named = poisoned(b"\x80pickle", Spider(), "too often")
    assert request.callback.__name__ == "nothing"
    assert "pickle" in named
