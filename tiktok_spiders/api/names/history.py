"""History by short names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiktok_spiders.api.names.parts import Row

_COUNTS = {
    "play_count": "views",
    "view_count": "views",
    "like_count": "likes",
    "share_count": "shares",
    "comment_count": "comments_count",
    "save_count": "saves",
    "repost_count": "reposts",
    "download_count": "downloads",
    "follower_count": "followers",
    "following_count": "following",
    "heart_count": "total_likes",
    "video_count": "total_videos",
    "product_count": "total_products",
    "liked_count": "likes_given",
    "friend_count": "friends",
    "sold_count": "sales_count",
    "review_count": "reviews",
    "price_min": "price",
    "original_price_min": "original_price",
    "stock_total": "stock",
}
_NAMES = {"unique_id": "username", "nickname": "display_name", "author_name": "author"}
_BESIDE = frozenset({"transport", "run_id"})


def counters(row: Row) -> dict[str, Any]:
    """Return a row of counters or prices."""
    return {_COUNTS.get(name, name): value for name, value in row.items() if name not in _BESIDE}


def field_name(name: str) -> str:
    """Return the short name of a field of the dictionary, or that itself where there is no shorter."""
    return _COUNTS.get(name) or _NAMES.get(name, name)
