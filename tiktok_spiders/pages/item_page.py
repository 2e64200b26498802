"""The records of one item that stands alone on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.item import video_of
from tiktok_spiders.pages.item_author import page_author
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.sound_block import thin_sound
from tiktok_spiders.pages.wire_item import WireItem, decode_item

if TYPE_CHECKING:
    import msgspec

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.coerce import Misread

_THIN, _FULL = 1, 3


def item_page(raw: bytes | msgspec.Raw, capture: Capture, misread: Misread, *, is_mobile: bool) -> PageRead:
    """Return the video of an item and what it tells of its sound and its author.

    An item that cannot be read is set aside.
    """
    try:
        item = decode_item(raw, misread)
        records = _records(item, raw, capture, misread, detail=_detail(item, is_mobile=is_mobile))
    except ValueError as error:
        return PageRead(rejected=(rejected("video", raw, str(error), ("id",)),), misread=misread)
    return PageRead(records=tuple(records), misread=misread)


def _records(
    item: WireItem, raw: bytes | msgspec.Raw, capture: Capture, misread: Misread, *, detail: int
) -> list[Record]:
    kept = keep_raw(raw) if capture.keep_raw else None
    records: list[Record] = [
        video_of(item, capture, misread, detail=detail, raw=kept, status="ok", status_code=0)
    ]
    if sound := thin_sound(item.music, capture, misread):
        records.append(sound)
    if author := page_author(item, raw, capture, misread):
        records.append(author)
    return records


def _detail(item: WireItem, *, is_mobile: bool) -> int:
    """Return how much the page tells: mobile pages cut the caption, and are thin then."""
    is_cut = is_mobile and type(item.desc) is str and item.desc.rstrip().endswith("...")
    return _THIN if is_cut else _FULL
