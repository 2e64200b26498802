"""Videos and photo posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.items.parts import (
        Anchor,
        EffectRef,
        HashtagRef,
        Image,
        Mention,
        Poi,
        ProductRef,
        Rendition,
        Subtitle,
        TextSpan,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Video(Record):
    """One public video or photo post. Counts are as at ``scraped_at``."""

    key_field: ClassVar[str] = "video_id"
    required: ClassVar[tuple[str, ...]] = ("video_id", "type", "url")

    record_type: str = "video"
    """Always ``video``."""

    video_id: str
    """Decimal identifier; its upper 32 bits are the upload time."""

    type: str
    """``video`` or ``photo``."""

    url: str
    """Address of the page, without a query; ``_`` stands for an unknown handle."""

    author_id: str | None = None
    """Decimal identifier of the author."""

    author_sec_uid: str | None = None
    """The author's opaque identifier of the web."""

    author_unique_id: str | None = None
    """The author's handle without ``@``, as at capture."""

    author_nickname: str | None = None
    """The author's shown name, as at capture."""

    description: str | None = None
    """Caption as sent; ``""`` is known to be empty. Mobile pages cut it with ``...``."""

    title: str | None = None
    """Title of a photo post."""

    language: str | None = None
    """Language of the caption, as TikTok guesses it."""

    created_at: datetime | None = None
    """Publication, UTC."""

    created_at_is_estimated: bool = False
    """True where ``created_at`` is ``uploaded_at`` for want of better."""

    uploaded_at: datetime | None = None
    """Upload, UTC, from the identifier; a scheduled post is published later."""

    scheduled_at: datetime | None = None
    """Planned publication, UTC."""

    play_count: int | None = None
    """Views."""

    like_count: int | None = None
    """Likes."""

    comment_count: int | None = None
    """Comments, replies included."""

    share_count: int | None = None
    """Shares."""

    save_count: int | None = None
    """Times saved to favourites."""

    repost_count: int | None = None
    """Reposts; the web never tells."""

    download_count: int | None = None
    """Downloads; told by the app's shape only."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    duration_s: float | None = None
    """Seconds."""

    width: int | None = None
    """Pixels."""

    height: int | None = None
    """Pixels."""

    ratio: str | None = None
    """TikTok's name of the size, such as ``540p``; the short side of that one is 576."""

    definition: str | None = None
    """TikTok's name of the quality, such as ``540p``."""

    format: str | None = None
    """Container of the file, such as ``mp4``."""

    codec: str | None = None
    """Codec of ``play_url``, such as ``h264``."""

    bitrate: int | None = None
    """Bits per second of ``play_url``."""

    file_size: int | None = None
    """Bytes of ``play_url``."""

    file_uri: str | None = None
    """TikTok's name of the file: equal for equal uploads."""

    file_hash: str | None = None
    """MD5 of the file, hexadecimal."""

    loudness: float | None = None
    """Loudness, LUFS."""

    peak: float | None = None
    """Peak of the sound, 0 to 1."""

    quality_score: float | None = None
    """TikTok's score of the picture, 0 to 100."""

    play_url: str | None = None
    """Address of the file; it expires, and asks for the cookies of its session."""

    download_url: str | None = None
    """Address of the file with a watermark; it expires."""

    url_expires_at: datetime | None = None
    """When ``play_url`` stops working, UTC."""

    cover_url: str | None = None
    """Cover picture; it expires."""

    origin_cover_url: str | None = None
    """First frame; it expires."""

    dynamic_cover_url: str | None = None
    """Moving cover; it expires."""

    renditions: tuple[Rendition, ...] | None = None
    """Other encodings of the video."""

    subtitles: tuple[Subtitle, ...] | None = None
    """Subtitle tracks; ``()`` is known to be none."""

    audio_language: str | None = None
    """Spoken language in the ``eng-US`` form."""

    transcript: str | None = None
    """Text of the track in the spoken language, only when subtitles were fetched."""

    images: tuple[Image, ...] | None = None
    """Pictures of a photo post, in order."""

    image_cover_url: str | None = None
    """Cover of a photo post; it expires."""

    hashtags: tuple[HashtagRef, ...] | None = None
    """Hashtags in the order of the text."""

    mentions: tuple[Mention, ...] | None = None
    """Accounts named in the caption."""

    text_spans: tuple[TextSpan, ...] | None = None
    """Parts of the caption that stand for something, in code points."""

    effects: tuple[EffectRef, ...] | None = None
    """Effects used."""

    sticker_texts: tuple[str, ...] | None = None
    """Texts on the picture, in order."""

    topics: tuple[str, ...] | None = None
    """TikTok's topic labels."""

    topic_id: int | None = None
    """TikTok's number of the topic."""

    category_id: int | None = None
    """TikTok's number of the explore category."""

    suggested_words: tuple[str, ...] | None = None
    """Searches that TikTok suggests beside the video."""

    keyword_tags: tuple[str, ...] | None = None
    """Keywords of the page."""

    channel_tags: tuple[str, ...] | None = None
    """Channel labels of the page."""

    sound_id: str | None = None
    """Decimal identifier of the sound."""

    poi: Poi | None = None
    """Tagged place."""

    location_created: str | None = None
    """Country where it was made, ISO 3166-1 alpha-2."""

    is_ad: bool | None = None
    """True for a promoted post."""

    is_ad_authorized: bool | None = None
    """True where the author lets advertisers use the post."""

    is_paid_partnership: bool | None = None
    """True where a paid partnership is disclosed."""

    is_commission_eligible: bool | None = None
    """True where linked products pay a commission."""

    is_ai_generated: bool | None = None
    """True where it is labelled as made by AI."""

    ai_label_type: int | None = None
    """TikTok's number of the AI label; 0 is none, others are unconfirmed."""

    ai_description: str | None = None
    """Text of the AI label."""

    is_pinned: bool | None = None
    """Pinned on the profile; known in the profile's own list only."""

    is_muted: bool | None = None
    """True where the sound was taken away."""

    is_private: bool | None = None
    """True for a post that only its author sees."""

    for_friends: bool | None = None
    """True for a post that only friends see."""

    is_secret: bool | None = None
    """TikTok's ``secret`` mark."""

    is_reviewing: bool | None = None
    """True while TikTok reviews it."""

    is_original: bool | None = None
    """TikTok's ``originalItem`` mark."""

    is_official: bool | None = None
    """TikTok's ``officalItem`` mark."""

    is_indexable: bool | None = None
    """True where search engines may show it."""

    is_taken_down: bool | None = None
    """True where TikTok has taken it down."""

    is_sensitive: bool | None = None
    """True where it is hidden behind a warning."""

    warnings: tuple[str, ...] | None = None
    """Warnings beside the video, each as JSON text."""

    comment_setting: int | None = None
    """Who may comment; 0 is everybody."""

    can_comment: bool | None = None
    """Whether a viewer may comment."""

    can_share: bool | None = None
    """Whether a viewer may share."""

    can_repost: bool | None = None
    """Whether a viewer may repost."""

    duet_enabled: bool | None = None
    """Whether duets are allowed."""

    stitch_enabled: bool | None = None
    """Whether stitches are allowed."""

    duet_from_id: str | None = None
    """The video that this one is a duet with."""

    playlist_id: str | None = None
    """The author's playlist that holds it."""

    anchors: tuple[Anchor, ...] | None = None
    """Links under the caption."""

    products: tuple[ProductRef, ...] | None = None
    """Shop products linked from it."""

    status: str | None = None
    """``ok, missing, private, login, age, region`` or ``unavailable``."""

    status_code: int | None = None
    """TikTok's status code of the page; None in lists."""

    status_message: str | None = None
    """TikTok's words for it."""

    is_pseudonymous: bool = False
    """True where a person's names were replaced by a pseudonym, or dropped, before writing."""
