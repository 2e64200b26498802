"""The wanted keys of embeds. Those of the single-video embed are known from descriptions only."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_parts import Wire


class WireEmbedEntry(Wire):
    """One entry of a creator embed's ``videoList``."""

    id: Any = None
    author_unique_id: Any = None
    desc: Any = None
    play_count: Any = None
    width: Any = None
    height: Any = None
    ratio: Any = None
    play_addr: Any = None
    cover_url: Any = None
    origin_cover_url: Any = None
    dynamic_cover_url: Any = None
    private_item: Any = None


class WireEmbedMeta(Wire):
    """Sizes of a file."""

    duration: Any = None
    width: Any = None
    height: Any = None


class WireEmbedFile(Wire):
    """The file of a video."""

    urls: Any = None
    video_meta: WireEmbedMeta | None = None


class WireEmbedItem(Wire):
    """The video of a single-video embed."""

    id: Any = None
    text: Any = None
    create_time: Any = None
    covers: Any = None
    play_count: Any = None
    digg_count: Any = None
    comment_count: Any = None
    share_count: Any = None
    video: WireEmbedFile | None = None


class WireEmbedAuthor(Wire):
    """Its author."""

    user_id: Any = None
    unique_id: Any = None
    nick_name: Any = None
    sec_uid: Any = None
    verified: Any = None
    signature: Any = None


class WireEmbedMusic(Wire):
    """Its sound."""

    music_id: Any = None
    music_name: Any = None
    author_name: Any = None
    original: Any = None


class WireVideoData(Wire):
    """``videoData`` of a single-video embed."""

    item_infos: WireEmbedItem | None = None
    author_infos: WireEmbedAuthor | None = None
    music_infos: WireEmbedMusic | None = None
