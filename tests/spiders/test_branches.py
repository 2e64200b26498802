"""Playlists and their videos: lists below a list, walked one after the other, under one verdict."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spiders.made import answer, item, items, make, records_of, remember, requests_of
from tiktok_spiders.listing import ListingState
from tiktok_spiders.spiders.user import UserSpider

ARGS = {"sec_uid": "MS4wLjABx", "user": "ann", "owner_id": "66", "owner_unique_id": "ann"}


def playlists(*counts: int, more: bool = False, first: int = 0) -> dict[str, Any]:
    """Return a page of playlists with these numbers of videos."""
    listed = [
        {"mixId": str(7_000_000_000_000_000_000 + number), "mixName": "Best of", "videoCount": count}
        for number, count in enumerate(counts, start=first)
    ]
    return {"playList": listed, "cursor": str(first + len(counts)), "hasMore": more, "statusCode": 0}


def begun(**given: Any) -> tuple[Any, Any]:
    """Return a spider and its first request for an account's playlists."""
    spider = make(UserSpider, users="ann", include="playlists", **given)
    spider.expect_verdicts("ann", ("playlists",))
    state = ListingState(target="ann", resource="playlists", target_kind="user", args=dict(ARGS), clock=1.0)
    (request,) = requests_of(spider.begin(state))
    return spider, request


def only(outputs: list[Any]) -> Any:
    """Return the one request among outputs."""
    (request,) = requests_of(outputs)
    return request


def verdicts_of(outputs: list[Any]) -> dict[str, Any]:
    """Return the verdicts among outputs by resource."""
    return {one.resource: one for one in records_of(outputs, "verdict")}


def test_each_playlist_is_walked_before_the_next_page() -> None:
    _, request = begun()
    outputs = answer(request, playlists(3, 2, more=True))
    assert len(records_of(outputs, "playlist")) == 2
    places: list[tuple[str, int, str]] = []
    for start, end in ((0, 3), (10, 12)):
        request = only(outputs)
        assert request.meta["resource"] == "playlist_videos"
        outputs = answer(request, items(start, end, more=False))
        places += [
            (one.playlist_id, one.position, one.video_id) for one in records_of(outputs, "playlist_item")
        ]
        assert {video.playlist_id for video in records_of(outputs, "video")} == {places[-1][0]}
    assert places == [
        ("7000000000000000000", 0, item(0)["id"]),
        ("7000000000000000000", 1, item(1)["id"]),
        ("7000000000000000000", 2, item(2)["id"]),
        ("7000000000000000001", 0, item(10)["id"]),
        ("7000000000000000001", 1, item(11)["id"]),
    ]
    request = only(outputs)
    assert (request.meta["resource"], request.meta["args"]["cursor"]) == ("playlists", "2")
    told = verdicts_of(answer(only(answer(request, playlists(1, first=2))), items(20, 21, more=False)))
    assert (told["playlists"].status, told["playlists"].unique) == ("complete", 3)
    videos = told["playlist_videos"]
    assert (videos.status, videos.unique, videos.expected) == ("complete", 6, 6)


def test_one_video_in_two_playlists_stands_in_both() -> None:
    _, request = begun()
    outputs = answer(request, playlists(1, 1))
    first = answer(only(outputs), items(0, 1, more=False))
    second = answer(only(first), items(0, 1, more=False))
    assert [len(records_of(each, "playlist_item")) for each in (first, second)] == [1, 1]


@pytest.mark.parametrize(("limit", "due"), [("1", 1), ("2", 2), ("9", 3)])
def test_a_limit_holds_for_each_playlist(limit: str, due: int) -> None:
    _, request = begun(max_videos=limit)
    outputs = answer(only(answer(request, playlists(3))), items(0, 3, more=False))
    assert len(records_of(outputs, "video")) == due
    videos = verdicts_of(outputs)["playlist_videos"]
    assert (videos.status, videos.unique) == ("complete" if due == 3 else "limited", due)


def test_a_playlist_that_fails_leaves_the_others_whole_and_the_verdict_says_so() -> None:
    _, request = begun()
    outputs = answer(request, playlists(2, 2))
    outputs = answer(only(outputs), b"", outcome="blocked", message="empty")
    outputs = answer(only(outputs), items(0, 2, more=False))
    told = verdicts_of(outputs)
    assert told["playlists"].status == "complete"
    videos = told["playlist_videos"]
    assert (videos.status, videos.message, videos.unique, videos.expected) == ("blocked", "empty", 2, 4)


def test_without_playlists_both_verdicts_are_complete() -> None:
    _, request = begun()
    told = verdicts_of(answer(request, {"cursor": "0", "hasMore": False, "statusCode": 0}))
    assert {name: (one.status, one.unique) for name, one in told.items()} == {
        "playlists": ("complete", 0),
        "playlist_videos": ("complete", 0),
    }


def test_a_failure_of_the_list_itself_is_one_of_its_videos_too() -> None:
    _, request = begun()
    told = verdicts_of(answer(request, b"", outcome="login", message="log in"))
    assert {one.stop_reason for one in told.values()} == {"login"}
    assert set(told) == {"playlists", "playlist_videos"}


def test_a_resumed_listing_begins_the_playlist_anew_that_was_walked() -> None:
    _, request = begun()
    outputs = answer(request, playlists(40, 1))
    outputs = answer(only(outputs), items(0, 20, more=True))
    state = ListingState.load(only(outputs).meta["listing"])
    assert only(outputs).meta["args"]["cursor"] == "20"
    again = make(UserSpider, users="ann", include="playlists")
    again.expect_verdicts("ann", ("playlists",))
    remember(again, *(item(number)["id"] for number in range(20)))
    (request,) = requests_of(again.go_on(state))
    assert request.meta["args"]["cursor"] == "0"
    outputs = answer(request, items(0, 20, more=True))
    outputs = answer(only(outputs), items(20, 40, more=False))
    outputs = answer(only(outputs), items(50, 51, more=False))
    assert verdicts_of(outputs)["playlist_videos"].unique == 41


def test_what_comes_beside_relations_goes_with_its_member() -> None:
    spider = make(UserSpider, users="ann", include="followers", max_relations="2")
    spider.expect_verdicts("ann", ("followers",))
    args = {**ARGS, "direction": "follower"}
    state = ListingState(target="ann", resource="followers", args=args, asked=2)
    members = [
        {"user": {"id": str(60 + number), "uniqueId": f"fan{number}", "secUid": "MS4w"}, "stats": {}}
        for number in range(3)
    ]
    page = {"userList": members, "minCursor": 1_790_000_000, "hasMore": True, "total": 3, "statusCode": 0}
    outputs = answer(only(list(spider.begin(state))), page)
    assert [one.member_id for one in records_of(outputs, "relation")] == ["60", "61"]
    assert [one.user_id for one in records_of(outputs, "user")] == ["60", "61"]
    assert verdicts_of(outputs)["followers"].status == "limited"
