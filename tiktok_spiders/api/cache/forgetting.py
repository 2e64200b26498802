"""Forget what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.api.cache.keys import key

if TYPE_CHECKING:
    from tiktok_spiders.api.cache.cache import Cache


async def forget(cache: Cache, kind: str, subject: str | None = None) -> int:
    """Forget the answers that hold a product or seller, or come of a search or feed; return how many."""
    if kind == "all":
        return await cache.drop("*")
    if subject is None:
        return await cache.drop(f"{kind}:*")
    if kind == "search":
        subject = words(subject)
    own = await cache.drop(f"{key(kind, subject)}:*")
    return own + await cache.drop_tagged(key(kind, subject))


def words(text: str) -> str:
    """Return search words as they stand in keys: single spaces, no capitals."""
    return " ".join(text.split()).casefold()
