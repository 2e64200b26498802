"""What the spider ``video`` expects of comments, asks for of replies, and says when a list breaks off."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from tests.narrow import all_are
from tiktok_spiders.exceptions import ArgumentError
from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.items.video import Video
from tiktok_spiders.listing import ListingState, status_of
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.spiders.video import VideoSpider

NOW = datetime(2026, 11, 21, tzinfo=UTC)
VIDEO = "7300000000000000000"


def spider(**arguments: Any) -> VideoSpider:
    settings = {"TIKTOK_STORE_ENABLED": False, "TIKTOK_BROWSER": "off"}
    crawler = get_crawler(VideoSpider, settings)
    given = {"videos": VIDEO, "comments": "100", "replies": "100", **arguments}
    return VideoSpider.from_crawler(crawler, **{name: value for name, value in given.items() if value})


def comment(number: int, replies: int = 0, *, parent: int | None = None) -> Comment:
    return Comment(
        scraped_at=NOW,
        comment_id=str(number),
        video_id=VIDEO,
        parent_comment_id=None if parent is None else str(parent),
        reply_count=None if parent else replies,
    )


def header(comments: int | None, *, rounded: bool = False) -> Video:
    counts = ("comment_count",) if rounded else ()
    return Video(
        scraped_at=NOW,
        video_id=VIDEO,
        type="video",
        url="https://www.tiktok.com/@_/video/1",
        author_id="5",
        comment_count=comments,
        rounded_counts=counts,
    )


def listing(spider: VideoSpider, comments: int | None = 20, **given: Any) -> ListingState:
    state = ListingState(target=VIDEO, resource="comments")
    spider.prepare(state, header(comments, rounded=bool(given.pop("rounded", False))))
    for name, value in given.items():
        setattr(state, name, value)
    return state


def verdicts(outputs: Any) -> dict[str, Verdict]:
    return {one.resource: one for one in outputs if isinstance(one, Verdict)}


def replies_so_far() -> dict[str, Any]:
    state = ListingState(
        target=VIDEO,
        resource="replies",
        received=7,
        unique=7,
        expected=9,
        requests=3,
        pages=3,
        stop_reason="end",
    )
    return {"replies": state.dump()}


def test_comments_that_break_off_leave_the_replies_their_own_numbers() -> None:
    one = spider()
    state = listing(one, unique=50, received=50, requests=4, pages=1, folded=replies_so_far())
    one.stop(state, "blocked", "no body")
    found = verdicts(one.finish(state))
    assert (found["comments"].unique, found["comments"].requests) == (50, 4)
    replies = found["replies"]
    assert (replies.status, replies.stop_reason, replies.message) == ("blocked", "blocked", "no body")
    assert (replies.unique, replies.received, replies.requests) == (7, 7, 3)
    assert {replies.asked, replies.expected, replies.coverage} == {None}


def test_comments_that_never_began_leave_no_replies() -> None:
    one = spider()
    state = listing(one, requests=2, bytes=9)
    one.stop(state, "blocked", "no body")
    replies = verdicts(one.finish(state))["replies"]
    assert (replies.status, replies.unique, replies.requests, replies.bytes) == ("blocked", 0, 0, 0)


@pytest.mark.parametrize("reason", ["missing", "invalid_target"])
def test_a_target_that_is_none_ends_its_replies_for_the_same_reason(reason: str) -> None:
    one = spider()
    state = ListingState(target="x", resource="video", siblings=["comments"], requests=2)
    one.stop(state, reason, "why")
    found = verdicts(one.finish(state))
    assert found.keys() == {"video", "comments", "replies"}
    assert {(each.status, each.message) for each in found.values()} == {(found["video"].status, "why")}


def test_replies_without_comments_are_refused() -> None:
    with pytest.raises(ArgumentError, match="replies=5 needs comments=N"):
        spider(comments=None, replies="5")


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({"comments": None, "replies": None}, ("video",)),
        ({"comments": "3", "replies": None}, ("video", "comments")),
        ({"comments": "3", "related": "2"}, ("video", "comments", "related")),
    ],
)
def test_what_is_asked_for(arguments: dict[str, Any], wanted: tuple[str, ...]) -> None:
    one = spider(**arguments)
    assert one.resources(next(one.arguments.targets())) == wanted
    assert one.branches_of("comments") == (("replies",) if arguments.get("replies", "1") else ())
    assert one.branches_of("related") == ()


def test_expected_comments_are_the_count_less_the_replies() -> None:
    one = spider()
    state = listing(one, 20)
    page = PageRead(records=(comment(1, 4), comment(2), comment(9, parent=1)), total=20)
    one.foresee(state, page, set())
    assert (state.expected, state.expected_from) == (16, "header")
    state.pages = 1
    one.foresee(state, PageRead(records=(comment(1, 4), comment(3, 6)), total=20), {"1", "2"})
    assert state.expected == 10
    one.foresee(state, PageRead(records=(comment(4, 60),)), {"1", "2", "3"})
    assert state.expected == 0
    assert one.stats.get_value("tiktok/comments/count_differs") is None


def test_a_list_that_counts_otherwise_than_the_video_is_noted() -> None:
    one = spider()
    state = listing(one, 20)
    one.foresee(state, PageRead(records=(comment(1),), total=18), set())
    assert (state.expected, state.expected_from) == (20, "header")
    assert one.stats.get_value("tiktok/comments/count_differs") == 1


def test_the_lists_own_total_is_better_than_a_rounded_count() -> None:
    one = spider()
    state = listing(one, 12_300, rounded=True)
    assert state.grace == 50
    one.foresee(state, PageRead(records=(comment(1, 2),), total=12_345), set())
    assert (state.expected, state.expected_from, state.grace) == (12_343, "total", 0)
    assert one.stats.get_value("tiktok/comments/count_differs") is None


def test_without_any_count_nothing_is_expected_until_the_list_tells() -> None:
    one = spider()
    state = listing(one, None)
    one.foresee(state, PageRead(records=(comment(1, 2),)), set())
    assert [state.expected] == [None]
    one.foresee(state, PageRead(records=(comment(1, 2),), total=12), set())
    assert [state.expected, state.expected_from] == [10, "total"]


def test_replies_are_asked_for_below_each_comment_that_has_some() -> None:
    one = spider(replies="5")
    state = listing(one)
    delivered = one.taken(state, [comment(1, 4), comment(8, parent=1), comment(2), comment(3, 60)])
    assert [each.comment_id for each in all_are(Comment, delivered)] == ["1", "2", "3"]
    assert [(each.args["comment"], each.expected, each.asked) for each in state.branches] == [
        ("1", 4, 5),
        ("3", 60, 5),
    ]
    assert {each.args["video"] for each in state.branches} == {VIDEO}
    assert {each.args["video_author_id"] for each in state.branches} == {"5"}


def test_previews_are_left_out_where_no_replies_are_wanted() -> None:
    one = spider(replies=None)
    state = listing(one)
    delivered = one.taken(state, [comment(1, 4), comment(8, parent=1)])
    assert [each.comment_id for each in all_are(Comment, delivered)] == ["1"]
    assert state.branches == []


def response_of(resource: str) -> Any:
    request = Request("https://www.tiktok.com/api", meta={"resource": resource, "rung": 0, "args": {}})
    return TextResponse(request.url, request=request)


@pytest.mark.parametrize(
    ("total", "expected", "reason"), [(2, 2, "end"), (3, 2, None), (2, 3, None), (None, 2, None)]
)
def test_replies_end_at_the_lists_own_total_whatever_it_promises(
    total: int | None, expected: int, reason: str | None
) -> None:
    one = spider()
    state = ListingState(target=VIDEO, resource="replies", expected=expected, cursor="0")
    page = PageRead(
        records=(comment(8, parent=1), comment(9, parent=1)), total=total, cursor="2", has_more=True
    )
    records, _ = asyncio.run(one.count(response_of("replies"), state, page, ("x",), has_begun=False))
    assert (len(records), state.unique, state.stop_reason) == (2, 2, reason)


def test_comments_do_not_end_at_their_total_which_counts_replies_too() -> None:
    one = spider()
    state = listing(one, 2, cursor="0")
    page = PageRead(records=(comment(8), comment(9)), total=2, cursor="2", has_more=True)
    asyncio.run(one.count(response_of("comments"), state, page, ("x",), has_begun=False))
    assert state.stop_reason is None


def test_ranks_are_offsets_whatever_came_twice_before() -> None:
    one = spider()
    state = listing(one, received=150, cursor="100")
    body = json.dumps({"comments": [{"cid": "7", "aweme_id": VIDEO}, {"cid": "8", "aweme_id": VIDEO}]})
    meta = {"resource": "comments", "rung": 0, "transport": "browser", "args": {"cursor": "100"}}
    request = Request("https://www.tiktok.com/api", meta=meta)
    page = one.read(TextResponse(request.url, body=body.encode(), request=request), state, first_rank=150)
    assert page is not None
    assert [each.rank for each in all_are(Comment, page.records)] == [100, 101]


@pytest.mark.parametrize(
    ("text", "args"), [(VIDEO, {}), (f"https://www.tiktok.com/@ann/video/{VIDEO}", {"user": "ann"})]
)
def test_a_post_is_asked_for_by_its_id_and_the_handle_of_its_link(text: str, args: dict[str, str]) -> None:
    one = spider(videos=text)
    target = one.recognise(next(one.arguments.targets()))
    assert one.header_args(target) == {"video": VIDEO, **args}


@pytest.mark.parametrize(
    ("reason", "gone"), [("missing", True), ("private", True), ("region", True), ("blocked", False)]
)
def test_what_became_of_a_post_is_told_where_tiktok_says_so(reason: str, gone: bool) -> None:
    one = spider(comments=None, replies=None)
    state = ListingState(target="x", resource="video", target_key=VIDEO, status_code=10204)
    one.stop(state, reason, "why")
    stubs = [each for each in asyncio.run(one.without_header(state, None)) if isinstance(each, Video)]
    assert [(each.video_id, each.status, each.detail) for each in stubs] == [(VIDEO, reason, 0)] * gone


@pytest.mark.parametrize("resource", ["comments", "related"])
def test_lists_are_as_long_as_asked_for(resource: str) -> None:
    one = spider(comments="3", related="5")
    state = ListingState(target=VIDEO, resource=resource)
    one.prepare(state, header(20))
    assert (state.asked, state.expected) == {"comments": (3, 20), "related": (5, None)}[resource]
    assert state.args == {"video": VIDEO, "video_author_id": "5"}
    videos = [header(None)]
    if resource == "related":
        assert one.taken(state, list(videos)) == videos


@pytest.mark.parametrize(("comments", "status"), [(None, "missing"), (0, "complete"), (4, "short")])
def test_a_null_list_is_no_empty_one_where_nothing_else_tells(comments: int | None, status: str) -> None:
    one = spider()
    state = listing(one, comments, cursor="0")
    page = PageRead(list_present=False, cursor="0", has_more=False)
    while state.stop_reason is None:
        asyncio.run(one.count(response_of("comments"), state, page, ("x",), has_begun=False))
        assert state.pages < 9
    assert status_of(state) == status


def test_a_null_list_after_comments_is_the_end_of_the_list() -> None:
    one = spider()
    state = listing(one, None, cursor="50", received=50, unique=50, pages=1)
    page = PageRead(list_present=False, cursor="50", has_more=False)
    while state.stop_reason is None:
        asyncio.run(one.count(response_of("comments"), state, page, ("x",), has_begun=False))
        assert state.pages < 9
    assert (status_of(state), state.stop_reason) == ("complete", "end")
