from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Comment

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import PageRead

PICTURES = Case("comment_list", "pictures")
VIDEO = "7603296355729079111"

read = PICTURES.read_answer


def comment(comment_id: Any = "7603301261984436449", **keys: Any) -> dict[str, Any]:
    return {"cid": comment_id, "aweme_id": VIDEO} | keys


def only(*members: Any, **changes: Any) -> Comment:
    (found,) = read({"comments": list(members)}, **changes).records
    assert isinstance(found, Comment)
    return found


@pytest.mark.parametrize(
    ("answer", "present", "total", "more"),
    [
        ({"comments": None, "status_code": 0}, False, None, None),  # the video is unknown
        ({"comments": [], "total": 0, "has_more": 0}, True, 0, False),  # comments are off
        ({"comments": [], "total": 40, "has_more": 1}, True, 40, True),  # an empty page in between
        ({"comments": None, "total": 40, "has_more": 0}, True, 40, False),  # beyond the end
        ({"status_code": 0}, False, None, None),
        ({"comments": {"a": 1}}, False, None, None),
    ],
)
def test_empty_answers(answer: Any, *, present: bool, total: int | None, more: bool | None) -> None:
    page = read(answer)
    assert page.records == ()
    assert (page.list_present, page.total, page.has_more) == (present, total, more)


def test_bad_members_are_set_aside_and_the_rest_keeps_its_rank() -> None:
    members = [comment("1111111111111111111"), comment(""), 7, None, [], comment("2222222222222222222")]
    page = read({"comments": members}, first_rank=10)
    assert [(each.comment_id, each.rank) for each in page.records if isinstance(each, Comment)] == [
        ("1111111111111111111", 10),
        ("2222222222222222222", 15),
    ]
    assert [each.source.rank for each in page.records] == [10, 15]
    assert [each.reason for each in page.rejected] == ["no comment_id", *["not a JSON object"] * 3]
    assert {each.record_type for each in page.rejected} == {"comment"}


def test_video_is_the_one_asked_for_where_a_comment_names_none() -> None:
    assert only({"cid": "5"}, args={"video": VIDEO}).video_id == VIDEO
    page = read({"comments": [{"cid": "5"}]}, args={"video": "https://a"})
    assert page.records == ()
    assert page.rejected[0].reason == "no video_id"
    assert page.rejected[0].record_id == "5"


def test_parent_is_the_one_asked_for_where_a_reply_names_none() -> None:
    assert only(comment("6", reply_id="5"), args={"comment": "4"}).parent_comment_id == "5"
    assert only(comment("6", reply_id="0"), args={"comment": "4"}).parent_comment_id == "4"
    assert only(comment("6", reply_id="0")).parent_comment_id is None
    _, preview = comments(read({"comments": [comment("5", reply_comment=[comment("6", reply_id="0")])]}))
    assert preview.parent_comment_id == "5"


@pytest.mark.parametrize(
    ("uid", "args", "expected"),
    [
        ("7", {"video_author_id": "7"}, True),
        ("8", {"video_author_id": "7"}, False),
        ("8", {}, None),
        (None, {"video_author_id": "7"}, None),
    ],
)
def test_by_video_author(uid: str | None, args: dict[str, str], *, expected: bool | None) -> None:
    assert only(comment(user={"uid": uid}), args=args).by_video_author is expected


def test_never_stored_keys_are_in_no_record_and_in_no_reject() -> None:
    user = {"uid": "5", "nickname": "n", "predicted_age_group": "4", "has_email": True, "twitter_id": "t"}
    link = f"https://m.tiktok.com/v/{VIDEO}.html?_d=1&comment_author_id=5&share_comment_id=6#x"
    members = [comment(user=user, share_info={"url": link}), comment("", user=user, share_info={"url": link})]
    page = read({"comments": members}, keep_raw=True)
    assert page.records[0].raw["user"] == {"uid": "5", "nickname": "n"}
    assert isinstance(page.records[0], Comment)
    assert page.records[0].share_url == f"https://m.tiktok.com/v/{VIDEO}.html"
    told = repr(page.records) + repr(page.rejected)
    for secret in ("predicted_age_group", "has_email", "twitter_id", "comment_author_id"):
        assert secret not in told
    assert json.loads(page.rejected[0].payload)["user"] == {"uid": "5", "nickname": "n"}


def test_previews_follow_their_comment_and_keep_out_of_the_ranks() -> None:
    replies = [comment("6", reply_id="5", reply_comment=[comment("9")]), comment(""), "x"]
    members = [comment("5", reply_comment=replies), comment("7")]
    page = read({"comments": members})
    assert [(each.comment_id, each.parent_comment_id, each.rank) for each in comments(page)] == [
        ("5", None, 20),
        ("6", "5", None),
        ("7", None, 21),
    ]
    assert [each.reason for each in page.rejected] == ["no comment_id", "not a JSON object"]


def test_previews_of_an_odd_shape_cost_only_themselves() -> None:
    page = read({"comments": [comment(reply_comment={"a": 1})]})
    assert len(page.records) == 1
    assert page.misread == {"comment/reply_comment": 1}


def comments(page: PageRead) -> list[Comment]:
    return [each for each in page.records if isinstance(each, Comment)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ([], ()),
        (["a", "", {"text": "b"}, {"x": 1}], ("a", "b")),
        ("a", None),
    ],
)
def test_labels(value: Any, expected: Any) -> None:
    assert only(comment(label_list=value)).labels == expected


def test_null_pictures_are_known_to_be_none_and_absent_ones_are_not() -> None:
    assert only(comment(image_list=None)).images == ()
    assert only(comment()).images is None


def test_time_of_the_identifier_where_none_is_told() -> None:
    told, estimated = only(comment(create_time=1770281693)), only(comment(create_time=0))
    assert told.created_at is not None
    assert estimated.created_at is not None
    assert 0 <= (told.created_at - estimated.created_at).total_seconds() < 200
    assert only(comment("5")).created_at is None


def test_part_of_an_unknown_shape_costs_only_itself() -> None:
    odd = comment(user=[1], image_list="x", text_extra=[1], share_info=7, text=5)
    found = read({"comments": [odd, comment("7", text="b")]})
    first, second = comments(found)
    assert (first.user_id, first.images, first.mentions, first.text) == (None, (), (), None)
    assert second.text == "b"
    assert {"comment/user", "comment/image_list", "comment/text_extra"} <= set(found.misread)


def test_half_a_character_becomes_a_replacement() -> None:
    body = b'{"comments": [{"cid": "5", "aweme_id": "6", "text": "cut \\ud83d"}]}'
    (found,) = comments(read(body))
    assert found.text == "cut \ufffd"


@pytest.mark.parametrize("body", [b"", b"{", b'{"comments": [{"cid": "1', b"<html>", b"[]", b"\xff\xfe"])
def test_what_is_not_json(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="comment list at https://"):
        read(body)


def test_page_without_raw_reads_the_same_members_either_way() -> None:
    whole, apart = PICTURES.read(), PICTURES.read(keep_raw=True)
    assert [each.comment_id for each in comments(whole)] == [each.comment_id for each in comments(apart)]
    assert all(each.raw is None for each in whole.records)
    assert all(each.raw["cid"] for each in apart.records)
