"""An account in the app's spelling, made into a `User`."""

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
    region,
    text,
    text_kept,
    url,
)
from tiktok_spiders.pages.counters import counter, rounded_names, told
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.urls import user_url

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_app import AppFile, AppUser

_NAMES = ("user_id", "sec_uid", "unique_id")
_USER = Table(
    "user",
    ("user_id", "uid", identifier),
    ("sec_uid", "sec_uid", text),
    ("unique_id", "unique_id", handle),
    ("short_id", "short_id", identifier),
    ("nickname", "nickname", text),
    ("bio", "signature", text_kept),
    ("region", "region", region),
    ("language", "language", language),
    ("comment_setting", "comment_setting", integer),
    ("duet_setting", "duet_setting", integer),
    ("stitch_setting", "stitch_setting", integer),
    ("download_setting", "download_setting", integer),
    ("story_status", "story_status", integer),
)


def app_user(
    wire: AppUser,
    capture: Capture,
    misread: Misread,
    *,
    detail: int = 1,
    rank: int | None = None,
    raw: Any = None,
    now: datetime | None = None,
    is_author: bool = False,
) -> User:
    """Return the record of an account.

    ``now`` is the answer's own clock: a change of the handle at that very second means that none is told.
    ``is_author``: the block stands in an item, where a 0 says nothing of what the account follows, has posted
    and was liked. Raises ``ValueError`` for an account without any identifier.
    """
    found = _USER.read(wire, misread)
    if not any(found.get(name) for name in _NAMES):
        raise ValueError("no user_id, sec_uid or unique_id")
    return User(
        **capture.envelope(detail=detail, rank=rank),
        raw=raw,
        **found,
        **_counts(wire, misread, is_author=is_author),
        **_pictures(wire, misread),
        **_times(wire, capture.scraped_at, now, misread),
        **_room(wire.room_id_str, misread),
        url=user_url(found["unique_id"]) if found.get("unique_id") else None,
        verified=is_verified(wire, misread),
        is_private=_is_private(wire, misread),
    )


def answer_time(extra: object, scraped_at: datetime) -> datetime | None:
    """Return the clock of an answer: ``extra.now``, in ms."""
    now = extra.get("now") if type(extra) is dict else None
    return moment(now, "answer/now", Misread(), scraped_at)


def is_verified(wire: AppUser, misread: Misread) -> bool | None:
    """Return whether one of the two reasons is told; None where neither key is there."""
    badge = text_kept(wire.custom_verify, "user/verified", misread)
    reason = text_kept(wire.enterprise_verify_reason, "user/verified", misread)
    return None if badge is None and reason is None else bool(badge or reason)


def _counts(wire: AppUser, misread: Misread, *, is_author: bool) -> dict[str, Any]:
    other = told if is_author else counter
    counts = {
        "follower_count": counter((wire.follower_count,), "user/follower_count", misread),
        "following_count": other((wire.following_count,), "user/following_count", misread),
        "heart_count": other((wire.total_favorited,), "user/heart_count", misread),
        "video_count": other((wire.aweme_count,), "user/video_count", misread),
        "liked_count": counter((wire.favoriting_count,), "user/liked_count", misread),
    }
    return {**counts, "rounded_counts": rounded_names(counts)}


def _pictures(wire: AppUser, misread: Misread) -> dict[str, Any]:
    return {
        "avatar_thumb_url": file_url(wire.avatar_thumb, "user/avatar_thumb_url", misread),
        "avatar_medium_url": file_url(wire.avatar_medium, "user/avatar_medium_url", misread),
        "avatar_url": file_url(wire.avatar_larger, "user/avatar_url", misread),
        "avatar_key": _key(wire.avatar_thumb),
    }


def file_url(file: AppFile | None, field: str, misread: Misread) -> str | None:
    """Return the first address of a file."""
    return url(file.url_list, field, misread) if file is not None else None


def _key(file: AppFile | None) -> str | None:
    """Return the last part of the file's name, which addresses of the picture carry too."""
    uri = file.uri if file is not None else None
    if type(uri) is not str:
        return None
    return uri.rpartition("/")[2].partition("~")[0].partition(".")[0] or None


def _times(wire: AppUser, scraped_at: datetime, now: datetime | None, misread: Misread) -> dict[str, Any]:
    changed = moment(wire.unique_id_modify_time, "user/unique_id_changed_at", misread, scraped_at)
    return {
        "created_at": moment(wire.create_time, "user/created_at", misread, scraped_at),
        "unique_id_changed_at": None if changed == now else changed,
    }


def _room(value: object, misread: Misread) -> dict[str, Any]:
    """Return the room; ``"0"`` says that the account is not on air, an absent key says nothing."""
    room_id = identifier(value, "user/room_id", misread)
    return {"room_id": room_id, "is_live": True if room_id else (False if value in ("", "0") else None)}


def _is_private(wire: AppUser, misread: Misread) -> bool | None:
    for value in (wire.is_private_account, wire.secret):
        if (is_private := flag(value, "user/is_private", misread)) is not None:
            return is_private
    return None
