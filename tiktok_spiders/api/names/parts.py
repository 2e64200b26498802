"""What several short forms have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tiktok_spiders.store.rebuild import STAND_IN

Row = Mapping[str, Any]
"""A record's fields by the names of the field dictionary; not every one need be there."""


def scraped_at(row: Row) -> Any:
    """Return the time of the newest visit: a record's own, or that of a stored row."""
    return row.get("scraped_at") or row.get("last_seen_at")


def identifier(key: str | None) -> str | None:
    """Return an identifier; None for a key of the store that stands in for one not known yet."""
    return None if key is None or STAND_IN in key else key


def image(images: Any) -> str | None:
    """Return the address of the first picture of a list."""
    return next((one["url"] for one in images or () if one.get("url")), None)


def person(
    user_id: str | None, username: str | None, display_name: str | None, known: Row | None
) -> dict[str, Any] | None:
    """Return the short form of an account named by another record; ``known`` is its own record."""
    known = known or {}
    named = {
        "id": identifier(user_id),
        "username": username or known.get("unique_id"),
        "display_name": display_name or known.get("nickname"),
    }
    if all(value is None for value in named.values()):
        return None
    return {**named, "followers": known.get("follower_count")}
