"""Our records in the shape of the ``apify`` profile. Pure."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, TypeVar

from tiktok_spiders.feeds.apify_shapes import (
    ApifyHashtag,
    ApifyRecord,
    ApifySound,
    ApifyTag,
    ApifyUser,
    ApifyVideo,
    AuthorMeta,
    DetailedMention,
    ImageLink,
    LocationMeta,
    MusicMeta,
    SearchHashtag,
    SubtitleLink,
    VideoMeta,
)
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from tiktok_spiders.items.common import Mention, Poi, Record, Subtitle

T = TypeVar("T")
R = TypeVar("R")

NO_ERROR = {None, "ok"}

APIFY_CLASSES: dict[str, type[ApifyRecord]] = {
    "video": ApifyVideo,
    "user": ApifyUser,
    "sound": ApifySound,
    "hashtag": ApifyTag,
}
"""The profile's class by record type; other types have no counterpart."""


def apify_record(
    record: Record,
    users: Mapping[str, User] | None = None,
    sounds: Mapping[str, Sound] | None = None,
) -> ApifyRecord:
    """Return a record in the profile's shape; ``ValueError`` for a type that it does not know.

    A video carries its author and sound whole where ``users`` and ``sounds`` (by id) hold them.
    """
    if isinstance(record, Video):
        user = (users or {}).get(record.author_id or "")
        return _video(record, user, (sounds or {}).get(record.sound_id or ""))
    if isinstance(record, User):
        return ApifyUser(authorMeta=_author(record), **_common(record))
    if isinstance(record, Sound):
        return ApifySound(musicMeta=_music(record), **_common(record))
    if isinstance(record, Hashtag):
        return _tag(record)
    raise ValueError(f"the apify profile has no {record.record_type} records")


def _video(video: Video, user: User | None, sound: Sound | None) -> ApifyVideo:
    return ApifyVideo(
        **_common(video),
        **_origin(video),
        id=video.video_id,
        text=video.description,
        textLanguage=video.language,
        createTime=_epoch(video.created_at),
        createTimeISO=_iso(video.created_at),
        locationCreated=video.location_created,
        isAd=video.is_ad,
        isMuted=video.is_muted,
        authorMeta=_author(user) if user else _author_of(video),
        musicMeta=_music(sound) if sound else MusicMeta(musicId=video.sound_id),
        videoMeta=_meta(video),
        locationMeta=_location(video.poi),
        webVideoUrl=video.url,
        mediaUrls=(video.play_url,) if video.play_url else (),
        diggCount=video.like_count,
        shareCount=video.share_count,
        playCount=video.play_count,
        collectCount=video.save_count,
        commentCount=video.comment_count,
        repostCount=video.repost_count,
        mentions=_many(video.mentions, lambda mention: f"@{mention.unique_id or ''}"),
        detailedMentions=_many(video.mentions, _mention),
        hashtags=_many(video.hashtags, lambda tag: ApifyHashtag(id=tag.hashtag_id, name=tag.name)),
        effectStickers=_many(
            video.effects,
            lambda effect: {
                "ID": effect.effect_id,
                "name": effect.name,
                "stickerStats": {"useCount": effect.use_count},
            },
        ),
        isSlideshow=video.type == "photo",
        slideshowImageLinks=_many(
            video.images, lambda image: ImageLink(tiktokLink=image.url, downloadLink=image.url)
        ),
        isPinned=video.is_pinned,
        isSponsored=video.is_paid_partnership,
        hasTikTokShopProduct=None if video.products is None else bool(video.products),
    )


def _common(record: Record) -> dict[str, Any]:
    failed = getattr(record, "status", None) not in NO_ERROR
    return {
        "input": record.source.target or None,
        "error": record.status if failed else None,  # type: ignore[attr-defined]
        "errorCode": record.status_code if failed else None,  # type: ignore[attr-defined]
    }


def _origin(video: Video) -> dict[str, Any]:
    source = video.source
    return {
        "searchHashtag": SearchHashtag(name=source.target) if source.spider == "hashtag" else None,
        "searchQuery": source.target if source.spider == "search" else None,
        "fromProfileSection": source.section if source.spider == "user" else None,
        "submittedVideoUrl": source.target if source.spider == "video" else None,
    }


def _author(user: User) -> AuthorMeta:
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
        createTime=_epoch(user.created_at),
        fans=user.follower_count,
        following=user.following_count,
        friends=user.friend_count,
        heart=user.heart_count,
        video=user.video_count,
        digg=user.liked_count,
    )


def _author_of(video: Video) -> AuthorMeta:
    return AuthorMeta(id=video.author_id, name=video.author_unique_id, nickName=video.author_nickname)


def _commerce(user: User) -> dict[str, Any] | None:
    if user.is_commerce is None:
        return None
    return {"commerceUser": user.is_commerce, "category": user.commerce_category}


def _music(sound: Sound) -> MusicMeta:
    return MusicMeta(
        musicId=sound.sound_id,
        musicName=sound.title,
        musicAuthor=sound.author_name,
        musicAlbum=sound.album,
        musicOriginal=sound.is_original,
        playUrl=sound.play_url,
        coverMediumUrl=sound.cover_medium_url,
    )


def _meta(video: Video) -> VideoMeta:
    tracks = video.subtitles or ()
    return VideoMeta(
        height=video.height,
        width=video.width,
        duration=video.duration_s,
        coverUrl=video.cover_url,
        originalCoverUrl=video.origin_cover_url,
        definition=video.definition,
        format=video.format,
        downloadAddr=video.download_url,
        subtitleLinks=_many(video.subtitles, _subtitle),
        transcriptionLink=next((track.url for track in tracks if track.is_original), None),
    )


def _subtitle(track: Subtitle) -> SubtitleLink:
    return SubtitleLink(
        language=track.language,
        source=track.source,
        version=track.version,
        downloadLink=track.url,
        tiktokLink=track.url,
    )


def _location(poi: Poi | None) -> LocationMeta | None:
    if poi is None:
        return None
    return LocationMeta(
        locationName=poi.name,
        address=poi.address,
        city=poi.city,
        cityCode=poi.city_code,
        countryCode=poi.country_code,
    )


def _mention(mention: Mention) -> DetailedMention:
    profile = f"https://www.tiktok.com/@{mention.unique_id}" if mention.unique_id else None
    return DetailedMention(id=mention.user_id, name=mention.unique_id, profileUrl=profile)


def _tag(tag: Hashtag) -> ApifyTag:
    return ApifyTag(
        **_common(tag),
        id=tag.hashtag_id,
        name=tag.name,
        title=tag.description,
        cover=tag.cover_url,
        searchHashtag=SearchHashtag(name=tag.name, views=tag.view_count),
    )


def _many(members: Iterable[T] | None, convert: Callable[[T], R]) -> tuple[R, ...] | None:
    return None if members is None else tuple(convert(member) for member in members)


def _epoch(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _iso(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
