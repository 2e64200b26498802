"""Lists on a spider: from a header to pages, limits and verdicts, without a network."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spiders.made import answer, begin, item, items, make, records_of, remember, requests_of
from tiktok_spiders.spiders.hashtag import HashtagSpider
from tiktok_spiders.spiders.search import SearchSpider
from tiktok_spiders.spiders.trending import TrendingSpider

HEADER = {
    "challengeInfo": {
        "challenge": {"id": "42", "title": "Nature", "desc": ""},
        "stats": {"videoCount": 60, "viewCount": 100},
        "statsV2": {"videoCount": "60", "viewCount": "100"},
    },
    "statusCode": 0,
}


def page(scope: dict[str, Any]) -> bytes:
    import json

    state = json.dumps({"__DEFAULT_SCOPE__": {"webapp.challenge-detail": scope}})
    script = f'<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__" type="application/json">{state}</script>'
    return f"<html><body>{script}</body></html>".encode()


def listed(spider: Any) -> Any:
    """Return the first request for a hashtag's videos."""
    (first,) = requests_of(begin(spider))
    (request,) = requests_of(answer(first, page(HEADER)))
    return request


def test_a_header_leads_to_its_list() -> None:
    spider = make(HashtagSpider, hashtags="Nature")
    (first,) = requests_of(begin(spider))
    assert first.url == "http://127.0.0.1:9/tag/nature"
    outputs = answer(first, page(HEADER))
    (header,) = records_of(outputs, "hashtag")
    assert (header.hashtag_id, header.video_count) == ("42", 60)
    (request,) = requests_of(outputs)
    assert (request.meta["resource"], request.meta["transport"]) == ("hashtag_videos", "browser")
    assert request.meta["args"] == {"hashtag_id": "42", "cursor": "0"}


def test_pages_follow_until_nothing_is_lacking() -> None:
    request = listed(make(HashtagSpider, hashtags="Nature"))
    outputs = answer(request, items(0, 30, more=True))
    (request,) = requests_of(outputs)
    assert request.meta["args"]["cursor"] == "30"
    outputs = answer(request, items(29, 60, more=False))
    (verdict,) = records_of(outputs, "verdict")
    assert (verdict.status, verdict.stop_reason, verdict.unique, verdict.expected) == (
        "complete",
        "end",
        60,
        60,
    )
    assert (verdict.pages, verdict.requests) == (2, 3)


@pytest.mark.parametrize("limit", [1, 29, 30, 31])
def test_a_limit_is_exact(limit: int) -> None:
    outputs = answer(
        listed(make(HashtagSpider, hashtags="Nature", max_videos=str(limit))), items(0, 30, more=True)
    )
    videos = records_of(outputs, "video")
    for request in requests_of(outputs):
        outputs = answer(request, items(30, 60, more=False))
        videos += records_of(outputs, "video")
    (verdict,) = records_of(outputs, "verdict")
    assert (len(videos), verdict.unique, verdict.stop_reason) == (limit, limit, "max_items")


def test_what_a_killed_process_stored_of_a_page_counts_for_the_limit() -> None:
    spider = make(HashtagSpider, hashtags="Nature", max_videos="50")
    (request,) = requests_of(answer(listed(spider), items(0, 30, more=True)))
    resumed = make(HashtagSpider, hashtags="Nature", max_videos="50")
    remember(resumed, *(item(number)["id"] for number in range(48)))
    request = request.replace(callback=resumed.parse_list)
    outputs = answer(request, items(30, 60, more=False))
    assert [video.video_id for video in records_of(outputs, "video")] == [item(48)["id"], item(49)["id"]]
    (verdict,) = records_of(outputs, "verdict")
    assert (verdict.unique, verdict.stop_reason) == (50, "max_items")


def test_a_header_without_an_identifier_ends_the_target() -> None:
    spider = make(HashtagSpider, hashtags="nature")
    (first,) = requests_of(begin(spider))
    body = b"<html><body><h1 data-e2e='challenge-title'>#nature</h1><h2 data-e2e='challenge-vvcount'>3 videos"
    outputs = answer(first, body + b"</h2></body></html>")
    (verdict,) = records_of(outputs, "verdict")
    assert verdict.status == "failed"
    assert "tells no identifier" in verdict.message
    assert requests_of(outputs) == []


def test_only_a_header_is_its_own_verdict() -> None:
    (first,) = requests_of(begin(make(HashtagSpider, hashtags="nature", max_videos="0")))
    outputs = answer(first, page(HEADER))
    (verdict,) = records_of(outputs, "verdict")
    assert (verdict.resource, verdict.status, verdict.unique) == ("hashtag", "complete", 1)


def test_one_target_by_two_names_is_asked_once() -> None:
    spider = make(HashtagSpider, hashtags="#Nature,nature,https://www.tiktok.com/tag/nature")
    assert len(requests_of(begin(spider))) == 1


def test_each_kind_of_a_search_has_a_list_of_its_own() -> None:
    requests = requests_of(begin(make(SearchSpider, queries="🔥", kinds="videos,users,suggestions")))
    assert [(one.meta["resource"], one.meta["transport"]) for one in requests] == [
        ("search_videos", "browser"),
        ("search_users", "browser"),
        ("suggestions", "http"),
    ]
    assert all(one.meta["args"]["query"] == "🔥" for one in requests)


def test_a_search_carries_its_identifier_and_asks_again_at_a_false_end() -> None:
    (request,) = requests_of(begin(make(SearchSpider, queries="moss")))
    found = {"item_list": [item(1)], "has_more": 1, "cursor": 12, "rid": "2026a", "status_code": 0}
    (request,) = requests_of(answer(request, found))
    assert request.meta["args"] == {"query": "moss", "search_id": "2026a", "cursor": "12"}
    false_end = {
        "has_more": 0,
        "cursor": 24,
        "rid": "2026b",
        "status_code": 0,
        "search_nil_info": {"search_nil_type": "empty_session"},
    }
    (again,) = requests_of(answer(request, false_end))
    assert again.meta["args"] == {"query": "moss", "search_id": "2026a", "cursor": "12"}
    assert again.meta["fresh_identity"]


def test_a_feed_is_asked_until_nothing_is_new() -> None:
    (request,) = requests_of(begin(make(TrendingSpider, category="comedy")))
    assert (request.meta["target"], request.meta["args"]["category"]) == ("comedy", "104")
    batch, asked = items(0, 16, more=True), 0
    while True:
        asked += 1
        outputs = answer(request, batch)
        if not requests_of(outputs):
            break
        (request,) = requests_of(outputs)
    (verdict,) = records_of(outputs, "verdict")
    assert (verdict.status, verdict.unique, asked) == ("capped", 16, 21)


def test_a_feed_that_is_not_asked_for_by_name_is_for_you() -> None:
    (request,) = requests_of(begin(make(TrendingSpider)))
    assert (request.meta["resource"], request.meta["target"]) == ("trending", "foryou")


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("blocked", "blocked"), ("login", "blocked"), ("missing", "missing"), ("private", "private")],
)
def test_an_answer_that_is_none_ends_the_list(outcome: str, status: str) -> None:
    request = listed(make(HashtagSpider, hashtags="nature"))
    (verdict,) = records_of(answer(request, b"", outcome=outcome, message="no"), "verdict")
    assert (verdict.status, verdict.message) == (status, "no")
