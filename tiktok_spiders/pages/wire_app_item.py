"""The wanted keys of an item in the app's spelling: ``aweme_list``, and ``items`` of its search."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_app import AppFile, AppSpan, AppUser  # noqa: TC001 - msgspec needs them
from tiktok_spiders.pages.wire_parts import Wire


class AppCounts(Wire, rename=None):
    """Counters."""

    play_count: Any = None
    digg_count: Any = None
    comment_count: Any = None
    share_count: Any = None
    collect_count: Any = None
    repost_count: Any = None
    download_count: Any = None


class AppRendition(Wire, rename=None):
    """One encoding of a video."""

    gear_name: Any = None
    bit_rate: Any = None
    fps: Any = None
    is_bytevc1: Any = None
    play_addr: AppFile | None = None


class AppVideo(Wire, rename=None):
    """The file and its covers; ``duration`` is in ms."""

    duration: Any = None
    width: Any = None
    height: Any = None
    ratio: Any = None
    play_addr: AppFile | None = None
    download_addr: AppFile | None = None
    cover: AppFile | None = None
    origin_cover: AppFile | None = None
    dynamic_cover: AppFile | None = None
    bit_rate: list[AppRendition] | None = None


class AppImage(Wire, rename=None):
    """One picture of a photo post."""

    display_image: AppFile | None = None


class AppImagePost(Wire, rename=None):
    """What makes an item a photo post."""

    images: list[AppImage] | None = None
    title: Any = None


class AppChallenge(Wire, rename=None):
    """A hashtag."""

    cid: Any = None
    cha_name: Any = None
    is_commerce: Any = None


class AppMusic(Wire, rename=None):
    """The sound; its ``id`` is a rounded integer and is not read."""

    id_str: Any = None
    mid: Any = None


class AppStatus(Wire, rename=None):
    """What may be done with the item."""

    is_delete: Any = None
    allow_comment: Any = None
    allow_share: Any = None


class AppAnchor(Wire, rename=None):
    """A link under the caption."""

    id: Any = None
    type: Any = None
    keyword: Any = None
    description: Any = None
    schema: Any = None
    component_key: Any = None


class AppAi(Wire, rename=None):
    """The AI label."""

    created_by_ai: Any = None
    aigc_label_type: Any = None


class AppCommerce(Wire, rename=None):
    """Disclosures."""

    branded_content_type: Any = None


class AppItem(Wire, rename=None):
    """One member of the list."""

    aweme_id: Any = None
    id: Any = None
    content_type: Any = None
    desc: Any = None
    desc_language: Any = None
    create_time: Any = None
    create_time_utc: Any = None
    region: Any = None
    author: AppUser | None = None
    statistics: AppCounts | None = None
    video: AppVideo | None = None
    image_post_info: AppImagePost | None = None
    images: Any = None
    music: AppMusic | None = None
    cha_list: list[AppChallenge] | None = None
    text_extra: list[AppSpan] | None = None
    anchors: list[AppAnchor] | None = None
    status: AppStatus | None = None
    aigc_info: AppAi | None = None
    commerce_info: AppCommerce | None = None
    is_paid_partnership: Any = None
    is_eligible_for_commission: Any = None
    is_ads: Any = None
    is_ad: Any = None
    is_top: Any = None
    item_comment_settings: Any = None
    item_duet: Any = None
    item_stitch: Any = None
