"""The wanted keys of accounts and files in the app's spelling (snake_case), which web answers use too.

Comments, replies and user search are sent so by the web.
"""

from __future__ import annotations

from typing import Any, TypeVar

from tiktok_spiders.pages.wire_parts import Wire

T = TypeVar("T", bound=Wire)


def respelt(wire: Wire, shape: type[T]) -> T:
    """Return the values under the web's spelling of the same keys."""
    shared = (name for name in wire.__struct_fields__ if name in shape.__struct_fields__)
    return shape(**{name: getattr(wire, name) for name in shared})


class AppFile(Wire, rename=None):
    """A picture or video file."""

    uri: Any = None
    url_list: Any = None
    url_key: Any = None
    width: Any = None
    height: Any = None
    data_size: Any = None
    file_hash: Any = None


class AppUser(Wire, rename=None):
    """An account: result of a search, commenter, member of a list or author of an item."""

    uid: Any = None
    sec_uid: Any = None
    unique_id: Any = None
    short_id: Any = None
    nickname: Any = None
    signature: Any = None
    avatar_thumb: AppFile | None = None
    avatar_medium: AppFile | None = None
    avatar_larger: AppFile | None = None
    custom_verify: Any = None
    enterprise_verify_reason: Any = None
    is_private_account: Any = None
    secret: Any = None
    region: Any = None
    language: Any = None
    create_time: Any = None
    unique_id_modify_time: Any = None
    room_id_str: Any = None
    follower_count: Any = None
    following_count: Any = None
    total_favorited: Any = None
    aweme_count: Any = None
    favoriting_count: Any = None
    comment_setting: Any = None
    duet_setting: Any = None
    stitch_setting: Any = None
    download_setting: Any = None
    story_status: Any = None


class AppSpan(Wire, rename=None):
    """A part of a text: a hashtag (type 1) or a mention (type 0)."""

    start: Any = None
    end: Any = None
    type: Any = None
    hashtag_id: Any = None
    hashtag_name: Any = None
    is_commerce: Any = None
    user_id: Any = None
    sec_uid: Any = None
