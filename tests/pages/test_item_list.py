from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import ExternalSong, Video
from tiktok_spiders.pages.base import Capture, PageRead
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.pages.sound_block import thin_sound
from tiktok_spiders.pages.wire_media import WireMusic

POSTS = Case("item_list", "profile_posts")
CAPTURE = POSTS.capture()

read = POSTS.read_answer


def item(video_id: Any = "7600000000000000003", **keys: Any) -> dict[str, Any]:
    return {"id": video_id, "createTime": 1758331327, **keys}


def only(page: PageRead) -> Video:
    (video,) = page.records
    assert isinstance(video, Video)
    return video


def test_bad_members_are_set_aside_and_the_rest_keeps_its_rank() -> None:
    members = [item("1111111111111111111"), item(""), 7, None, [], item("2222222222222222222")]
    page = read({"itemList": members}, first_rank=10)
    assert [(each.key_field, each.source.rank) for each in page.records] == [
        ("video_id", 10),
        ("video_id", 15),
    ]
    assert [each.reason for each in page.rejected] == ["no video_id", *["not a JSON object"] * 3]
    assert {each.record_type for each in page.rejected} == {"video"}
    assert json.loads(page.rejected[0].payload) == item("")


def test_identifier_too_large_for_a_double_is_refused_and_reported() -> None:
    page = read({"itemList": [item(7513039992725156967)]})
    assert page.records == ()
    assert page.rejected[0].record_id == "7513039992725156967"
    assert page.misread == {"video/video_id": 1}


def test_part_of_an_unknown_shape_costs_only_itself() -> None:
    odd = item(stats="many", music=["x"], video={"width": 5, "claInfo": 3}, textExtra=[{"start": 0}, "x"])
    page = read({"itemList": [odd, item("1111111111111111111", desc="b")]})
    first, second = page.records
    assert isinstance(first, Video)
    assert isinstance(second, Video)
    assert (first.width, first.play_count, first.sound_id, second.description) == (5, None, None, "b")
    assert page.misread == {"video/stats": 1, "video/music": 1, "video/claInfo": 1, "video/textExtra": 1}


def test_half_a_character_becomes_a_replacement() -> None:
    body = b'{"itemList": [{"id": "7600000000000000003", "desc": "cut \\ud83d"}]}'
    assert only(read(body)).description == "cut \ufffd"


@pytest.mark.parametrize(
    ("answer", "present"),
    [({"itemList": []}, True), ({"itemList": None}, False), ({}, False), ({"itemList": {"a": 1}}, False)],
)
def test_absent_list_is_no_empty_list(answer: dict[str, Any], *, present: bool) -> None:
    page = read(answer)
    assert page.records == ()
    assert page.list_present is present


@pytest.mark.parametrize("body", [b"", b"{", b'{"itemList": [{"id": "1', b"<html>", b'"text"', b"\xff\xfe"])
def test_what_is_not_json(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="item list at https://"):
        read(body)


def test_cut_answer_of_a_recorded_list() -> None:
    with pytest.raises(PageLayoutError):
        read_item_list(POSTS.body[:-40], CAPTURE)


@pytest.mark.parametrize(
    ("answer", "cursor"),
    [
        ({"cursor": "1758331327601"}, "1758331327601"),
        ({"cursor": 30}, "30"),
        ({"cursor": 0}, "0"),
        ({"MaxCursor": 5}, "5"),
        ({"cursor": ""}, None),
        ({"cursor": True}, None),
        ({"cursor": {}}, None),
        ({}, None),
    ],
)
def test_cursor(answer: dict[str, Any], cursor: str | None) -> None:
    assert read(answer).cursor == cursor


@pytest.mark.parametrize(
    ("answer", "more"),
    [
        ({"hasMore": True}, True),
        ({"hasMore": 0}, False),
        ({"hasMorePrevious": True}, True),
        ({"HasMoreAfter": False}, False),
        ({"hasMore": None, "hasMorePrevious": False}, False),
        ({}, None),
    ],
)
def test_has_more(answer: dict[str, Any], *, more: bool | None) -> None:
    assert read(answer).has_more is more


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"statusCode": 10222, "status_code": 0, "statusMsg": "private"}, (10222, "private")),
        ({"statusCode": None, "status_code": "2483", "status_msg": "login"}, (2483, "login")),
        ({"code": -1, "message": "bad"}, (-1, "bad")),
        ({"statusCode": "0", "statusMessage": ""}, (0, "")),
        ({}, (0, "")),
    ],
)
def test_status(answer: dict[str, Any], status: tuple[int, str]) -> None:
    page = read(answer)
    assert (page.status_code, page.status_message) == status


@pytest.mark.parametrize(
    ("path", "key", "pinned"),
    [
        ("/api/post/item_list/", {}, False),
        ("/api/creator/item_list/", {}, False),
        ("/api/creator/item_list/", {"isPinnedItem": True}, True),
        ("/api/related/item_list/", {}, None),
        ("/api/repost/item_list/", {}, None),
    ],
)
def test_pinned_is_known_in_a_profile_only(path: str, key: dict[str, Any], *, pinned: bool | None) -> None:
    page = read({"itemList": [item(**key)]}, url=f"https://www.tiktok.com{path}?aid=1988")
    assert only(page).is_pinned is pinned


def test_envelope() -> None:
    given = {
        "transport": "browser",
        "endpoint": "user.videos",
        "country": "DE",
        "run_id": "r",
        "spider": "user",
        "target": "@x",
        "section": "videos",
        "first_rank": 3,
    }
    video = only(read({"itemList": [item()]}, **given))
    assert (video.transport, video.endpoint, video.country, video.run_id) == (
        "browser",
        "user.videos",
        "DE",
        "r",
    )
    assert video.source == Capture(url="", scraped_at=CAPTURE.scraped_at, **given).source(3)
    assert (video.detail, video.raw, video.scraped_at) == (2, None, CAPTURE.scraped_at)


def test_raw_is_kept_on_demand_without_service_keys() -> None:
    music = {"id": "1", "tt2dsp": {"tt_to_dsp_song_infos": [{"song_id": "9", "token": {"a": "secret"}}]}}
    video = only(read({"itemList": [item(music=music, unknown=[1])]}, keep_raw=True))
    assert video.raw["unknown"] == [1]
    assert video.raw["music"]["tt2dsp"] == {"tt_to_dsp_song_infos": [{"song_id": "9"}]}


def test_spans_point_at_what_they_name() -> None:
    for case in (POSTS, Case("item_list", "related_array"), Case("item_list", "search_items")):
        for video in case.read().records:
            assert isinstance(video, Video)
            assert video.text_spans
            for span in video.text_spans:
                shown = (video.description or "")[span.start : span.end]
                assert shown.startswith("#")
                assert shown.casefold().replace("！", "!").removeprefix("#") == span.ref


def test_member_nested_without_end_is_no_crash() -> None:
    deep = b'{"id": "7600000000000000003", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    try:
        page = read(b'{"itemList": [' + deep + b"]}")
    except PageLayoutError:
        return
    assert len(page.records) + len(page.rejected) == 1


def test_external_songs_of_a_sound() -> None:
    answer = json.loads(Case("item_list", "search_items").body)
    sound = thin_sound(msgspec.convert(answer["itemList"][0]["music"], WireMusic), CAPTURE, Misread())
    assert sound is not None
    assert sound.album == "Demo Album - Deluxe"
    assert sound.external_ids == (
        ExternalSong(platform=1, song_id="1040127751", meta_song_id="6732358759097567233"),
        ExternalSong(platform=3, song_id="3zHq9ouUJQFQRf3cm1rRLu", meta_song_id="6732358759097567233"),
    )


def test_live_rooms_among_videos_are_skipped_and_counted() -> None:
    live = {"id": "7550000000000000002", "liveRoomInfo": {"status": 2}}
    for members in ([live, item(), live], [live, item(), 7, live]):
        page = read({"itemList": members}, first_rank=0)
        assert [each.source.rank for each in page.records] == [1]
        assert page.skipped == 2
    with_video = item(liveRoomInfo={"status": 2}, video={"duration": 5})
    assert read({"itemList": [with_video]}).skipped == 0


@pytest.mark.parametrize(
    "body",
    [
        b"<html></html>",
        b'<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{"__DEFAULT_SCOPE__": {}}</script>',
        b'<script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{"__DEFAULT_SCOPE__": {</script>',
    ],
)
def test_page_without_a_feed(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="item list at https://"):
        read(body)
