"""The wanted keys of an item (a video or photo post), and how one is decoded."""

from __future__ import annotations

from typing import Any

import msgspec

from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.wire_media import (  # noqa: TC001 - msgspec resolves annotations at run time
    WireMusic,
    WireVideo,
)
from tiktok_spiders.pages.wire_parts import (
    Wire,
    WireAnchor,
    WireAuthor,
    WireChallenge,
    WireControl,
    WireDuet,
    WireEffect,
    WireImagePost,
    WirePoi,
    WireSpan,
    WireStats,
    WireSticker,
    WireWordsList,
)


class WireItem(Wire):
    """One member of an ``itemList``, or the ``itemStruct`` of a page."""

    id: Any = None
    desc: Any = None
    text_language: Any = None
    create_time: Any = None
    schedule_time: Any = None
    author: WireAuthor | str | None = None
    author_id: Any = None
    author_sec_id: Any = None
    nickname: Any = None
    stats: WireStats | None = None
    stats_v2: WireStats | None = msgspec.field(default=None, name="statsV2")
    video: WireVideo | None = None
    music: WireMusic | None = None
    image_post: WireImagePost | None = None
    challenges: list[WireChallenge] | None = None
    text_extra: list[WireSpan] | None = None
    effect_stickers: list[WireEffect] | None = None
    stickers_on_item: list[WireSticker] | None = None
    diversification_labels: Any = None
    diversification_id: Any = None
    category_type: Any = msgspec.field(default=None, name="CategoryType")
    suggested_words: Any = None
    video_suggest_words_list: WireWordsList | None = None
    keyword_tags: Any = None
    channel_tags: Any = None
    poi: WirePoi | None = None
    location_created: Any = None
    is_ad: Any = None
    ad_authorization: Any = None
    ba_info: Any = msgspec.field(default=None, name="BAInfo")
    is_aigc: Any = msgspec.field(default=None, name="IsAigc")
    aigc_label_type: Any = None
    aigc_description: Any = msgspec.field(default=None, name="AIGCDescription")
    is_pinned_item: Any = None
    item_mute: Any = None
    private_item: Any = None
    for_friend: Any = None
    secret: Any = None
    is_reviewing: Any = None
    original_item: Any = None
    offical_item: Any = None
    index_enabled: Any = None
    take_down: Any = None
    is_content_classified: Any = None
    mask_type: Any = None
    warn_info: Any = None
    item_comment_status: Any = None
    item_control: WireControl | None = msgspec.field(default=None, name="item_control")
    share_enabled: Any = None
    duet_enabled: Any = None
    stitch_enabled: Any = None
    duet_info: WireDuet | None = None
    playlist_id: Any = None
    anchors: list[WireAnchor] | None = None
    live_room_info: Any = None


_DECODER = msgspec.json.Decoder(WireItem)


def decode_item(raw: bytes | msgspec.Raw, misread: dict[str, int]) -> WireItem:
    """Return the wanted keys of one item; parts of an unknown shape are left out and counted.

    Raises ``ValueError`` for what is not a JSON object.
    """
    try:
        return _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return decode_leniently(raw, WireItem, "video", misread)
