"""Our records in the shape of the ``apify`` profile. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.feeds.apify_parts import author, common, epoch, handle, iso, many, mention, music
from tiktok_spiders.feeds.apify_shapes import (
    ApifyComment,
    ApifyHashtag,
    ApifyRecord,
    ApifyRelation,
    ApifySound,
    ApifySuggestion,
    ApifyTag,
    ApifyUser,
    ApifyVideo,
    AuthorMeta,
    ImageLink,
    LocationMeta,
    MusicMeta,
    SearchHashtag,
    SubtitleLink,
    VideoMeta,
)
from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.relation import Relation
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.suggestion import Suggestion
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video
from tiktok_spiders.urls import video_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktok_spiders.items.common import Poi, Record, Subtitle

APIFY_CLASSES: dict[str, type[ApifyRecord]] = {
    "video": ApifyVideo,
    "user": ApifyUser,
    "sound": ApifySound,
    "hashtag": ApifyTag,
    "comment": ApifyComment,
    "relation": ApifyRelation,
    "suggestion": ApifySuggestion,
}
"""The profile's class by record type; other types have no counterpart."""


def apify_record(
    record: Record,
    users: Mapping[str, User] | None = None,
    sounds: Mapping[str, Sound] | None = None,
) -> ApifyRecord:
    """Return a record in the profile's shape; ``ValueError`` for a type that it does not know.

    A video carries its author and sound whole where ``users`` and ``sounds`` (by id) hold them, and a
    relation its member.
    """
    if isinstance(record, Video):
        user = (users or {}).get(record.author_id or "")
        return _video(record, user, (sounds or {}).get(record.sound_id or ""))
    if isinstance(record, Relation):
        return _relation(record, (users or {}).get(record.member_id))
    for known, convert in _CONVERT.items():
        if isinstance(record, known):
            return convert(record)
    raise ValueError(f"the apify profile has no {record.record_type} records")


def _video(video: Video, user: User | None, sound: Sound | None) -> ApifyVideo:
    return ApifyVideo(
        **common(video),
        **_origin(video),
        id=video.video_id,
        text=video.description,
        textLanguage=video.language,
        createTime=epoch(video.created_at),
        createTimeISO=iso(video.created_at),
        locationCreated=video.location_created,
        isAd=video.is_ad,
        isMuted=video.is_muted,
        authorMeta=author(user) if user else _author_of(video),
        musicMeta=music(sound) if sound else MusicMeta(musicId=video.sound_id),
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
        mentions=many(video.mentions, handle),
        detailedMentions=many(video.mentions, mention),
        hashtags=many(video.hashtags, lambda tag: ApifyHashtag(id=tag.hashtag_id, name=tag.name)),
        effectStickers=many(
            video.effects,
            lambda effect: {
                "ID": effect.effect_id,
                "name": effect.name,
                "stickerStats": {"useCount": effect.use_count},
            },
        ),
        isSlideshow=video.type == "photo",
        slideshowImageLinks=many(
            video.images, lambda image: ImageLink(tiktokLink=image.url, downloadLink=image.url)
        ),
        isPinned=video.is_pinned,
        isSponsored=video.is_paid_partnership,
        hasTikTokShopProduct=None if video.products is None else bool(video.products),
    )


def _origin(video: Video) -> dict[str, Any]:
    source = video.source
    return {
        "searchHashtag": SearchHashtag(name=source.target) if source.spider == "hashtag" else None,
        "searchQuery": source.target if source.spider == "search" else None,
        "fromProfileSection": source.section if source.spider == "user" else None,
        "submittedVideoUrl": source.target if source.spider == "video" else None,
    }


def _user(user: User) -> ApifyUser:
    return ApifyUser(authorMeta=author(user), **common(user))


def _sound(sound: Sound) -> ApifySound:
    return ApifySound(musicMeta=music(sound), **common(sound))


def _author_of(video: Video) -> AuthorMeta:
    return AuthorMeta(id=video.author_id, name=video.author_unique_id, nickName=video.author_nickname)


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
        subtitleLinks=many(video.subtitles, _subtitle),
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


def _tag(tag: Hashtag) -> ApifyTag:
    return ApifyTag(
        **common(tag),
        id=tag.hashtag_id,
        name=tag.name,
        title=tag.description,
        cover=tag.cover_url,
        searchHashtag=SearchHashtag(name=tag.name, views=tag.view_count),
    )


def _comment(comment: Comment) -> ApifyComment:
    return ApifyComment(
        **common(comment),
        cid=comment.comment_id,
        videoWebUrl=video_url(comment.video_id),
        text=comment.text,
        createTime=epoch(comment.created_at),
        createTimeISO=iso(comment.created_at),
        diggCount=comment.like_count,
        likedByAuthor=comment.liked_by_author,
        pinnedByAuthor=comment.pinned_by_author,
        repliesToId=comment.parent_comment_id,
        replyCommentTotal=comment.reply_count,
        uid=comment.user_id,
        uniqueId=comment.unique_id,
        avatarThumbnail=comment.avatar_thumb_url,
        mentions=many(comment.mentions, handle),
        detailedMentions=many(comment.mentions, mention),
        submittedVideoUrl=comment.source.target if comment.source.spider == "video" else None,
    )


def _relation(relation: Relation, member: User | None) -> ApifyRelation:
    named = AuthorMeta(
        id=relation.member_id, name=relation.member_unique_id, nickName=relation.member_nickname
    )
    return ApifyRelation(
        **common(relation),
        authorMeta=author(member) if member else named,
        connectedTo=relation.owner_unique_id or relation.owner_id,
        connectionType=relation.direction,
    )


def _suggestion(suggestion: Suggestion) -> ApifySuggestion:
    return ApifySuggestion(**common(suggestion), searchQuery=suggestion.query, text=suggestion.text)


_CONVERT: dict[type[Any], Callable[[Any], ApifyRecord]] = {
    User: _user,
    Sound: _sound,
    Hashtag: _tag,
    Comment: _comment,
    Suggestion: _suggestion,
}
