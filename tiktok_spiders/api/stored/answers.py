"""The answers, as OpenAPI tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from tiktok_spiders.api.names import CommentOut, HashtagOut, ProductOut, SoundOut, UserOut, VideoOut

Loose = dict[str, Any]
"""A record with ``view=record`` or ``fields``."""


class ListOut(BaseModel):
    """What every list tells."""

    total: int | None = Field(description="Records in all, up to 60 s old; null with `cursor` unless asked.")
    limit: int
    offset: int | None = Field(description="Null with `cursor`.")
    has_more: bool
    next_cursor: str | None = Field(description="For `cursor`, if there is more.")


class VideosOut(ListOut):
    """Videos."""

    videos: list[VideoOut | Loose]


class UsersOut(ListOut):
    """Accounts."""

    users: list[UserOut | Loose]


class HashtagsOut(ListOut):
    """Hashtags."""

    hashtags: list[HashtagOut | Loose]


class SoundsOut(ListOut):
    """Sounds."""

    sounds: list[SoundOut | Loose]


class ProductsOut(ListOut):
    """Products."""

    products: list[ProductOut | Loose]


class CommentsOut(ListOut):
    """Comments."""

    comments: list[CommentOut | Loose]


class NameOut(BaseModel):
    """A change of a name or text."""

    field: str
    observed_at: datetime
    old: str | None
    new: str | None
    changed_at: datetime | None = Field(description="As TikTok tells it.")


class StatusOut(BaseModel):
    """A change of state."""

    observed_at: datetime
    old: str | None
    new: str | None
    status_code: int | None
    country: str | None
    run_id: str | None


class HistoryOut(BaseModel):
    """What was noted of a record over time, newest first. What was not told is null."""

    id: str
    counters: list[Loose] = Field(description="Counts, and prices of a product; each with `observed_at`.")
    names: list[NameOut]
    statuses: list[StatusOut]
    has_more: bool = Field(description="Whether a part has older rows: ask with `before`.")
