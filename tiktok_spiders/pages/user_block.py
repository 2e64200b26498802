"""A decoded account, made into a `User`: profiles, list rows and the author of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.user import User
from tiktok_spiders.pages.coerce import (
    Misread,
    flag,
    identifier,
    integer,
    language,
    moment,
    nonzero,
    region,
    text,
    text_kept,
    url,
)
from tiktok_spiders.pages.links import file_key
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_counts import counts_of
from tiktok_spiders.pages.wire_user import (
    WireBioLink,
    WireCommerce,
    WireProfileTab,
    WireUser,
    WireUserInfo,
)
from tiktok_spiders.urls import user_url

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_user import WireUserStats

_THIN = 1
_NAMES = ("user_id", "sec_uid", "unique_id")


def handle(value: object, field: str, misread: Misread) -> str | None:
    """Return a handle as records hold it: lower case, without ``@``."""
    name = text(value, field, misread)
    return (name.removeprefix("@").lower() or None) if name else None


_USER = Table(
    "user",
    ("user_id", "id", identifier),
    ("sec_uid", "sec_uid", text),
    ("unique_id", "unique_id", handle),
    ("short_id", "short_id", identifier),
    ("nickname", "nickname", text),
    ("bio", "signature", text_kept),
    ("avatar_thumb_url", "avatar_thumb", url),
    ("avatar_medium_url", "avatar_medium", url),
    ("avatar_url", "avatar_larger", url),
    ("verified", "verified", flag),
    ("is_private", "private_account", flag),
    ("is_secret", "secret", flag),
    ("region", "region", region),
    ("language", "language", language),
    ("is_seller", "tt_seller", flag),
    ("is_organization", "is_organization", nonzero),
    ("is_virtual", "is_ad_virtual", flag),
    ("is_minor_flag", "ftc", flag),
    ("likes_are_public", "open_favorite", flag),
    ("following_visibility", "following_visibility", integer),
    ("comment_setting", "comment_setting", integer),
    ("duet_setting", "duet_setting", integer),
    ("stitch_setting", "stitch_setting", integer),
    ("download_setting", "download_setting", integer),
    ("story_status", "story_status", integer),
)
_COMMERCE = Table(
    "user",
    ("is_commerce", "commerce_user", flag),
    ("commerce_category", "category", text),
)
_TABS = Table(
    "user",
    ("has_playlist_tab", "show_play_list_tab", flag),
    ("has_music_tab", "show_music_tab", flag),
    ("has_question_tab", "show_question_tab", flag),
)


def user_of(
    info: WireUserInfo,
    capture: Capture,
    misread: Misread,
    *,
    detail: int,
    is_profile: bool = False,
    rank: int | None = None,
    **given: Any,
) -> User:
    """Return the record of an account; ``given`` are fields that stand outside of it (status, raw).

    Raises ``ValueError`` for an account without any identifier.
    """
    user = info.user or WireUser()
    found = _USER.read(user, misread)
    if not any(found.get(name) for name in _NAMES):
        raise ValueError("no user_id, sec_uid or unique_id")
    return User(
        **capture.envelope(detail=detail, rank=rank),
        **found,
        **counts_of(user, info.stats, info.stats_v2, misread, is_profile=is_profile),
        **_COMMERCE.read(user.commerce_user_info or WireCommerce(), misread),
        **_TABS.read(user.profile_tab or WireProfileTab(), misread),
        **_bio_link(user.bio_link, misread, is_whole=is_profile and not given.get("status_code")),
        **_times(user, capture.scraped_at, misread),
        **_room(user.room_id, misread),
        avatar_key=_avatar_key(found),
        url=user_url(found["unique_id"]) if found.get("unique_id") else None,
        embed_allowed=_embed_allowed(user, misread),
        **given,
    )


def author_user(
    author: WireUser,
    stats: WireUserStats | None,
    stats_v2: WireUserStats | None,
    capture: Capture,
    misread: Misread,
) -> User | None:
    """Return what an item tells of its author, thin; None for a block without any identifier."""
    try:
        return user_of(
            WireUserInfo(user=author, stats=stats, stats_v2=stats_v2), capture, misread, detail=_THIN
        )
    except ValueError:
        return None


def _bio_link(wire: WireBioLink | None, misread: Misread, *, is_whole: bool) -> dict[str, Any]:
    """Return the link; a whole profile (a private one is not) without the key is known to have none."""
    link = url(wire.link, "user/bio_link", misread) if wire else None
    is_absent = wire is None or not wire.link
    return {
        "bio_link": "" if link is None and is_whole and is_absent else link,
        "bio_link_risk": integer(wire.risk, "user/bio_link_risk", misread) if wire else None,
    }


def _times(user: WireUser, scraped_at: datetime, misread: Misread) -> dict[str, Any]:
    return {
        "created_at": moment(user.create_time, "user/created_at", misread, scraped_at),
        "unique_id_changed_at": moment(
            user.unique_id_modify_time, "user/unique_id_changed_at", misread, scraped_at
        ),
        "nickname_changed_at": moment(
            user.nick_name_modify_time, "user/nickname_changed_at", misread, scraped_at
        ),
    }


def _room(value: object, misread: Misread) -> dict[str, Any]:
    """Return the room; an empty one says that the account is not on air, none at all says nothing."""
    room_id = identifier(value, "user/room_id", misread)
    not_live = value in ("", "0", 0) and value is not False
    return {"room_id": room_id, "is_live": True if room_id else (False if not_live else None)}


def _avatar_key(found: dict[str, Any]) -> str | None:
    return file_key(
        found.get("avatar_url") or found.get("avatar_medium_url") or found.get("avatar_thumb_url")
    )


def _embed_allowed(user: WireUser, misread: Misread) -> bool | None:
    banned = flag(user.is_embed_banned, "user/embed_allowed", misread)
    permission = integer(user.profile_embed_permission, "user/embed_allowed", misread)
    if banned:
        return False
    return None if permission is None else permission == 1
