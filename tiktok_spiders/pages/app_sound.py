"""A sound of the app's snake_case answers, made into a `Sound`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.sound import Sound
from tiktok_spiders.pages.answer import first_flag
from tiktok_spiders.pages.app_user import file_url
from tiktok_spiders.pages.coerce import Misread, flag, identifier, moment, real, text
from tiktok_spiders.pages.counters import rounded_names, told
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.pages.wire_app_sound import (
    WireAppArtist,
    WireAppLength,
    WireAppMatch,
    WireAppRelease,
    WireAppSong,
)
from tiktok_spiders.urls import sound_url

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_app_sound import WireAppMusic

_SOUND = Table(
    "sound",
    ("title", "title", text),
    ("author_name", "author", text),
    ("album", "album", text),
    ("owner_unique_id", "owner_handle", handle),
    ("shoot_duration_s", "shoot_duration", real),
    ("is_commerce_music", "is_commerce_music", flag),
    ("language", "language", text),
)
_ARTIST = Table(
    "sound",
    ("author_id", "uid", identifier),
    ("author_sec_uid", "sec_uid", text),
    ("author_unique_id", "handle", handle),
)
_MATCH = Table(
    "sound",
    ("matched_song_id", "id", identifier),
    ("matched_song_title", "title", text),
    ("matched_song_author", "author", text),
)


def app_sound(
    music: WireAppMusic, capture: Capture, misread: Misread, *, detail: int, **given: Any
) -> Sound | None:
    """Return the record of a sound; ``given`` are fields that stand outside of it. None without an id."""
    sound_id = identifier(music.id_str or music.mid, "sound/sound_id", misread)
    if sound_id is None:
        return None
    found = _SOUND.read(music, misread)
    counts: dict[str, Any] = {"video_count": told((music.user_count,), "sound/video_count", misread)}
    return Sound(
        **capture.envelope(detail=detail),
        **found,
        **_ARTIST.read((music.artists or [WireAppArtist()])[0], misread),
        **_MATCH.read(music.matched_song or WireAppMatch(), misread),
        **_lengths(music, misread),
        **_files(music, misread),
        **_times(music, capture, misread),
        **counts,
        sound_id=sound_id,
        is_original=first_flag((music.is_original_sound, music.is_original), "sound/is_original", misread),
        rounded_counts=rounded_names(counts),
        url=sound_url(sound_id, found.get("title")),
        **given,
    )


def _lengths(music: WireAppMusic, misread: Misread) -> dict[str, Any]:
    """Return the lengths in seconds, the precise ones first; 0 is none."""
    precise = (music.duration_high_precision or WireAppLength()).duration_precision
    song = music.full_song or WireAppSong()
    full = song.full_song_duration_precision or song.full_song_duration
    return {
        "duration_s": real(precise or music.duration, "sound/duration_s", misread) or None,
        "full_duration_s": real(full, "sound/full_duration_s", misread) or None,
    }


def _files(music: WireAppMusic, misread: Misread) -> dict[str, Any]:
    files = {
        "play_url": music.play_url,
        "cover_thumb_url": music.cover_thumb,
        "cover_medium_url": music.cover_medium,
        "cover_url": music.cover_large,
    }
    return {field: file_url(file, f"sound/{field}", misread) for field, file in files.items()}


def _times(music: WireAppMusic, capture: Capture, misread: Misread) -> dict[str, Any]:
    release = (music.music_release_info or WireAppRelease()).group_release_date
    return {
        "released_at": moment(release, "sound/released_at", misread, capture.scraped_at, future=True),
        "created_at": moment(music.create_time, "sound/created_at", misread, capture.scraped_at),
    }
