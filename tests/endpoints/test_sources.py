"""Addresses of lists and headers, in the spelling that TikTok uses for each call."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tiktok_spiders.endpoints.feeds import CATEGORIES
from tiktok_spiders.ladder import LADDER, Rung, ladder_request, member_of
from tiktok_spiders.outcome import classify
from tiktok_spiders.urls import Origins

ARGS = {
    "sec_uid": "MS4wX",
    "user": "ann",
    "cursor": "30",
    "hashtag": "tide pools",
    "hashtag_id": "42",
    "sound": "6817",
    "sound_id": "6817",
    "category": "104",
    "query": "night trains 🔥",
    "search_id": "2026",
    "playlist": "77",
}

ORDERS = {
    "secUid": "MS4wX",
    "cursor": "30",
    "count": "35",
    "coverFormat": "2",
    "needPinnedItemIds": "false",
}
ADDRESSES = {
    "challenge_detail": ("/api/challenge/detail/", {"challengeName": "tide pools", "from_page": "hashtag"}),
    "challenge_item_list": (
        "/api/challenge/item_list/",
        {"challengeID": "42", "cursor": "30", "count": "30", "from_page": "hashtag"},
    ),
    "music_detail": ("/api/music/detail/", {"musicId": "6817", "from_page": "music"}),
    "music_item_list": (
        "/api/music/item_list/",
        {"musicID": "6817", "cursor": "30", "count": "30", "from_page": "music"},
    ),
    "recommend_item_list": (
        "/api/recommend/item_list/",
        {"count": "30", "from_page": "fyp", "pullType": "1"},
    ),
    "explore_item_list": ("/api/explore/item_list/", {"categoryType": "104", "count": "16"}),
    "search_item": (
        "/api/search/item/full/",
        {
            "keyword": "night trains 🔥",
            "offset": "30",
            "search_id": "2026",
            "count": "20",
            "from_page": "search",
        },
    ),
    "search_general": (
        "/api/search/general/full/",
        {"keyword": "night trains 🔥", "offset": "30", "search_id": "2026", "from_page": "search"},
    ),
    "search_user": (
        "/api/search/user/full/",
        {"keyword": "night trains 🔥", "cursor": "30", "search_id": "2026", "from_page": "search"},
    ),
    "search_preview": ("/api/search/general/preview/", {"keyword": "night trains 🔥"}),
    "user_playlist": ("/api/user/playlist/", {"secUid": "MS4wX", "cursor": "30", "count": "20"}),
    "mix_item_list": ("/api/mix/item_list/", {"mixId": "77", "cursor": "30", "count": "20"}),
    "collection_list": ("/api/user/collection_list/", {"secUid": "MS4wX", "cursor": "30", "count": "20"}),
    "collection_item_list": (
        "/api/collection/item_list/",
        {"collectionId": "77", "cursor": "30", "count": "30", "sourceType": "113"},
    ),
    "live_room": ("/api-live/user/room/", {"uniqueId": "ann", "sourceType": "54"}),
    "post_item_list_popular": ("/api/post/item_list/", {**ORDERS, "post_item_list_request_type": "1"}),
    "post_item_list_oldest": ("/api/post/item_list/", {**ORDERS, "post_item_list_request_type": "2"}),
    "repost_item_list": (
        "/api/repost/item_list/",
        {
            "secUid": "MS4wX",
            "cursor": "30",
            "count": "30",
            "needPinnedItemIds": "false",
            "post_item_list_request_type": "0",
        },
    ),
    "favorite_item_list": ("/api/favorite/item_list/", {"secUid": "MS4wX", "cursor": "30", "count": "30"}),
}
SIGNED = {
    "challenge_detail",
    "challenge_item_list",
    "music_detail",
    "music_item_list",
    "recommend_item_list",
    "search_item",
    "search_general",
    "search_user",
    "collection_list",
    "post_item_list_popular",
    "post_item_list_oldest",
}


def rungs() -> dict[str, Rung]:
    """Return one rung of each endpoint."""
    return {rung.endpoint.name: rung for ladder in LADDER.values() for rung in ladder}


def address(name: str, args: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    """Return host, path and query of an endpoint."""
    parts = urlsplit(rungs()[name].endpoint.address(Origins(), args))
    return (
        f"{parts.scheme}://{parts.netloc}",
        parts.path,
        dict(parse_qsl(parts.query, keep_blank_values=True)),
    )


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_the_exact_address(name: str) -> None:
    assert address(name, ARGS) == ("https://www.tiktok.com", *ADDRESSES[name])


@pytest.mark.parametrize(("resource", "scene"), [("followers", "67"), ("following", "21")])
def test_relations_differ_by_their_scene(resource: str, scene: str) -> None:
    for rung in LADDER[resource]:
        parts = urlsplit(rung.endpoint.address(Origins(), ARGS))
        assert parts.path == "/api/user/list/"
        assert dict(parse_qsl(parts.query)) == {
            "secUid": "MS4wX",
            "minCursor": "30",
            "maxCursor": "0",
            "count": "30",
            "scene": scene,
        }


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("hashtag_page", "/tag/tide%20pools"),
        ("live_page", "/@ann/live"),
    ],
)
def test_pages(name: str, path: str) -> None:
    assert address(name, ARGS)[1] == path


def test_a_sounds_page_ends_with_its_id() -> None:
    assert address("sound_page", ARGS)[1].startswith("/music/")
    assert address("sound_page", ARGS)[1].endswith("-6817")


def test_a_search_begins_with_an_empty_search_id() -> None:
    first = {name: value for name, value in ARGS.items() if name != "search_id"}
    assert address("search_user", first)[2]["search_id"] == ""


def test_signed_endpoints_are_asked_in_a_browser_only() -> None:
    assert {name for name in ADDRESSES if rungs()[name].endpoint.signed} == SIGNED
    for ladder in LADDER.values():
        for rung in ladder:
            assert rung.transport == "browser" or not rung.endpoint.signed


@pytest.mark.parametrize(
    ("resource", "falls", "in_order", "cap"),
    [
        ("hashtag_videos", False, False, 150),
        ("sound_videos", False, False, 150),
        ("search_videos", False, False, 100),
        ("search_users", False, False, 100),
        ("followers", True, False, 1000),
        ("following", True, False, 1000),
        ("videos_popular", True, False, None),
        ("videos_oldest", False, False, None),
        ("reposts", False, True, None),
        ("liked", False, True, None),
        ("playlists", False, False, None),
        ("collection_videos", False, False, None),
    ],
)
def test_how_a_list_pages(resource: str, falls: bool, in_order: bool, cap: int | None) -> None:
    paging: Any = LADDER[resource][0].endpoint.paging
    assert (paging.falling, paging.newest_first, paging.cap_from) == (falls, in_order, cap)
    assert (paging.by_time, paging.first(0, None)) == (False, "0")


def test_what_is_no_list_has_no_paging() -> None:
    assert [rung.endpoint.paging for rung in LADDER["suggestions"]] == [None, None]


@pytest.mark.parametrize(
    ("resource", "record_type"),
    [
        ("hashtag_videos", "video"),
        ("search_users", "user"),
        ("suggestions", "suggestion"),
        ("followers", "relation"),
        ("playlists", "playlist"),
        ("playlist_videos", "video"),
        ("live", "user"),
    ],
)
def test_what_the_members_of_a_list_are(resource: str, record_type: str) -> None:
    assert member_of(resource).record_type == record_type


def test_the_table_of_categories() -> None:
    assert (CATEGORIES["all"], CATEGORIES["comedy"], CATEGORIES["technology"]) == (120, 104, 118)
    assert len(CATEGORIES) == len(set(CATEGORIES.values())) == 21


def test_a_request_carries_what_its_answer_is_read_with() -> None:
    meta = {"resource": "search_users", "args": ARGS, "target": "night trains 🔥", "listing": {"x": 1}}
    request = ladder_request(meta, 0, Origins(), callback=None, errback=None, priority=3)
    told = {
        name: request.meta[name] for name in ("endpoint", "transport", "signed", "rung", "args", "listing")
    }
    assert told == {
        "endpoint": "search_user",
        "transport": "browser",
        "signed": True,
        "rung": 0,
        "args": ARGS,
        "listing": {"x": 1},
    }
    assert (request.method, request.priority) == ("GET", 3)


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("search_item", "item_list"),
        ("search_general", "data"),
        ("search_user", "user_list"),
        ("user_playlist", "playList"),
        ("collection_list", "collectionList"),
        ("user_list", "userList"),
        ("challenge_item_list", "itemList"),
        ("mix_item_list", "itemList"),
    ],
)
def test_an_answer_that_has_more_and_no_list_is_no_answer(name: str, anchor: str) -> None:
    endpoint = rungs()[name].endpoint
    read: dict[str, Any] = {
        "status": 200,
        "headers": {},
        "url": "",
        "kind": endpoint.kind,
        "anchor": endpoint.anchor,
    }
    for more in (b'"has_more":1', b'"hasMore":true'):
        assert classify(body=b'{"status_code":0,%b}' % more, **read).outcome == "empty"
    for whole in (b'{"status_code":0,"has_more":0}', b'{"status_code":0,"%b":[1]}' % anchor.encode()):
        assert classify(body=whole, **read).outcome == "ok"
