"""Lists of videos in the app's spelling: ``aweme_list``, and ``items`` of its search."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.app_item import app_video
from tiktok_spiders.pages.listed import Listed, Reading
from tiktok_spiders.pages.search_answer import SearchAnswer, search_page
from tiktok_spiders.pages.wire_app_item import AppItem

if TYPE_CHECKING:
    from tiktok_spiders.items.video import Video
    from tiktok_spiders.pages.base import Capture, PageRead

_LISTED = Listed(
    "app item list",
    SearchAnswer,
    ("aweme_list", "items"),
    AppItem,
    record="video",
    id_keys=("aweme_id", "id"),
)


def read_app_items(body: bytes, capture: Capture) -> PageRead:
    """Return the videos of a list with its cursor and status.

    No endpoint asks for such a list; recordings of the app's answers are read so, as are searches like them.
    A member that cannot be read is set aside. Raises `PageLayoutError` for what is not JSON.
    """
    return replace(read_app_search(body, capture), carry={})


def read_app_search(body: bytes, capture: Capture) -> PageRead:
    """Return what `read_app_items` does, with the ``search_id`` for the next page of a search."""
    return search_page(_LISTED.read(body, capture, _records))


def _records(item: AppItem, reading: Reading[SearchAnswer], rank: int, raw: Any) -> tuple[Video]:
    return (app_video(item, reading.capture, reading.misread, rank=rank, raw=raw),)
