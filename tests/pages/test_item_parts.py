from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.golden import Case
from tiktok_spiders.items.common import HashtagRef, Subtitle
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.item import video_of
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.wire_item import decode_item

if TYPE_CHECKING:
    from tiktok_spiders.items import Video

CAPTURE = Case("item_list", "profile_posts").capture()


def video(misread: Misread | None = None, **keys: Any) -> Video:
    counted = Misread() if misread is None else misread
    item = decode_item(json.dumps({"id": "7513039992725156967", **keys}).encode(), counted)
    return video_of(item, CAPTURE, counted, detail=2)


def shop(extra: Any) -> list[dict[str, Any]]:
    return [{"id": "1", "type": 35, "extraInfo": extra}]


@pytest.mark.parametrize(
    ("anchors", "products"),
    [
        (None, None),
        ([], ()),
        (shop('{"product_id": "12", "title": "Mug"}'), (("12", "Mug"),)),
        (shop({"product_id": "12"}), (("12", None),)),
        (
            shop([{"product_id": "12"}, {"product_id": "12"}, {"product_id": "13"}]),
            (("12", None), ("13", None)),
        ),
        (shop('{"product_id": '), ()),
        (shop('"product_id"'), ()),
        (shop({"product_id": "0"}), ()),
        (shop({"a": {"b": {"c": {"d": {"e": {"product_id": "12"}}}}}}), ()),
        (shop("\ud83d product_id"), ()),
    ],
)
def test_products(anchors: Any, products: tuple[tuple[str, str | None], ...] | None) -> None:
    found = video(anchors=anchors).products
    assert (found and tuple((each.product_id, each.title) for each in found)) == products


@pytest.mark.parametrize(
    ("keys", "sensitive"),
    [
        ({}, None),
        ({"isContentClassified": True}, True),
        ({"isContentClassified": False}, False),
        ({"maskType": 0}, False),
        ({"maskType": 2}, True),
        ({"isContentClassified": "x"}, None),
    ],
)
def test_sensitive(keys: dict[str, Any], *, sensitive: bool | None) -> None:
    assert video(**keys).is_sensitive is sensitive


@pytest.mark.parametrize(
    ("disclosure", "expected"), [(None, None), ("", False), ("{}", True), ({}, False), ({"a": 1}, True)]
)
def test_paid_partnership(disclosure: Any, *, expected: bool | None) -> None:
    assert video(BAInfo=disclosure).is_paid_partnership is expected


@pytest.mark.parametrize(
    ("control", "share", "expected"),
    [({"can_share": False}, True, False), ({}, True, True), (None, False, False), (None, None, None)],
)
def test_share_switch_backs_up_the_control(control: Any, share: Any, *, expected: bool | None) -> None:
    assert video(item_control=control, shareEnabled=share).can_share is expected


def test_warnings_that_are_no_list() -> None:
    misread = Misread()
    assert video(misread, warnInfo="careful").warnings is None
    assert misread == {"video/warnings": 1}


def test_upload_stands_in_for_publication() -> None:
    found = video(createTime="later")
    assert found.created_at == found.uploaded_at
    assert found.created_at_is_estimated
    assert str(found.uploaded_at) == "2025-06-07 03:12:17+00:00"


def test_identifier_that_holds_no_time() -> None:
    found = video(id="6800000")
    assert (found.uploaded_at, found.created_at, found.created_at_is_estimated) == (None, None, False)


def test_hashtags_are_joined_by_id_before_name() -> None:
    found = video(
        challenges=[{"id": "1", "title": "New"}, {"id": "2", "title": "Beta", "isCommerce": True}],
        textExtra=[
            {"type": 1, "start": 9, "end": 12, "hashtagName": "beta", "isCommerce": False},
            {"type": 1, "start": 0, "end": 3, "hashtagName": "Old", "hashtagId": "1", "isCommerce": False},
            {"type": 1, "start": 5, "end": 8, "hashtagName": "Old", "hashtagId": "1"},
        ],
    )
    assert found.hashtags == (
        HashtagRef(hashtag_id="1", name="new", is_commerce=False),
        HashtagRef(hashtag_id="2", name="beta", is_commerce=True),
    )


@pytest.mark.parametrize("keys", [{"challenges": []}, {"textExtra": []}])
def test_no_hashtags_are_known(keys: dict[str, Any]) -> None:
    assert video(**keys).hashtags == ()
    assert video().hashtags is None


def test_captions_without_a_track() -> None:
    caption = {"language": "eng-US", "url": "https://v.example.com/b", "isAutoGen": True}
    info = {"LanguageCodeName": "deu-DE", "Url": "https://v.example.com/a", "Source": "MT"}
    found = video(video={"subtitleInfos": [info], "claInfo": {"captionInfos": [caption, {"url": "..."}]}})
    assert found.subtitles == (
        Subtitle(language="deu-DE", source="MT", url="https://v.example.com/a"),
        Subtitle(language="eng-US", url="https://v.example.com/b", is_auto=True),
    )


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({}, None),
        ({"subtitleInfos": []}, ()),
        ({"claInfo": {"captionInfos": []}}, ()),
        ({"claInfo": {}}, None),
    ],
)
def test_no_subtitles(block: dict[str, Any], expected: tuple[()] | None) -> None:
    assert video(video=block).subtitles == expected


def test_file_of_a_photo_post_is_its_sound() -> None:
    file = {"PlayAddrStruct": {"Uri": "v1", "FileHash": "00", "UrlList": ["https://v.example.com/a"]}}
    photo, clip = video(video=file, imagePost={}), video(video=file)
    assert (photo.type, photo.file_uri, photo.file_hash, photo.play_url) == ("photo", None, None, None)
    assert (clip.file_uri, clip.file_hash, clip.play_url) == ("v1", "00", "https://v.example.com/a")


@pytest.mark.parametrize(
    ("payload", "record_id"),
    [
        (b'{"id": "5"}', "5"),
        (b'{"id": 7}', "7"),
        (b'{"id": {"a": 1}}', None),
        (b'{"id": ""}', None),
        (b"[1]", None),
    ],
)
def test_identifier_of_a_rejected_member(payload: bytes, record_id: str | None) -> None:
    row = rejected("video", payload, "why", ("id",))
    assert (row.record_id, row.payload, row.reason) == (record_id, payload.decode(), "why")


def test_what_cannot_be_cut_of_personal_data_is_not_kept() -> None:
    row = rejected("video", b'{"id": "5", "predicted_age_group": 3', "why", ("id",))
    assert (row.record_id, row.payload, row.reason) == (None, "", "why")


def test_payload_of_a_rejected_member_is_cut() -> None:
    assert len(rejected("video", b'"' + b"x" * 70_000 + b'"', "why", ("id",)).payload) == 65_536
