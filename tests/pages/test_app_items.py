from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.pages.golden import Case
from tiktok_spiders.items import Video
from tiktok_spiders.pages.app_items import read_app_items

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import PageRead

SOUND = Case("app_items", "sound")


def read(*members: Any, **changes: Any) -> PageRead:
    return read_app_items(json.dumps({"aweme_list": members}).encode(), SOUND.capture(**changes))


def video(**keys: Any) -> Video:
    (found,) = read({"aweme_id": "7400000000000000003"} | keys).records
    assert isinstance(found, Video)
    return found


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ({"image_post_info": {}}, "photo"),
        ({"content_type": "multi_photo"}, "photo"),
        ({"images": ["https://a"]}, "photo"),
        ({"images": []}, "video"),
        ({"content_type": "video", "images": ["https://a"]}, "video"),
        ({}, "video"),
    ],
)
def test_type(keys: dict[str, Any], kind: str) -> None:
    found = video(**keys)
    assert found.type == kind
    assert f"/{kind}/" in found.url


def test_sound_of_a_photo_post_is_not_its_file() -> None:
    file = {"uri": "u", "file_hash": "h", "data_size": 5, "url_list": ["https://a"]}
    photo = video(image_post_info={"images": [{}, {"display_image": file}]}, video={"play_addr": file})
    assert (photo.file_uri, photo.file_hash, photo.file_size, photo.play_url) == (None,) * 4
    assert photo.images is not None
    assert [(each.index, each.url, each.key) for each in photo.images] == [
        (0, None, None),
        (1, "https://a", "u"),
    ]


@pytest.mark.parametrize(
    ("keys", "paid"),
    [
        ({"is_paid_partnership": False, "commerce_info": {"branded_content_type": 2}}, True),
        ({"is_paid_partnership": True}, True),
        ({"commerce_info": {"branded_content_type": 0}}, False),
        ({}, None),
    ],
)
def test_paid_partnership(keys: dict[str, Any], *, paid: bool | None) -> None:
    assert video(**keys).is_paid_partnership is paid


def test_counts_are_exact_even_where_they_end_in_zeros() -> None:
    found = video(statistics={"play_count": 12_300_000, "download_count": 0, "repost_count": 0})
    assert (found.play_count, found.download_count, found.repost_count) == (12_300_000, 0, None)
    assert found.rounded_counts == ()


def test_sound_is_never_the_rounded_integer() -> None:
    assert video(music={"id": 7439295283975703000}).sound_id is None
    assert (
        video(music={"id": 7439295283975703000, "id_str": "7439295283975702544"}).sound_id
        == "7439295283975702544"
    )
    assert video(music={"id_str": "", "mid": "7439295283975702544"}).sound_id == "7439295283975702544"


@pytest.mark.parametrize(
    ("keys", "second"),
    [
        ({"create_time": 1735070246}, 26),
        ({"create_time": "2024-12-24T19:57:26.000Z"}, 26),
        ({"create_time": 0, "create_time_utc": "2024-12-24T19:57:26.000Z"}, 26),
    ],
)
def test_publication(keys: dict[str, Any], second: int) -> None:
    found = video(**keys)
    assert found.created_at is not None
    assert found.created_at.second == second
    assert not found.created_at_is_estimated


def test_settings() -> None:
    found = video(item_duet=0, item_stitch=1, status={"is_delete": 1, "allow_comment": False}, is_top=1)
    assert (found.duet_enabled, found.stitch_enabled, found.is_taken_down) == (True, False, True)
    assert (found.can_comment, found.can_share, found.is_pinned) == (False, None, True)


def test_anchor_of_an_application_has_no_address() -> None:
    anchors = [{"id": "0", "schema": "aweme://x"}, {"id": "5", "schema": "https://a", "component_key": "k"}]
    found = video(anchors=anchors).anchors
    assert found is not None
    assert [(each.anchor_id, each.url, each.component) for each in found] == [
        (None, None, None),
        ("5", "https://a", "k"),
    ]


def test_bad_members_are_set_aside_and_the_rest_keeps_its_rank() -> None:
    page = read({"aweme_id": ""}, None, {"id": "5", "images": "x", "statistics": 7})
    assert [each.source.rank for each in page.records] == [2]
    assert [each.reason for each in page.rejected] == ["no video_id", "not a JSON object"]
    assert page.misread["video/statistics"] == 1


def test_mentions_and_offsets() -> None:
    found = video(
        desc="😀 @a #b", text_extra=[{"start": 3, "end": 5, "type": 0, "user_id": "5", "sec_uid": "s"}]
    )
    assert found.mentions is not None
    assert [(each.user_id, each.sec_uid, each.start, each.end) for each in found.mentions] == [
        ("5", "s", 2, 4)
    ]
