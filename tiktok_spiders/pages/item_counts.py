"""The counters of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.counters import counter, rounded_names, told
from tiktok_spiders.pages.wire_parts import WireStats

if TYPE_CHECKING:
    from tiktok_spiders.pages.coerce import Misread
    from tiktok_spiders.pages.wire_item import WireItem

_ABSENT = WireStats()


def counts_of(item: WireItem, misread: Misread) -> dict[str, Any]:
    """Return the counters, ``statsV2`` before ``stats``, and the names of the rounded ones."""
    exact, plain = item.stats_v2 or _ABSENT, item.stats or _ABSENT
    counts = {
        "play_count": counter((exact.play_count, plain.play_count), "video/play_count", misread),
        "like_count": counter((exact.digg_count, plain.digg_count), "video/like_count", misread),
        "comment_count": counter((exact.comment_count, plain.comment_count), "video/comment_count", misread),
        "share_count": counter((exact.share_count, plain.share_count), "video/share_count", misread),
        "save_count": counter((exact.collect_count, plain.collect_count), "video/save_count", misread),
        "repost_count": told((exact.repost_count, plain.repost_count), "video/repost_count", misread),
    }
    return {**counts, "rounded_counts": rounded_names(counts)}
