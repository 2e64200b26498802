"""What each resource lists: the record type that its listing counts, delivers and remembers."""

from __future__ import annotations

_LISTED = {
    "profile": "user",
    "hashtag": "hashtag",
    "sound": "sound",
    "comments": "comment",
    "replies": "comment",
    "followers": "relation",
    "following": "relation",
    "playlists": "playlist",
    "collections": "playlist",
    "search_users": "user",
    "live": "user",
    "suggestions": "suggestion",
    "product": "product",
    "reviews": "review",
    "shop_search": "product",
    "shop_category": "product",
    "shop_store": "product",
    "shop_trending": "product",
}
"""Resource → record type; every other resource lists videos."""


def listed_type(resource: str) -> str:
    """Return the record type that the listing of a resource is of."""
    return _LISTED.get(resource, "video")
