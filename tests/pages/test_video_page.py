from __future__ import annotations

import json
from typing import Any

import pytest

from tests.narrow import all_are
from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Record, Sound, User, Video
from tiktok_spiders.pages.video_page import read_video_page

AD = Case("video_page", "ssr_ad")
URL = "https://www.tiktok.com/@demo/video/7600000000000000003"
ITEM = {"id": "7600000000000000003", "desc": "a", "author": "demo", "createTime": "1770000000"}


def html(script_id: str, state: Any) -> bytes:
    return f'<html><body><script id="{script_id}">{json.dumps(state)}</script></body></html>'.encode()


def universal(**scopes: Any) -> bytes:
    return html(
        "__UNIVERSAL_DATA_FOR_REHYDRATION__",
        {"__DEFAULT_SCOPE__": {name.replace("_", "."): scope for name, scope in scopes.items()}},
    )


def read(body: bytes, **changes: Any) -> tuple[Record, ...]:
    return read_video_page(body, AD.capture(url=URL, **changes)).records


def test_page_holds_the_video_its_sound_and_its_author() -> None:
    assert [type(each) for each in AD.read().records] == [Video, Sound, User]


def test_records_of_a_page_have_no_rank() -> None:
    assert {each.source.rank for each in AD.read().records} == {None}


@pytest.mark.parametrize(
    ("description", "detail"), [("cut... ", 1), ("cut...", 1), ("whole", 3), ("", 3), (None, 3)]
)
def test_mobile_page_is_thin_where_it_cuts(description: str | None, detail: int) -> None:
    scope = {"itemInfo": {"itemStruct": ITEM | {"desc": description}}, "statusCode": 0}
    assert read(universal(webapp_reflow_video_detail=scope))[0].detail == detail


def test_desktop_page_that_ends_with_dots_is_whole() -> None:
    scope = {"itemInfo": {"itemStruct": ITEM | {"desc": "well..."}}, "statusCode": 0}
    body = universal(webapp_x=1).replace(b"webapp.x", b"webapp.video-detail")
    body = body.replace(b'"webapp.video-detail": 1', b'"webapp.video-detail": ' + json.dumps(scope).encode())
    assert read(body)[0].detail == 3


def test_sigi_item_that_the_address_names() -> None:
    other = ITEM | {"id": "7600000000000000009"}
    state = {"ItemModule": {other["id"]: other, ITEM["id"]: ITEM}}
    assert all_are(Video, read(html("SIGI_STATE", state))[:1])[0].video_id == ITEM["id"]


def test_sigi_persisted_by_assignment() -> None:
    state = json.dumps({"ItemModule": {"7600000000000000009": ITEM | {"id": "7600000000000000009"}}})
    body = f"<script id=\"sigi-persisted-data\">window['SIGI_STATE']={state};window['x']=1</script>".encode()
    assert all_are(Video, read(body)[:1])[0].video_id == "7600000000000000009"


def test_sigi_status_without_an_item() -> None:
    page = read_video_page(
        html("SIGI_STATE", {"ItemModule": {}, "VideoPage": {"statusCode": 10216, "statusMsg": "private"}}),
        AD.capture(),
    )
    assert (page.records, page.status_code, page.status_message) == ((), 10216, "private")


@pytest.mark.parametrize("status", [10204, "10204"])
def test_status_that_is_not_zero_gives_no_records(status: Any) -> None:
    body = universal(webapp_reflow_video_detail={"statusCode": status, "itemInfo": {"itemStruct": ITEM}})
    page = read_video_page(body, AD.capture())
    assert (page.records, page.status_code, page.list_present) == ((), 10204, False)


def test_item_without_an_identifier_is_set_aside() -> None:
    page = read_video_page(
        universal(webapp_reflow_video_detail={"itemInfo": {"itemStruct": {"id": ""}}}), AD.capture()
    )
    assert page.records == ()
    assert [each.reason for each in page.rejected] == ["no video_id"]


def test_author_of_an_odd_shape() -> None:
    odd = ITEM | {"author": {"id": "5", "uniqueId": "demo", "avatarThumb": 5}, "authorStats": "many"}
    page = read_video_page(
        universal(webapp_reflow_video_detail={"itemInfo": {"itemStruct": odd}}), AD.capture()
    )
    _, user = page.records
    assert isinstance(user, User)
    assert (user.unique_id, user.avatar_thumb_url, user.follower_count) == ("demo", None, None)
    assert page.misread["user/authorStats"] == 1


def test_half_a_character_becomes_a_replacement() -> None:
    scope = {"itemInfo": {"itemStruct": ITEM | {"desc": "cut \ud83d... "}}}
    video = read(universal(webapp_reflow_video_detail=scope))[0]
    assert isinstance(video, Video)
    assert video.description == "cut \ufffd... "


def test_raw_is_the_item() -> None:
    video, *others = AD.read(keep_raw=True).records
    assert video.raw["id"] == "7608826249200356630"
    assert {each.raw for each in others} == {None}


@pytest.mark.parametrize(
    ("body", "anchor"),
    [
        (b"", "webapp.video-detail"),
        (b"<html><title>Please wait...</title></html>", "webapp.video-detail"),
        (universal(seo_abtest={}), "webapp.video-detail"),
        (universal(webapp_reflow_video_detail={"statusCode": 0, "itemInfo": {}}), "itemInfo.itemStruct"),
        (universal(webapp_reflow_video_detail={"itemInfo": {"itemStruct": None}}), "itemInfo.itemStruct"),
        (universal(webapp_reflow_video_detail={"itemInfo": 5}), "readable state"),
        (universal(webapp_reflow_video_detail=[]), "readable state"),
        (html("SIGI_STATE", {}), "ItemModule"),
        (html("__NEXT_DATA__", {"props": {}}), "itemInfo.itemStruct"),
        (b'{"itemInfo": {"itemStruct": ', "readable state"),
        (AD.body[: len(AD.body) // 2], "readable state"),
    ],
)
def test_page_without_its_anchor(body: bytes, anchor: str) -> None:
    with pytest.raises(PageLayoutError) as caught:
        read(body)
    assert caught.value.page == "video page"
    assert caught.value.url == URL
    assert caught.value.anchor.startswith(anchor)
