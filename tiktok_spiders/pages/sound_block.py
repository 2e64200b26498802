"""A sound as items and its own header tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import ExternalSong
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.pages.coerce import Misread, flag, identifier, integer, real, text, url
from tiktok_spiders.pages.table import Table
from tiktok_spiders.urls import sound_url

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_media import WireDsp, WireMusic

_SOUND = Table(
    "sound",
    ("title", "title", text),
    ("author_name", "author_name", text),
    ("album", "album", text),
    ("is_original", "original", flag),
    ("duration_s", "duration", real),
    ("shoot_duration_s", "shoot_duration", real),
    ("play_url", "play_url", url),
    ("cover_thumb_url", "cover_thumb", url),
    ("cover_medium_url", "cover_medium", url),
    ("cover_url", "cover_large", url),
    ("is_private", "private", flag),
    ("is_copyrighted", "is_copyrighted", flag),
    ("is_commerce_music", "is_commerce_music", flag),
    ("is_unlimited", "is_unlimited_music", flag),
)


def thin_sound(music: WireMusic | None, capture: Capture, misread: Misread) -> Sound | None:
    """Return what an item tells of its sound; None where it has none (no id)."""
    return sound_of(music, capture, misread, detail=1) if music else None


def sound_of(
    music: WireMusic, capture: Capture, misread: Misread, *, detail: int, **given: Any
) -> Sound | None:
    """Return the record of a sound; ``given`` are fields that only a header tells. None without an id."""
    sound_id = identifier(music.id, "sound/sound_id", misread)
    if sound_id is None:
        return None
    found = _SOUND.read(music, misread)
    precise = music.precise_duration
    exact = real(precise.precise_duration, "sound/duration_s", misread) if precise else None
    found["duration_s"] = exact or found.get("duration_s") or None
    return Sound(
        **capture.envelope(detail=detail),
        sound_id=sound_id,
        url=sound_url(sound_id, found.get("title")),
        external_ids=_external(music.tt2dsp, misread),
        **found,
        **given,
    )


def _external(wire: WireDsp | None, misread: Misread) -> tuple[ExternalSong, ...] | None:
    songs = wire.tt_to_dsp_song_infos if wire else None
    if songs is None:
        return None
    return tuple(
        [
            ExternalSong(
                platform=integer(each.platform, "sound/external_ids", misread),
                song_id=text(each.song_id, "sound/external_ids", misread),
                meta_song_id=identifier(each.meta_song_id, "sound/external_ids", misread),
            )
            for each in songs
        ]
    )
