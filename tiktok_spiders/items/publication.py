"""A post that was made with TikTok's official API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Record):
    """What became of a post of the queue; see the page on publishing."""

    key_field: ClassVar[str] = "queue_id"
    required: ClassVar[tuple[str, ...]] = ("queue_id", "account", "state")

    record_type: str = "publication"
    """Always ``publication``."""

    queue_id: str
    """Its number in the queue, as ``scrapy publish status`` takes it."""

    account: str
    """The name that the account was logged in under."""

    state: str
    """``queued, claimed, starting, uploading, processing, published, inbox, unknown, cancelled, failed``."""

    reason: str | None = None
    """Why it is in this state, in words."""

    kind: str
    """``video`` or ``photos``."""

    mode: str
    """``direct``, or ``inbox`` for a draft."""

    key: str
    """What makes the same post asked for twice one post."""

    file_name: str | None = None
    """Name of the file, without its directory; None for a pull."""

    urls: tuple[str, ...] = ()
    """What TikTok fetches by itself."""

    caption: str | None = None
    """Caption of a video, description of photos."""

    privacy: str | None = None
    """Privacy level that was chosen."""

    publish_id: str | None = None
    """TikTok's name for the post; opaque."""

    video_ids: tuple[str, ...] = ()
    """Public posts that came of it, once TikTok has looked through them."""

    size: int | None = None
    """Bytes of the file."""

    inits: int = 0
    """How often TikTok was asked to begin it."""

    due_at: datetime | None = None
    """When it was, or is, due."""

    queued_at: datetime | None = None
    """When it was asked for."""

    updated_at: datetime | None = None
    """Last change."""
