"""The author of an item that stands alone on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.pages.item import author_of
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.user_block import author_user
from tiktok_spiders.pages.wire_parts import Wire
from tiktok_spiders.pages.wire_user import WireUser, WireUserStats

if TYPE_CHECKING:
    from tiktok_spiders.items.user import User
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.coerce import Misread
    from tiktok_spiders.pages.wire_item import WireItem


class _Author(Wire):
    author: WireUser | str | None = None
    author_stats: WireUserStats | None = None
    author_stats_v2: WireUserStats | None = msgspec.field(default=None, name="authorStatsV2")


def page_author(item: WireItem, raw: bytes | msgspec.Raw, capture: Capture, misread: Misread) -> User | None:
    """Return what an item tells of its author; None for an item that does not tell who it is."""
    try:
        found = msgspec.json.decode(raw, type=_Author)
    except (msgspec.DecodeError, UnicodeDecodeError):
        found = decode_leniently(raw, _Author, "user", misread)
    author = found.author
    if not isinstance(author, WireUser):
        known = author_of(item)
        author = WireUser(
            id=known.id, sec_uid=known.sec_uid, unique_id=known.unique_id, nickname=known.nickname
        )
    return author_user(author, found.author_stats, found.author_stats_v2, capture, misread)
