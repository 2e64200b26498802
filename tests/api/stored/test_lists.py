"""Every filter, sort and way of paging against a plain computation, on both databases."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from tiktok_spiders.api.stored import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from tests.api.stored.filled import Filled

KEYS = {
    "videos": ("video_id",),
    "users": ("user_id",),
    "sounds": ("sound_id",),
    "hashtags": ("hashtag_id",),
    "comments": ("comment_id",),
    "products": ("product_id", "region"),
}
SORTS = [
    ("videos", "views", "play_count"),
    ("videos", "likes", "like_count"),
    ("videos", "created_at", "created_at"),
    ("users", "followers", "follower_count"),
    ("users", "videos", "video_count"),
    ("users", "username", "unique_id"),
    ("sounds", "videos", "video_count"),
    ("hashtags", "views", "view_count"),
    ("hashtags", "videos", "video_count"),
    ("comments", "likes", "like_count"),
    ("comments", "created_at", "created_at"),
    ("products", "sales", "sold_count"),
    ("products", "price", "price_min"),
    ("products", "rating", "rating"),
]


def words(text: str | None) -> list[str]:
    return [word for word in re.split(r"[\s!-/:-@\[-`{-~]+", (text or "").lower()) if word]


def has_words(*texts: str | None) -> Callable[[str], bool]:
    have = [word for text in texts for word in words(text)]

    def check(wanted: str) -> bool:
        *whole, last = words(wanted)
        return all(word in have for word in whole) and any(word.startswith(last) for word in have)

    return check


def _day(text: str, edge: time) -> datetime:
    return datetime.combine(date.fromisoformat(text), edge, UTC)


FILTERS: list[tuple[str, str, str, Callable[[Any], bool]]] = [
    ("videos", "user_id", "6003", lambda one: one.author_id == "6003"),
    ("videos", "min_views", "5", lambda one: (one.play_count or -1) >= 5),
    ("videos", "min_likes", "6", lambda one: (one.like_count or -1) >= 6),
    ("videos", "start_date", "2025-12-30", lambda one: one.created_at >= _day("2025-12-30", time.min)),
    ("videos", "end_date", "2025-12-30", lambda one: one.created_at <= _day("2025-12-30", time.max)),
    ("videos", "hashtag", "#Cats", lambda one: any(tag.name == "cats" for tag in one.hashtags or ())),
    ("videos", "sound", "5002", lambda one: one.sound_id == "5002"),
    ("videos", "text", "dogs", lambda one: has_words(one.description, one.title)("dogs")),
    ("videos", "text", "bread NIGHT", lambda one: has_words(one.description, one.title)("bread night")),
    ("videos", "text", "Über bre", lambda one: has_words(one.description, one.title)("über bre")),
    ("videos", "text", "@some.one", lambda one: has_words(one.description, one.title)("some one")),
    ("users", "user_id", "6002", lambda one: one.user_id == "6002"),
    ("users", "min_followers", "1", lambda one: (one.follower_count or 0) >= 1),
    ("users", "text", "name1", lambda one: has_words(one.unique_id, one.nickname)("name1")),
    ("hashtags", "min_views", "0", lambda one: one.view_count is not None),
    ("hashtags", "text", "fy", lambda one: one.name == "fyp"),
    ("sounds", "user_id", "6001", lambda one: one.author_id == "6001"),
    ("sounds", "text", "song", lambda one: has_words(one.title)("song")),
    ("products", "seller_id", "93", lambda one: True),
    ("products", "region", "US", lambda one: one.region == "US"),
    ("products", "text", "river", lambda one: has_words(one.title)("river")),
    ("comments", "video_id", "404", lambda one: one.video_id == "404"),
    ("comments", "user_id", "6001", lambda one: one.user_id == "6001"),
    ("comments", "min_likes", "5", lambda one: (one.like_count or -1) >= 5),
    ("comments", "start_date", "2026-01-01", lambda one: (one.created_at or _day("1999-01-01", time.min))
     >= _day("2026-01-01", time.min)),
    ("comments", "text", "кошка", lambda one: has_words(one.text)("кошка")),
]  # fmt: skip


def key(kind: str, record: Any) -> tuple[str, ...]:
    return tuple(getattr(record, name) or "" for name in KEYS[kind])


def ordered(kind: str, records: list[Any], field: str, order: str) -> list[tuple[str, ...]]:
    def place(record: Any) -> Any:
        value = getattr(record, field)
        return (value is not None, value if value is not None else 0, *key(kind, record))

    return [key(kind, one) for one in sorted(records, key=place, reverse=order == "desc")]


def keys_of(kind: str, answer: dict[str, Any]) -> list[tuple[str, ...]]:
    return [tuple(one[name] or "" for name in KEYS[kind]) for one in answer[kind]]


async def ask(client: httpx.AsyncClient, kind: str, **params: Any) -> dict[str, Any]:
    answer = await client.get(f"/api/v1/{kind}", params={"view": "record", "limit": 100, **params})
    assert answer.status_code == 200, answer.text
    read: dict[str, Any] = answer.json()
    return read


async def through(client: httpx.AsyncClient, kind: str, **params: Any) -> list[tuple[str, ...]]:
    """Read a whole list by cursor."""
    found, cursor = [], None
    while True:
        answer = await ask(client, kind, **params, **({"cursor": cursor} if cursor else {}))
        found += keys_of(kind, answer)
        cursor = answer["next_cursor"]
        assert answer["has_more"] == (cursor is not None)
        if cursor is None:
            return found


@pytest.mark.parametrize("few", [1_000, 2])
async def test_every_filter_lets_pass_what_a_plain_computation_does(
    filled: Filled, lists: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(walk, "FEW", few)
    for kind, name, value, passes in FILTERS:
        expected = [one for one in getattr(filled, kind) if passes(one)]
        for of, sort, field in SORTS:
            if of == kind:
                answer = await ask(lists, kind, sort=sort, **{name: value})
                assert keys_of(kind, answer) == ordered(kind, expected, field, "desc"), (kind, name, value)
                assert answer["total"] == len(expected)
        assert expected, f"nothing is {name}={value}"


@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_every_order_is_that_of_a_plain_computation_however_it_is_paged(
    filled: Filled, lists: httpx.AsyncClient, order: str
) -> None:
    for kind, sort, field in SORTS:
        expected = ordered(kind, getattr(filled, kind), field, order)
        assert await through(lists, kind, sort=sort, order=order, limit=7) == expected, (kind, sort)
        by_offset = [
            one
            for offset in range(0, len(expected) + 7, 7)
            for one in keys_of(kind, await ask(lists, kind, sort=sort, order=order, limit=7, offset=offset))
        ]
        assert by_offset == expected, (kind, sort)


async def test_filters_are_joined_by_and(filled: Filled, lists: httpx.AsyncClient) -> None:
    expected = [
        one
        for one in filled.videos
        if (one.play_count or -1) >= 5 and has_words(one.description, one.title)("cats")
        and one.created_at >= _day("2025-12-29", time.min)
    ]  # fmt: skip
    given = {"min_views": 5, "text": "cats", "start_date": "2025-12-29", "sort": "views", "limit": 2}
    assert expected
    assert await through(lists, "videos", **given) == ordered("videos", expected, "play_count", "desc")


async def test_an_answer_tells_where_it_stands(filled: Filled, lists: httpx.AsyncClient) -> None:
    first = await ask(lists, "videos", limit=10, offset=50)
    told = {name: value for name, value in first.items() if name != "videos"}
    assert told == {"total": 60, "limit": 10, "offset": 50, "has_more": False, "next_cursor": None}
    page = await ask(lists, "videos", limit=10)
    assert (page["has_more"], page["offset"]) == (True, 0)
    second = await ask(lists, "videos", limit=10, cursor=page["next_cursor"])
    assert (second["total"], second["offset"]) == (None, None)
    counted = await ask(lists, "videos", limit=10, cursor=page["next_cursor"], count=True)
    assert counted["total"] == 60
    assert (await ask(lists, "videos", count=False))["total"] is None


async def test_the_short_form_has_what_belongs_to_it(filled: Filled, lists: httpx.AsyncClient) -> None:
    answer = (await lists.get("/api/v1/videos", params={"limit": 100})).json()
    by_id = {one["id"]: one for one in answer["videos"]}
    followers = {one.user_id: one.follower_count for one in filled.users}
    titles = {one.sound_id: one.title for one in filled.sounds}
    for one in filled.videos:
        short = by_id[one.video_id]
        assert short["user"] == {
            "id": one.author_id,
            "username": one.author_unique_id,
            "display_name": "N",
            "followers": followers[one.author_id],
        }
        assert short["music"] == {"id": one.sound_id, "title": titles[one.sound_id], "author": "Band"}
        assert short["hashtags"] == (None if one.hashtags is None else [tag.name for tag in one.hashtags])
        assert (short["views"], short["description"]) == (one.play_count, one.description)
    products = (await lists.get("/api/v1/products")).json()["products"]
    assert {one["shop_name"] for one in products} == {"Shop"}
    comments = (await lists.get("/api/v1/comments", params={"user_id": "6001"})).json()["comments"]
    assert {one["user"]["followers"] for one in comments} == {followers["6001"]}


async def test_fields_are_chosen(filled: Filled, lists: httpx.AsyncClient) -> None:
    short = (await lists.get("/api/v1/videos", params={"fields": "views,id", "limit": 3})).json()["videos"]
    assert [list(one) for one in short] == [["views", "id"]] * 3
    whole = await ask(lists, "videos", fields="video_id,hashtags,source", limit=3)
    assert [list(one) for one in whole["videos"]] == [["video_id", "hashtags", "source"]] * 3
    assert whole["videos"][0]["source"]["target"] == "@somebody"
    refused = await lists.get("/api/v1/videos", params={"fields": "id,nothing"})
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "INVALID_REQUEST"
