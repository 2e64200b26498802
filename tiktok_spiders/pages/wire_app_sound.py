"""The wanted keys of a sound, as the app's snake_case answers send them."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_app import AppFile  # noqa: TC001 - msgspec needs it
from tiktok_spiders.pages.wire_parts import Wire


class WireAppArtist(Wire, rename=None):
    """An account behind a sound."""

    uid: Any = None
    sec_uid: Any = None
    handle: Any = None


class WireAppLength(Wire, rename=None):
    """Exact lengths."""

    duration_precision: Any = None


class WireAppSong(Wire, rename=None):
    """The whole song that a sound is a part of."""

    full_song_duration_precision: Any = None
    full_song_duration: Any = None


class WireAppMatch(Wire, rename=None):
    """The song that a sound was recognised as."""

    id: Any = None
    title: Any = None
    author: Any = None


class WireAppRelease(Wire, rename=None):
    """When a song came out."""

    group_release_date: Any = None


class WireAppMusic(Wire, rename=None):
    """A sound. Its ``id`` is an integer that may have been rounded, and is never read."""

    id_str: Any = None
    mid: Any = None
    title: Any = None
    author: Any = None
    album: Any = None
    artists: list[WireAppArtist] | None = None
    owner_handle: Any = None
    is_original_sound: Any = None
    is_original: Any = None
    duration: Any = None
    duration_high_precision: WireAppLength | None = None
    shoot_duration: Any = None
    full_song: WireAppSong | None = None
    play_url: AppFile | None = None
    cover_thumb: AppFile | None = None
    cover_medium: AppFile | None = None
    cover_large: AppFile | None = None
    user_count: Any = None
    is_commerce_music: Any = None
    matched_song: WireAppMatch | None = None
    music_release_info: WireAppRelease | None = None
    create_time: Any = None
    language: Any = None
