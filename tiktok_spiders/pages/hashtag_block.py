"""A hashtag as items and its own header tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.pages.coerce import Misread, flag, identifier, text, url
from tiktok_spiders.pages.table import Table
from tiktok_spiders.urls import hashtag_key, hashtag_url

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_parts import WireChallenge

_HASHTAG = Table(
    "hashtag",
    ("hashtag_id", "id", identifier),
    ("title", "title", text),
    ("cover_url", "cover_larger", url),
    ("profile_url", "profile_larger", url),
    ("is_commerce", "is_commerce", flag),
    ("split_title", "split_title", text),
)


def hashtag_of(
    challenge: WireChallenge, capture: Capture, misread: Misread, *, detail: int, **given: Any
) -> Hashtag | None:
    """Return the record of a hashtag; ``given`` are fields that only a header tells. None without a name."""
    found = _HASHTAG.read(challenge, misread)
    name = hashtag_key(found.get("title") or "")
    if name is None:
        return None
    return Hashtag(**capture.envelope(detail=detail), name=name, url=hashtag_url(name), **found, **given)
