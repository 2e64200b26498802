"""What several records of the ``apify`` profile are made of. Pure."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, TypeVar

from tiktok_spiders.feeds.apify_shapes import AuthorMeta, DetailedMention, MusicMeta
from tiktok_spiders.urls import user_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tiktok_spiders.items.common import Mention, Record
    from tiktok_spiders.items.sound import Sound
    from tiktok_spiders.items.user import User

T = TypeVar("T")
R = TypeVar("R")


def common(record: Record) -> dict[str, Any]:
    """Return what every record of the profile has."""
    status = getattr(record, "status", None)
    failed = isinstance(status, str) and status != "ok"  # a comment's is a number
    return {
        "input": record.source.target or None,
        "error": status if failed else None,
        "errorCode": record.status_code if failed else None,  # type: ignore[attr-defined]
    }


def author(user: User) -> AuthorMeta:
    """Return an account as the profile nests it."""
    return AuthorMeta(
        id=user.user_id,
        name=user.unique_id,
        profileUrl=user.url,
        nickName=user.nickname,
        verified=user.verified,
        signature=user.bio,
        bioLink=user.bio_link,
        avatar=user.avatar_thumb_url,
        originalAvatarUrl=user.avatar_url,
        commerceUserInfo=_commerce(user),
        privateAccount=user.is_private,
        region=user.region,
        roomId=user.room_id,
        ttSeller=user.is_seller,
        isUnderAge18=user.is_minor_flag,
        createTime=epoch(user.created_at),
        fans=user.follower_count,
        following=user.following_count,
        friends=user.friend_count,
        heart=user.heart_count,
        video=user.video_count,
        digg=user.liked_count,
    )


def _commerce(user: User) -> dict[str, Any] | None:
    if user.is_commerce is None:
        return None
    return {"commerceUser": user.is_commerce, "category": user.commerce_category}


def music(sound: Sound) -> MusicMeta:
    """Return a sound as the profile nests it."""
    return MusicMeta(
        musicId=sound.sound_id,
        musicName=sound.title,
        musicAuthor=sound.author_name,
        musicAlbum=sound.album,
        musicOriginal=sound.is_original,
        playUrl=sound.play_url,
        coverMediumUrl=sound.cover_medium_url,
    )


def mention(mention: Mention) -> DetailedMention:
    """Return a mention with its profile."""
    profile = user_url(mention.unique_id) if mention.unique_id else None
    return DetailedMention(id=mention.user_id, name=mention.unique_id, profileUrl=profile)


def handle(mention: Mention) -> str:
    """Return a mention as ``@handle``."""
    return f"@{mention.unique_id or ''}"


def many(members: Iterable[T] | None, convert: Callable[[T], R]) -> tuple[R, ...] | None:
    """Return the converted members; None stays None."""
    return None if members is None else tuple(convert(member) for member in members)


def epoch(moment: datetime | None) -> int | None:
    """Return whole seconds since 1970."""
    return None if moment is None else int(moment.timestamp())


def iso(moment: datetime | None) -> str | None:
    """Return ISO 8601 with milliseconds and ``Z``."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
