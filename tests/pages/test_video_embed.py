from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.pages.golden import Case
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Sound, User, Video
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.embed_item import embed_video
from tiktok_spiders.pages.video_embed import read_video_embed
from tiktok_spiders.pages.wire_embed import WireEmbedEntry

MADE_UP = Case("video_embed", "made_up_v2")
CAPTURE = MADE_UP.capture()
ENTRY = {
    "authorUniqueId": "nasa",
    "coverUrl": "https://p16.example.com/c.jpg",
    "desc": "Something big",
    "dynamicCoverUrl": "",
    "height": 1280,
    "id": "7665075736742530317",
    "originCoverUrl": "https://p16.example.com/o.jpg",
    "playAddr": "https://v45.example.com/63972920dd758c5242361e2929590967/6ab53c54/video/tos/x/?a=1233",
    "playCount": 1400000,
    "privateItem": False,
    "ratio": "720p",
    "width": 720,
}
"""A recorded entry of a creator embed, its addresses shortened."""


def entry(**changes: Any) -> WireEmbedEntry:
    return msgspec.convert(ENTRY | changes, WireEmbedEntry)


def state(routes: dict[str, Any]) -> bytes:
    text = json.dumps({"source": {"data": routes}})
    return f'<script id="__FRONTITY_CONNECT_STATE__">{text}</script>'.encode()


def test_entry_of_a_creator_embed() -> None:
    video = embed_video(entry(), CAPTURE, rank=4)
    assert (video.video_id, video.type, video.detail, video.source.rank) == (
        "7665075736742530317",
        "video",
        1,
        4,
    )
    assert video.url == "https://www.tiktok.com/@nasa/video/7665075736742530317"
    assert (video.description, video.play_count, video.rounded_counts) == (
        "Something big",
        1400000,
        ("play_count",),
    )
    assert (video.width, video.height, video.ratio, video.is_private) == (720, 1280, "720p", False)
    assert video.cover_url == "https://p16.example.com/c.jpg"
    assert video.origin_cover_url == "https://p16.example.com/o.jpg"
    assert video.dynamic_cover_url is None
    assert str(video.url_expires_at) == "2026-09-24 15:05:56+00:00"
    assert video.like_count is None


def test_entry_without_an_identifier() -> None:
    misread = Misread()
    with pytest.raises(ValueError, match="no video_id"):
        embed_video(entry(id="x"), CAPTURE, misread)
    assert misread == {"video/video_id": 1}


def test_embed_holds_the_video_its_sound_and_its_author_all_thin() -> None:
    records = MADE_UP.read().records
    assert [type(each) for each in records] == [Video, Sound, User]
    assert {each.detail for each in records} == {1}


def test_embed_of_the_video_alone() -> None:
    page = read_video_embed(state({"/embed/v2/1": {"videoData": {"itemInfos": {"id": "12345"}}}}), CAPTURE)
    assert [type(each) for each in page.records] == [Video]


@pytest.mark.parametrize("data", [{}, {"itemInfos": {}}, {"itemInfos": "x"}, {"itemInfos": {"id": []}}])
def test_embed_without_an_identifier(data: dict[str, Any]) -> None:
    page = read_video_embed(state({"/embed/v2/1": {"videoData": data}}), CAPTURE)
    assert page.records == ()
    assert len(page.rejected) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        state({}),
        state({"/embed/v2/1": {"isError": True}}),
        state({"/embed/v2/1": {"videoData": None}}),
        state({"/other": {"videoData": {}}}),
        state({"/embed/v2/1": []}),
        MADE_UP.body[: len(MADE_UP.body) // 2],
    ],
)
def test_page_without_its_anchor(body: bytes) -> None:
    with pytest.raises(PageLayoutError, match="video embed at https://"):
        read_video_embed(body, CAPTURE)
