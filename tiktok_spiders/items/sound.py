"""Sounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.items.parts import ExternalSong


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound(Record):
    """A sound: a song, or the original sound of a video."""

    key_field: ClassVar[str] = "sound_id"
    required: ClassVar[tuple[str, ...]] = ("sound_id",)

    record_type: str = "sound"
    """Always ``sound``."""

    sound_id: str
    """Decimal identifier."""

    title: str | None = None
    """Title; of an original sound "original sound" in the author's language."""

    author_name: str | None = None
    """Artist, or the shown name of the author."""

    album: str | None = None
    """Album."""

    author_id: str | None = None
    """Account of the first artist; told by a sound's own answer only."""

    author_sec_uid: str | None = None
    """That account's opaque identifier of the web."""

    author_unique_id: str | None = None
    """That account's handle without ``@``."""

    owner_unique_id: str | None = None
    """Handle of the account that owns an original sound."""

    is_original: bool | None = None
    """TikTok's own mark; never inferred from the title."""

    duration_s: float | None = None
    """Seconds."""

    shoot_duration_s: float | None = None
    """Seconds that a recording may use."""

    full_duration_s: float | None = None
    """Seconds of the whole song."""

    play_url: str | None = None
    """Address of the file; it expires."""

    cover_thumb_url: str | None = None
    """Small cover; it expires."""

    cover_medium_url: str | None = None
    """Medium cover; it expires."""

    cover_url: str | None = None
    """Large cover; it expires."""

    video_count: int | None = None
    """Videos that use it; told by a sound's own answer only."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    is_private: bool | None = None
    """True for a sound that only its author may use."""

    is_copyrighted: bool | None = None
    """TikTok's copyright mark."""

    is_commerce_music: bool | None = None
    """True where businesses may use it."""

    is_unlimited: bool | None = None
    """TikTok's ``is_unlimited_music`` mark."""

    matched_song_id: str | None = None
    """The known song that an original sound was recognised as."""

    matched_song_title: str | None = None
    """Its title."""

    matched_song_author: str | None = None
    """Its artist."""

    external_ids: tuple[ExternalSong, ...] | None = None
    """The same song at music services."""

    released_at: datetime | None = None
    """Release, UTC; it may lie ahead."""

    created_at: datetime | None = None
    """When it came to TikTok, UTC."""

    language: str | None = None
    """Language of the song, an English name and not a code."""

    url: str | None = None
    """Address of the page."""

    status: str | None = None
    """``ok, missing, withdrawn, region`` or ``unavailable``."""

    status_code: int | None = None
    """TikTok's status code; None inside an item."""
