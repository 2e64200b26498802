"""Playlists and public collections, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tiktok_spiders.items.common import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Playlist(Record):
    """An author's playlist, or a user's public collection."""

    key_field: ClassVar[str] = "playlist_id"
    required: ClassVar[tuple[str, ...]] = ("playlist_id",)

    record_type: str = "playlist"
    """Always ``playlist``."""

    playlist_id: str
    """Decimal identifier."""

    kind: str | None = None
    """``playlist`` or ``collection``."""

    name: str | None = None
    """Shown name."""

    owner_id: str | None = None
    """Decimal identifier of the owner."""

    owner_sec_uid: str | None = None
    """The owner's opaque identifier of the web."""

    owner_unique_id: str | None = None
    """The owner's handle without ``@``, as at capture."""

    video_count: int | None = None
    """Videos in it."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    cover_url: str | None = None
    """Cover picture; it expires."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaylistItem(Record):
    """One video's place in a playlist or collection."""

    key_field: ClassVar[str] = "video_id"
    key_with: ClassVar[tuple[str, ...]] = ("playlist_id", "position")
    required: ClassVar[tuple[str, ...]] = ("playlist_id", "position", "video_id")

    record_type: str = "playlist_item"
    """Always ``playlist_item``."""

    playlist_id: str
    """Decimal identifier of the playlist or collection."""

    position: int
    """Place in it, from 0."""

    video_id: str
    """Decimal identifier of the video."""
