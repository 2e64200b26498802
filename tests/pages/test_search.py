from __future__ import annotations

import json
from typing import Any

import pytest

from tests.narrow import all_are
from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Suggestion, User, Video
from tiktok_spiders.pages.app_items import read_app_items
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.search_general import read_search_general
from tiktok_spiders.pages.search_items import read_search_items
from tiktok_spiders.pages.search_users import read_search_users
from tiktok_spiders.pages.suggestions import read_suggestions

MIXED = Case("search_general", "mixed")
READERS = [read_search_users, read_search_items, read_search_general]
LISTS = {read_search_users: "user_list", read_search_items: "item_list", read_search_general: "data"}
ITEM = {"id": "7600000000000000003", "createTime": 1758331327}


def read(reader: Any, answer: Any, **changes: Any) -> PageRead:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    page = reader(body, MIXED.capture(**changes))
    assert isinstance(page, PageRead)
    return page


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("around", "search_id"),
    [
        ({"rid": "r", "extra": {"logid": "l"}, "log_pb": {"impr_id": "i"}}, "r"),
        ({"rid": "", "extra": {"logid": "l"}, "log_pb": {"impr_id": "i"}}, "l"),
        ({"extra": {"logid": None}, "log_pb": {"impr_id": "i"}}, "i"),
        ({"extra": [], "log_pb": "x", "rid": 5}, None),
        ({}, None),
    ],
)
def test_search_id_is_carried(reader: Any, around: dict[str, Any], search_id: str | None) -> None:
    page = read(reader, {LISTS[reader]: [], **around})
    assert page.carry == ({"search_id": search_id} if search_id else {})


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("around", "false_end"),
    [
        ({"search_nil_info": {"search_nil_type": "empty_session"}}, True),
        ({"search_nil_info": {"search_nil_item": "hit_empty_session", "text_type": 9}}, True),
        ({"search_nil_info": "empty_session"}, True),
        ({"status_msg": "Empty_Session"}, True),
        ({"search_nil_info": {"search_nil_type": "no_result"}}, False),
        ({"search_nil_info": {"search_nil_type": 5, "search_nil_item": None}}, False),
        ({"search_nil_info": None}, False),
        ({}, False),
    ],
)
def test_made_up_answer_that_is_no_true_end(reader: Any, around: dict[str, Any], *, false_end: bool) -> None:
    for members in ([], None):
        page = read(reader, {LISTS[reader]: members, "has_more": 0, "rid": "r", **around})
        assert page.false_end is false_end
        assert page.carry == ({} if false_end else {"search_id": "r"})


def test_answer_with_members_is_no_false_end() -> None:
    page = read(
        read_search_items, {"item_list": [ITEM], "search_nil_info": {"search_nil_type": "empty_session"}}
    )
    assert not page.false_end
    assert len(page.records) == 1


@pytest.mark.parametrize("reader", [*READERS, read_suggestions])
@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"[]", b'"x"', b"\xff\xfe"])
def test_what_is_not_json(reader: Any, body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="at https://"):
        read(reader, body)


@pytest.mark.parametrize("reader", READERS)
def test_login(reader: Any) -> None:
    page = read(reader, {"status_code": 2483, "status_msg": "please login first"})
    assert (page.status_code, page.status_message) == (2483, "please login first")
    assert not page.list_present
    assert not page.false_end


CAMEL = {"id": "7", "uniqueId": "A", "secUid": "s", "nickname": "n", "verified": True}
SNAKE = {
    "uid": "7",
    "unique_id": "A",
    "sec_uid": "s",
    "nickname": "n",
    "custom_verify": "x",
    "follower_count": 4,
}


@pytest.mark.parametrize(
    "member",
    [
        {"user_info": SNAKE},
        {"user_info": CAMEL, "stats": {"followerCount": 4}},
        {"user": CAMEL, "stats": {"followerCount": 5}, "statsV2": {"followerCount": "4"}},
        {"user": SNAKE},
        {"userInfo": {"user": CAMEL, "stats": {"followerCount": 4}}},
    ],
)
def test_both_spellings_of_a_user(member: dict[str, Any]) -> None:
    (user,) = read(read_search_users, {"user_list": [member]}, first_rank=10).records
    assert isinstance(user, User)
    assert (user.user_id, user.unique_id, user.sec_uid, user.nickname) == ("7", "a", "s", "n")
    assert (user.verified, user.follower_count, user.detail, user.source.rank) == (True, 4, 1, 10)


def test_users_that_cannot_be_read_are_set_aside() -> None:
    members = [{"user_info": SNAKE}, {}, {"user_info": None}, {"user_info": 5}, 7, {"user_info": SNAKE}]
    page = read(read_search_users, {"user_list": members})
    assert [each.source.rank for each in page.records] == [0, 5]
    assert [each.reason for each in page.rejected] == [
        *["no user_id, sec_uid or unique_id"] * 2,
        *["not a JSON object"] * 2,
    ]


def test_odd_part_of_a_user_costs_only_itself() -> None:
    odd = {"user_info": SNAKE | {"avatar_thumb": 5}}
    page = read(
        read_search_users, {"user_list": [odd, {"user_info": CAMEL, "stats": 7}, {"user_info": CAMEL}]}
    )
    assert [each.record_type for each in page.records] == ["user", "user"]
    assert [each.reason for each in page.rejected] == ["not a JSON object"]
    assert page.misread == {"user/avatar_thumb": 1}


def entries() -> list[Any]:
    return [
        {"type": 1, "item": ITEM},
        {"type": 4, "user_list": [{"user_info": SNAKE}, {"user_info": {}}, {"user_info": CAMEL}]},
        {"type": 20, "item": ITEM},
        {"type": 1, "item": {"id": ""}},
        {"type": 1},
        {"type": 4, "user_list": {"a": 1}},
        {"type": 4, "user_list": None},
        {"type": "1", "item": ITEM},
        7,
        {"type": 4, "user_list": [5]},
        {"type": 1, "item": ITEM | {"id": "7600000000000000004"}},
    ]


def test_mixed_results_are_read_in_order_and_others_skipped() -> None:
    page = read(read_search_general, {"data": entries(), "has_more": 1, "cursor": 12}, first_rank=12)
    assert [(each.record_type, each.source.rank) for each in page.records] == [
        ("video", 12),
        ("user", 13),
        ("user", 15),
        ("video", 19),
    ]
    assert [(each.record_type, each.reason) for each in page.rejected] == [
        ("user", "no user_id, sec_uid or unique_id"),
        ("video", "no video_id"),
        ("video", "no item"),
        ("search_result", "not a JSON object"),
        ("user", "not a JSON object"),
    ]
    assert page.misread == {"answer/user_list": 1}
    assert (page.cursor, page.has_more, page.skipped) == ("12", True, 2)


def test_mixed_results_keep_their_own_raw() -> None:
    page = read(read_search_general, {"data": entries()[:2]}, keep_raw=True)
    assert page.records[0].raw == ITEM
    assert page.records[1].raw == {"user_info": SNAKE}


def test_items_in_the_apps_spelling_are_read_in_a_search() -> None:
    answer = {"aweme_list": [{"aweme_id": "7600000000000000003", "desc": "d"}], "rid": "r", "cursor": 5}
    page = read(read_search_items, answer)
    (video,) = page.records
    assert isinstance(video, Video)
    assert (video.description, page.carry, page.cursor) == ("d", {"search_id": "r"}, "5")
    assert read(read_app_items, answer).carry == {}


def test_web_items_before_those_of_the_app() -> None:
    page = read(read_search_items, {"item_list": [], "aweme_list": [{"aweme_id": "5"}]})
    assert page.list_present
    assert page.records == ()


def test_suggestions_without_a_query_argument_answer_the_target() -> None:
    page = read(read_suggestions, {"sug_list": [{"content": "a"}]}, args={}, target="typed")
    assert all_are(Suggestion, page.records)[0].query == "typed"
    assert page.has_more is False
    assert not read(read_suggestions, {"status_code": 0}).list_present


def test_list_of_a_wrong_shape_is_absent_and_one_beside_it_is_read() -> None:
    page = read(read_search_users, {"user_list": {"a": 1}, "users": [{"user_info": SNAKE}]})
    assert len(page.records) == 1
    assert page.misread == {"answer/user_list": 1}
