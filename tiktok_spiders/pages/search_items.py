"""Videos that a search finds: ``/api/search/item/full/``; an answer in the app's spelling is read too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.app_items import read_app_search
from tiktok_spiders.pages.item import video_of
from tiktok_spiders.pages.listed import Listed, Reading
from tiktok_spiders.pages.search_answer import SearchAnswer, search_page
from tiktok_spiders.pages.wire_item import WireItem

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.pages.base import Capture, PageRead

_LISTED = Listed(
    "item search", SearchAnswer, ("item_list", "itemList"), WireItem, record="video", id_keys=("id",)
)


def read_search_items(body: bytes, capture: Capture) -> PageRead:
    """Return the videos of a search with its cursor and ``search_id``.

    A member that cannot be read is set aside. Raises `PageLayoutError` for what is not JSON.
    """
    page = search_page(_LISTED.read(body, capture, found_item))
    return page if page.list_present else _in_other_spelling(page, body, capture)


def _in_other_spelling(page: PageRead, body: bytes, capture: Capture) -> PageRead:
    """Return the list in the app's spelling where there is one, else the page as it is."""
    other = read_app_search(body, capture)
    return other if other.list_present else page


def found_item(item: WireItem, reading: Reading[SearchAnswer], rank: int, raw: Any) -> list[Record]:
    """Return the video of a found item."""
    return [video_of(item, reading.capture, reading.misread, detail=2, rank=rank, raw=raw)]
