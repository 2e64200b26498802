from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.golden import Case
from tiktok_spiders.items import Relation, User
from tiktok_spiders.pages.user_list import read_user_list

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import PageRead

FOLLOWERS = Case("user_list", "followers")


def read(answer: Any, **changes: Any) -> PageRead:
    return read_user_list(json.dumps(answer).encode(), FOLLOWERS.capture(**changes))


def member(member_id: Any = "7", **keys: Any) -> dict[str, Any]:
    return {"user": {"id": member_id, "uniqueId": "A"} | keys, "stats": {"followerCount": 3}}


def test_each_relation_is_followed_by_its_member() -> None:
    page = read({"userList": [member("7"), member("8")], "total": 9, "isTruncated": True}, first_rank=30)
    first, user, second, _ = page.records
    assert isinstance(first, Relation)
    assert isinstance(user, User)
    assert isinstance(second, Relation)
    assert (first.owner_id, first.owner_unique_id) == ("6784819479778378757", "owner")
    assert (first.member_id, first.member_unique_id, first.direction) == ("7", "a", "follower")
    assert (first.position, second.position, second.source.rank) == (30, 31, 31)
    assert (first.list_total, first.is_truncated, page.total) == (9, True, 9)
    assert (user.user_id, user.detail, user.follower_count, user.source.rank) == ("7", 1, 3, 30)


def test_members_that_cannot_be_read_are_set_aside() -> None:
    page = read({"userList": [member(""), {"stats": {}}, None, 5, member("8")]})
    assert [each.reason for each in page.rejected] == [
        "no member_id",
        "no user_id, sec_uid or unique_id",
        "not a JSON object",
        "not a JSON object",
    ]
    assert {each.record_type for each in page.rejected} == {"relation"}
    assert [each.source.rank for each in page.records] == [4, 4]


@pytest.mark.parametrize(
    ("answer", "cursor", "more"),
    [
        ({"minCursor": 1760897938, "hasMore": True}, "1760897938", True),
        ({"minCursor": "17", "hasMore": False}, "17", False),
        ({"minCursor": -1, "hasMore": True}, "-1", False),
        ({"minCursor": "-1"}, "-1", False),
        ({"minCursor": 0, "min_time": 5, "has_more": 1}, "0", True),
        ({"min_time": 5, "has_more": True}, "5", True),
        ({}, None, None),
    ],
)
def test_cursor(answer: dict[str, Any], cursor: str | None, *, more: bool | None) -> None:
    page = read({"userList": [], **answer})
    assert (page.cursor, page.has_more) == (cursor, more)


def test_hidden_list() -> None:
    page = read({"statusCode": 10222, "statusMsg": "list hidden", "userList": None})
    assert (page.status_code, page.status_message, page.list_present) == (10222, "list hidden", False)
    assert page.records == ()


@pytest.mark.parametrize(
    ("args", "url", "direction"),
    [
        ({"direction": "following"}, "", "following"),
        ({"direction": "followers"}, "", "follower"),
        ({}, "https://www.tiktok.com/api/user/list/?scene=21", "following"),
        ({}, "https://www.tiktok.com/api/user/list/?scene=67&count=30", "follower"),
    ],
)
def test_direction(args: dict[str, str], url: str, direction: str) -> None:
    relation = read({"userList": [member()]}, args={"owner_id": "1"} | args, url=url).records[0]
    assert isinstance(relation, Relation)
    assert (relation.direction, relation.owner_unique_id) == (direction, None)


@pytest.mark.parametrize("args", [{}, {"owner_id": "1", "direction": "sideways"}, {"direction": "follower"}])
def test_without_an_owner_or_a_direction_there_is_no_relation(args: dict[str, str]) -> None:
    page = read({"userList": [member()]}, args=args, url="https://www.tiktok.com/api/user/list/")
    assert page.records == ()
    assert page.rejected[0].reason == "no owner_id or direction"


def test_handle_that_changed_at_the_answers_own_second_is_not_told() -> None:
    members = [
        {"uid": "7", "unique_id_modify_time": 1737751308},
        {"uid": "8", "unique_id_modify_time": 1700000000},
    ]
    page = read({"followings": members, "extra": {"now": 1737751308000}})
    changed = [each.unique_id_changed_at is None for each in page.records if isinstance(each, User)]
    assert changed == [True, False]


def test_raw_stands_on_the_relation() -> None:
    page = read({"userList": [member(bind_phone="1")]}, keep_raw=True)
    assert page.records[0].raw["user"] == {"id": "7", "uniqueId": "A"}
    assert page.records[1].raw is None
