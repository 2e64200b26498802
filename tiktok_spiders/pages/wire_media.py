"""The wanted keys of an item's ``video`` and ``music``, as the camelCase answers send them."""

from __future__ import annotations

from typing import Any

import msgspec

from tiktok_spiders.pages.wire_parts import Wire


class WirePlay(Wire, rename="pascal"):
    """One file of a video."""

    data_size: Any = None
    width: Any = None
    height: Any = None
    uri: Any = None
    url_key: Any = None
    url_list: Any = None
    file_hash: Any = None


class WireRendition(Wire, rename="pascal"):
    """One encoding of a video."""

    gear_name: Any = None
    codec_type: Any = None
    bitrate: Any = None
    bitrate_fps: Any = msgspec.field(default=None, name="BitrateFPS")
    play_addr: WirePlay | None = None


class WireSubtitle(Wire, rename="pascal"):
    """One subtitle track."""

    language_code_name: Any = None
    source: Any = None
    format: Any = None
    version: Any = None
    url: Any = None
    url_expire: Any = None
    size: Any = None


class WireCaption(Wire):
    """The same track as the captions' own block tells it."""

    language: Any = None
    caption_format: Any = None
    variant: Any = None
    url: Any = None
    expire: Any = None
    is_auto_gen: Any = None
    is_original_caption: Any = None


class WireLanguage(Wire):
    """A spoken language."""

    language: Any = None


class WireCla(Wire):
    """The captions' own block."""

    caption_infos: list[WireCaption] | None = None
    original_language_info: WireLanguage | None = None


class WireVolume(Wire, rename="pascal"):
    """Loudness."""

    loudness: Any = None
    peak: Any = None


class WireVideo(Wire):
    """The file and its covers."""

    width: Any = None
    height: Any = None
    duration: Any = None
    ratio: Any = None
    definition: Any = None
    format: Any = None
    codec_type: Any = None
    bitrate: Any = None
    size: Any = None
    vq_score: Any = msgspec.field(default=None, name="VQScore")
    volume_info: WireVolume | None = None
    play_addr: Any = None
    download_addr: Any = None
    cover: Any = None
    origin_cover: Any = None
    dynamic_cover: Any = None
    play_addr_struct: WirePlay | None = msgspec.field(default=None, name="PlayAddrStruct")
    bitrate_info: list[WireRendition] | WireRendition | None = None
    subtitle_infos: list[WireSubtitle] | None = None
    cla_info: WireCla | None = None


class WirePrecise(Wire):
    """Exact lengths of a sound."""

    precise_duration: Any = None


class WireSong(Wire, rename=None):
    """A song at a music service."""

    platform: Any = None
    song_id: Any = None
    meta_song_id: Any = None


class WireDsp(Wire, rename=None):
    """Songs at music services."""

    tt_to_dsp_song_infos: list[WireSong] | None = None


class WireMusic(Wire):
    """The sound of an item."""

    id: Any = None
    title: Any = None
    author_name: Any = None
    album: Any = None
    original: Any = None
    duration: Any = None
    precise_duration: WirePrecise | None = None
    shoot_duration: Any = msgspec.field(default=None, name="shoot_duration")
    play_url: Any = None
    cover_thumb: Any = None
    cover_medium: Any = None
    cover_large: Any = None
    private: Any = None
    is_copyrighted: Any = None
    is_commerce_music: Any = msgspec.field(default=None, name="is_commerce_music")
    is_unlimited_music: Any = msgspec.field(default=None, name="is_unlimited_music")
    tt2dsp: WireDsp | None = None
