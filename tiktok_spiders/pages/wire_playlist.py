"""The wanted keys of playlists and collections, as the camelCase answers send them."""

from __future__ import annotations

from typing import Any

from tiktok_spiders.pages.wire_parts import Wire, WireAuthor, WireImageUrl


class WirePlaylist(Wire):
    """One playlist, in both spellings of its identifier and name."""

    mix_id: Any = None
    id: Any = None
    mix_name: Any = None
    name: Any = None
    video_count: Any = None
    cover: WireImageUrl | list[str] | str | None = None
    creator: WireAuthor | None = None


class WireCollection(Wire):
    """One collection; it names its owner by the handle alone."""

    collection_id: Any = None
    name: Any = None
    total: Any = None
    user_name: Any = None
    cover: WireImageUrl | list[str] | str | None = None
