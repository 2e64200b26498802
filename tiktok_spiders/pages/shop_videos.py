"""Posts that a product's page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.video import Video
from tiktok_spiders.pages.coerce import Misread, count, identifier, positive, text, text_kept, url
from tiktok_spiders.pages.counters import rounded_names
from tiktok_spiders.pages.item import times_of
from tiktok_spiders.pages.links import expires_at
from tiktok_spiders.pages.raw import without_personal
from tiktok_spiders.pages.shop_decode import converted, each_of
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.wire_shop_card import WireShownVideo
from tiktok_spiders.urls import video_url

if TYPE_CHECKING:
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.pages.base import Capture

_THIN = 1
_VIDEO = Table(
    "video",
    ("author_id", "author_id", identifier),
    ("author_nickname", "author_name", text),
    ("description", "title", text_kept),
    ("width", "width", positive),
    ("height", "height", positive),
    ("play_url", "content_url", url),
    ("cover_url", "cover_image_url", url),
)


def shown_videos(
    value: object, capture: Capture, misread: Misread
) -> tuple[list[Video] | None, list[Rejected]]:
    """Return the posts, thin, and the members that could not be read; None for an absent list."""
    if type(value) is not list:
        return None, []
    return each_of(value, "video/related", misread, lambda each: _video(each, capture, misread), "item_id")


def _video(member: Any, capture: Capture, misread: Misread) -> Video:
    wire = converted(member, WireShownVideo, "video", misread)
    video_id = identifier(wire.item_id, "video/video_id", misread)
    if video_id is None:
        raise ValueError("no item_id")
    found = _VIDEO.read(wire, misread)
    counts: dict[str, Any] = {
        "play_count": count(wire.play_count, "video/play_count", misread),
        "like_count": count(wire.like_count, "video/like_count", misread),
    }
    milliseconds = positive(wire.duration, "video/duration_s", misread)
    label = text(wire.bc_ad_label_text, "video/is_paid_partnership", misread)
    return Video(
        **capture.envelope(detail=_THIN),
        raw=without_personal(member) if capture.keep_raw else None,
        video_id=video_id,
        type="video",
        url=video_url(video_id),
        duration_s=None if milliseconds is None else milliseconds / 1000,
        is_paid_partnership=True if label else None,
        url_expires_at=expires_at(found.get("play_url")),
        rounded_counts=rounded_names(counts),
        **times_of(video_id, wire.upload_time, capture.scraped_at, misread),
        **counts,
        **found,
    )
