"""The wanted keys of an account, as the camelCase answers send them."""

from __future__ import annotations

from typing import Any

import msgspec

from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.wire_parts import Wire


class WireUserStats(Wire):
    """Counters of an account: numbers in ``stats``, texts in ``statsV2``."""

    follower_count: Any = None
    following_count: Any = None
    heart: Any = None
    heart_count: Any = None
    video_count: Any = None
    digg_count: Any = None
    friend_count: Any = None


class WireBioLink(Wire):
    """The link of a profile."""

    link: Any = None
    risk: Any = None


class WireCommerce(Wire):
    """What a business account is."""

    commerce_user: Any = None
    category: Any = None


class WireProfileTab(Wire):
    """Which tabs a profile shows."""

    show_play_list_tab: Any = None
    show_music_tab: Any = None
    show_question_tab: Any = None


class WireUser(WireUserStats):
    """An account; live rooms and mobile pages send the counters inside it."""

    id: Any = None
    short_id: Any = None
    sec_uid: Any = None
    unique_id: Any = None
    nickname: Any = None
    signature: Any = None
    bio_link: WireBioLink | None = None
    avatar_thumb: Any = None
    avatar_medium: Any = None
    avatar_larger: Any = None
    verified: Any = None
    private_account: Any = None
    secret: Any = None
    region: Any = None
    language: Any = None
    create_time: Any = None
    unique_id_modify_time: Any = None
    nick_name_modify_time: Any = None
    commerce_user_info: WireCommerce | None = None
    tt_seller: Any = None
    is_organization: Any = None
    is_ad_virtual: Any = msgspec.field(default=None, name="isADVirtual")
    ftc: Any = None
    room_id: Any = None
    open_favorite: Any = None
    following_visibility: Any = None
    comment_setting: Any = None
    duet_setting: Any = None
    stitch_setting: Any = None
    download_setting: Any = None
    profile_embed_permission: Any = None
    is_embed_banned: Any = None
    profile_tab: WireProfileTab | None = None
    story_status: Any = msgspec.field(default=None, name="UserStoryStatus")


class WireUserInfo(Wire):
    """An account with its counters."""

    user: WireUser | None = None
    stats: WireUserStats | None = None
    stats_v2: WireUserStats | None = msgspec.field(default=None, name="statsV2")


def decode_user_info(raw: bytes | msgspec.Raw, misread: dict[str, int]) -> WireUserInfo:
    """Return the wanted keys of ``userInfo``; parts of an unknown shape are left out and counted.

    Raises ``ValueError`` for what is not a JSON object.
    """
    try:
        return msgspec.json.decode(raw, type=WireUserInfo)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return decode_leniently(raw, WireUserInfo, "user", misread)
