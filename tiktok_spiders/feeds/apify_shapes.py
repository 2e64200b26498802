"""The records of the ``apify`` profile: field names and nesting of the clockworks TikTok actors.

For those who move and keep their notebooks. What we do not know is null; nothing is made up.
"""
# ruff: noqa: N815, D101 - the names are the other side's

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorMeta:
    id: str | None = None
    name: str | None = None
    profileUrl: str | None = None
    nickName: str | None = None
    verified: bool | None = None
    signature: str | None = None
    bioLink: str | None = None
    avatar: str | None = None
    originalAvatarUrl: str | None = None
    commerceUserInfo: dict[str, Any] | None = None
    privateAccount: bool | None = None
    region: str | None = None
    roomId: str | None = None
    ttSeller: bool | None = None
    isUnderAge18: bool | None = None
    createTime: int | None = None
    fans: int | None = None
    following: int | None = None
    friends: int | None = None
    heart: int | None = None
    video: int | None = None
    digg: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicMeta:
    musicId: str | None = None
    musicName: str | None = None
    musicAuthor: str | None = None
    musicAlbum: str | None = None
    musicOriginal: bool | None = None
    playUrl: str | None = None
    coverMediumUrl: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubtitleLink:
    language: str | None = None
    source: str | None = None
    version: str | None = None
    downloadLink: str | None = None
    tiktokLink: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoMeta:
    height: int | None = None
    width: int | None = None
    duration: float | None = None
    coverUrl: str | None = None
    originalCoverUrl: str | None = None
    definition: str | None = None
    format: str | None = None
    downloadAddr: str | None = None
    subtitleLinks: tuple[SubtitleLink, ...] | None = None
    transcriptionLink: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationMeta:
    locationName: str | None = None
    address: str | None = None
    city: str | None = None
    cityCode: str | None = None
    countryCode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifyHashtag:
    id: str | None = None
    name: str | None = None
    title: str | None = None
    cover: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHashtag:
    name: str | None = None
    views: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailedMention:
    id: str | None = None
    name: str | None = None
    profileUrl: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageLink:
    tiktokLink: str | None = None
    downloadLink: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifyRecord:
    column_joiner: ClassVar[str] = "."
    input: str | None = None
    error: str | None = None
    errorCode: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifyVideo(ApifyRecord):
    id: str
    text: str | None = None
    textLanguage: str | None = None
    createTime: int | None = None
    createTimeISO: str | None = None
    locationCreated: str | None = None
    isAd: bool | None = None
    isMuted: bool | None = None
    authorMeta: AuthorMeta = AuthorMeta()
    musicMeta: MusicMeta = MusicMeta()
    videoMeta: VideoMeta = VideoMeta()
    locationMeta: LocationMeta | None = None
    webVideoUrl: str | None = None
    mediaUrls: tuple[str, ...] = ()
    diggCount: int | None = None
    shareCount: int | None = None
    playCount: int | None = None
    collectCount: int | None = None
    commentCount: int | None = None
    repostCount: int | None = None
    mentions: tuple[str, ...] | None = None
    detailedMentions: tuple[DetailedMention, ...] | None = None
    hashtags: tuple[ApifyHashtag, ...] | None = None
    effectStickers: tuple[dict[str, Any], ...] | None = None
    isSlideshow: bool = False
    slideshowImageLinks: tuple[ImageLink, ...] | None = None
    isPinned: bool | None = None
    isSponsored: bool | None = None
    hasTikTokShopProduct: bool | None = None
    searchHashtag: SearchHashtag | None = None
    searchQuery: str | None = None
    fromProfileSection: str | None = None
    submittedVideoUrl: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifyUser(ApifyRecord):
    authorMeta: AuthorMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifySound(ApifyRecord):
    musicMeta: MusicMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifyTag(ApifyRecord):
    id: str | None = None
    name: str
    title: str | None = None
    cover: str | None = None
    searchHashtag: SearchHashtag


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifyComment(ApifyRecord):
    cid: str
    videoWebUrl: str
    text: str | None = None
    createTime: int | None = None
    createTimeISO: str | None = None
    diggCount: int | None = None
    likedByAuthor: bool | None = None
    pinnedByAuthor: bool | None = None
    repliesToId: str | None = None
    replyCommentTotal: int | None = None
    uid: str | None = None
    uniqueId: str | None = None
    avatarThumbnail: str | None = None
    mentions: tuple[str, ...] | None = None
    detailedMentions: tuple[DetailedMention, ...] | None = None
    submittedVideoUrl: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifyRelation(ApifyRecord):
    authorMeta: AuthorMeta
    connectedTo: str
    connectionType: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApifySuggestion(ApifyRecord):
    """The profile names the query only; ``text`` is our own name."""

    searchQuery: str
    text: str
