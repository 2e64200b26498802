"""Accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Record):
    """An account. A reduced private profile has no ``user_id``: it is known by its other names then."""

    key_field: ClassVar[str] = "user_id"
    required: ClassVar[tuple[str, ...]] = ()

    record_type: str = "user"
    """Always ``user``."""

    user_id: str | None = None
    """Decimal identifier, 17 to 19 digits for newer accounts."""

    sec_uid: str | None = None
    """Opaque identifier of the web, unique; 55 or 76 characters."""

    unique_id: str | None = None
    """Handle without ``@``, lower case; may change hands."""

    short_id: str | None = None
    """Short decimal identifier of early accounts."""

    nickname: str | None = None
    """Shown name."""

    bio: str | None = None
    """Biography; ``""`` is known to be empty."""

    bio_link: str | None = None
    """Link in the profile; ``""`` where a profile has none."""

    bio_link_risk: int | None = None
    """TikTok's risk grade of that link."""

    avatar_thumb_url: str | None = None
    """Small picture; it expires."""

    avatar_medium_url: str | None = None
    """Medium picture; it expires."""

    avatar_url: str | None = None
    """Large picture; it expires."""

    avatar_key: str | None = None
    """TikTok's name of the picture; changes only when the picture does."""

    url: str | None = None
    """Address of the profile."""

    verified: bool | None = None
    """TikTok's verification badge."""

    is_private: bool | None = None
    """True for an account that shows its videos to followers only."""

    is_secret: bool | None = None
    """TikTok's own ``secret`` mark."""

    region: str | None = None
    """ISO 3166-1 alpha-2 code; few answers tell it."""

    language: str | None = None
    """Language of the account's application."""

    created_at: datetime | None = None
    """Registration, UTC. Never derived from the identifier."""

    unique_id_changed_at: datetime | None = None
    """Last change of the handle, UTC."""

    nickname_changed_at: datetime | None = None
    """Last change of the shown name, UTC."""

    is_commerce: bool | None = None
    """True for a business account."""

    commerce_category: str | None = None
    """Category of the business, in words."""

    is_seller: bool | None = None
    """True for an account with a shop."""

    is_organization: bool | None = None
    """True for an organisation."""

    is_virtual: bool | None = None
    """TikTok's mark of a virtual advertiser account."""

    is_minor_flag: bool | None = None
    """TikTok's under-age mark (``ftc``)."""

    room_id: str | None = None
    """Live room, while on air."""

    is_live: bool | None = None
    """Whether the account is on air; None where the answer does not tell."""

    follower_count: int | None = None
    """Followers."""

    following_count: int | None = None
    """Accounts followed."""

    heart_count: int | None = None
    """Likes received on all videos."""

    video_count: int | None = None
    """Public videos."""

    liked_count: int | None = None
    """Likes given; profiles do not tell it."""

    friend_count: int | None = None
    """Mutual followers; told by profiles only."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    likes_are_public: bool | None = None
    """Whether the liked videos are shown."""

    following_visibility: int | None = None
    """1: the following list is public; 2 was recorded too."""

    comment_setting: int | None = None
    """TikTok's number: who may comment."""

    duet_setting: int | None = None
    """TikTok's number: who may duet."""

    stitch_setting: int | None = None
    """TikTok's number: who may stitch."""

    download_setting: int | None = None
    """TikTok's number: who may download."""

    embed_allowed: bool | None = None
    """Whether the profile may be embedded."""

    has_playlist_tab: bool | None = None
    """Whether the profile shows playlists."""

    has_music_tab: bool | None = None
    """Whether the profile shows sounds."""

    has_question_tab: bool | None = None
    """Whether the profile shows questions."""

    story_status: int | None = None
    """TikTok's number of the story state."""

    status: str | None = None
    """``ok, private, banned, missing`` or ``unavailable``; None where only met in passing."""

    status_code: int | None = None
    """TikTok's status code; None where only met in passing."""

    status_message: str | None = None
    """TikTok's words for it."""

    is_pseudonymous: bool = False
    """True where the account's names were replaced by a pseudonym, or dropped, before writing."""
