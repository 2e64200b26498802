"""Hashtags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tiktok_spiders.items.common import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Hashtag(Record):
    """A hashtag (TikTok: challenge)."""

    key_field: ClassVar[str] = "hashtag_id"
    required: ClassVar[tuple[str, ...]] = ("name",)

    record_type: str = "hashtag"
    """Always ``hashtag``."""

    hashtag_id: str | None = None
    """Decimal identifier; where it is unknown the key is ``name``."""

    name: str
    """Key form: no ``#``, NFKC, case-folded."""

    title: str | None = None
    """Name as TikTok spells it."""

    description: str | None = None
    """``""`` is known to be empty, on a header; None from an item."""

    cover_url: str | None = None
    """Cover picture; it expires."""

    profile_url: str | None = None
    """Profile picture; it expires."""

    is_commerce: bool | None = None
    """True when TikTok marks it as commercial."""

    split_title: str | None = None
    """TikTok's title split for display."""

    view_count: int | None = None
    """Views of its videos; told by a header only."""

    video_count: int | None = None
    """Videos that use it; told by a header only."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    url: str | None = None
    """Address of the page."""

    status: str | None = None
    """``ok, missing`` or ``unavailable``."""

    status_code: int | None = None
    """TikTok's status code; None inside an item."""
