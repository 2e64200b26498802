"""Comments and replies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.items.parts import Image, Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Record):
    """A comment on a video, or a reply to one. The commenter stands flat on the row."""

    key_field: ClassVar[str] = "comment_id"
    required: ClassVar[tuple[str, ...]] = ("comment_id", "video_id")

    record_type: str = "comment"
    """Always ``comment``."""

    comment_id: str
    """Decimal identifier."""

    video_id: str
    """Decimal identifier of the video."""

    parent_comment_id: str | None = None
    """The top-level comment that a reply belongs to; None for a top-level comment."""

    reply_to_comment_id: str | None = None
    """The reply that a reply answers; None where it answers the top-level comment."""

    text: str | None = None
    """Text as sent; ``""`` is known to be empty: a comment may be a picture only."""

    language: str | None = None
    """Language of the text, as TikTok guesses it."""

    created_at: datetime | None = None
    """Publication, UTC; from the identifier, some seconds earlier, only where it is not told."""

    like_count: int | None = None
    """Likes."""

    reply_count: int | None = None
    """Replies; None on a reply."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    liked_by_author: bool | None = None
    """Whether the video's author likes it; told of top-level comments only."""

    pinned_by_author: bool | None = None
    """Whether the video's author has pinned it; told of top-level comments only."""

    by_video_author: bool | None = None
    """Whether the video's author wrote it; None while the author is unknown."""

    labels: tuple[str, ...] | None = None
    """TikTok's labels beside the comment."""

    mentions: tuple[Mention, ...] | None = None
    """Accounts named in the text."""

    images: tuple[Image, ...] | None = None
    """Pictures; ``()`` is known to be none."""

    position: int | None = None
    """TikTok's ``stick_position``."""

    status: int | None = None
    """TikTok's number of the state; 1 is shown."""

    is_translatable: bool | None = None
    """Whether TikTok offers a translation."""

    is_high_purchase_intent: bool | None = None
    """TikTok's mark of a buyer's interest."""

    is_folded: bool | None = None
    """Whether the comment is folded away."""

    share_url: str | None = None
    """Address for sharing, its query cut: it names the commenter."""

    user_id: str | None = None
    """Decimal identifier of the commenter, or a pseudonym."""

    sec_uid: str | None = None
    """The commenter's opaque identifier of the web."""

    unique_id: str | None = None
    """The commenter's handle without ``@``, as at capture."""

    nickname: str | None = None
    """The commenter's shown name, as at capture."""

    avatar_thumb_url: str | None = None
    """The commenter's small picture; it expires."""

    verified: bool | None = None
    """TikTok's verification badge of the commenter."""

    rank: int | None = None
    """Place in the listing, from 0; the order of top-level comments is TikTok's ranking."""

    is_pseudonymous: bool = False
    """True where a person's names were replaced by a pseudonym, or dropped, before writing."""
