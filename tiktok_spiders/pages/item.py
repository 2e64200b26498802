"""A decoded item, made into a `Video`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.video import Video
from tiktok_spiders.pages.coerce import EARLIEST, Misread, identifier, moment, text
from tiktok_spiders.pages.item_counts import counts_of
from tiktok_spiders.pages.item_flags import flags_of
from tiktok_spiders.pages.item_links import links_of
from tiktok_spiders.pages.item_media import images_of, media_of
from tiktok_spiders.pages.item_subtitles import subtitles_of
from tiktok_spiders.pages.item_text import text_of
from tiktok_spiders.pages.quick import quick
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.wire_parts import WireAuthor
from tiktok_spiders.urls import video_url

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_item import WireItem

_VIDEO = quick(Video)
_AUTHOR = Table(
    "video",
    ("author_id", "id", identifier),
    ("author_sec_uid", "sec_uid", text),
    ("author_unique_id", "unique_id", text),
    ("author_nickname", "nickname", text),
)


def video_of(
    item: WireItem,
    capture: Capture,
    misread: Misread,
    *,
    detail: int,
    rank: int | None = None,
    raw: Any = None,
    status: str | None = None,
    status_code: int | None = None,
) -> Video:
    """Return the record of an item; ``raw`` is its kept payload, a status is told by pages only.

    Raises ``ValueError`` for an item without an identifier.
    """
    video_id = identifier(item.id, "video/video_id", misread)
    if video_id is None:
        raise ValueError("no video_id")
    is_photo = item.image_post is not None
    author = _AUTHOR.read(author_of(item), misread)
    return _VIDEO(
        **capture.envelope(detail=detail, rank=rank),
        raw=raw,
        status=status,
        status_code=status_code,
        video_id=video_id,
        type="photo" if is_photo else "video",
        url=video_url(video_id, author.get("author_unique_id"), photo=is_photo),
        sound_id=identifier(item.music.id, "video/sound_id", misread) if item.music else None,
        **author,
        **times_of(video_id, item.create_time, capture.scraped_at, misread),
        scheduled_at=moment(
            item.schedule_time, "video/scheduled_at", misread, capture.scraped_at, future=True
        ),
        **text_of(item, misread),
        **counts_of(item, misread),
        **media_of(item.video, misread, is_photo=is_photo),
        **subtitles_of(item.video, capture.scraped_at, misread),
        **images_of(item.image_post, misread),
        **links_of(item, misread),
        **flags_of(item, misread),
    )


def author_of(item: WireItem) -> WireAuthor:
    """Return the author; older items tell the handle alone, with the rest beside it."""
    if isinstance(item.author, WireAuthor):
        return item.author
    return WireAuthor(
        id=item.author_id, sec_uid=item.author_sec_id, unique_id=item.author, nickname=item.nickname
    )


def times_of(video_id: str, created: object, scraped_at: datetime, misread: Misread) -> dict[str, Any]:
    """Return publication and upload; the latter stands in for an absent publication, and says so."""
    uploaded = upload_time(video_id, scraped_at)
    published = moment(created, "video/created_at", misread, scraped_at)
    return {
        "created_at": published or uploaded,
        "created_at_is_estimated": published is None and uploaded is not None,
        "uploaded_at": uploaded,
    }


def upload_time(video_id: str, scraped_at: datetime) -> datetime | None:
    """Return the time in the upper 32 bits of an identifier; None where they hold none."""
    seconds = int(video_id) >> 32
    if EARLIEST <= seconds <= scraped_at.timestamp() + 86_400:
        return datetime.fromtimestamp(seconds, UTC)
    return None
