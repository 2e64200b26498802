"""Lists of videos: the answers of every ``…/item_list/`` API, and a bare array of items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer, cursor_text, first_flag
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, count
from tiktok_spiders.pages.item import video_of
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.wire_item import decode_item

if TYPE_CHECKING:
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.items.video import Video
    from tiktok_spiders.pages.base import Capture

_PROFILE_LISTS = ("/api/creator/item_list", "/api/post/item_list")


class _List(Answer, kw_only=True):
    itemList: list[msgspec.Raw] | None = None  # noqa: N815 - the wire's own name
    cursor: Any = None
    MaxCursor: Any = None
    hasMore: Any = None  # noqa: N815
    hasMorePrevious: Any = None  # noqa: N815
    HasMoreAfter: Any = None
    total: Any = None


class _OddList(_List, kw_only=True):
    itemList: Any = None  # noqa: N815


_DECODER = msgspec.json.Decoder(_List)
_ODD_DECODER = msgspec.json.Decoder(_OddList)
_ARRAY_DECODER = msgspec.json.Decoder(list[msgspec.Raw])


def read_item_list(body: bytes, capture: Capture) -> PageRead:
    """Return the videos of a list, with its cursor and status.

    A member that cannot be read is set aside. Raises `PageLayoutError` for what is not JSON.
    """
    misread = Misread()
    answer = _decode(body, capture, misread)
    records, rejects = _videos(answer.itemList or (), capture, misread)
    code, message = answer.status(misread)
    more = (answer.hasMore, answer.hasMorePrevious, answer.HasMoreAfter)
    return PageRead(
        records=tuple(records),
        rejected=tuple(rejects),
        list_present=answer.itemList is not None,
        cursor=cursor_text(answer.MaxCursor if answer.cursor is None else answer.cursor),
        has_more=first_flag(more, "answer/has_more", misread),
        total=count(answer.total, "answer/total", misread),
        status_code=code,
        status_message=message,
        misread=misread,
    )


def _decode(body: bytes, capture: Capture, misread: Misread) -> _List:
    try:
        if body.lstrip()[:1] == b"[":
            return _List(itemList=_ARRAY_DECODER.decode(body))
        return _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _decode_odd(body, capture, misread)


def _decode_odd(body: bytes, capture: Capture, misread: Misread) -> _List:
    """Return an envelope whose list is none."""
    try:
        answer = _ODD_DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise PageLayoutError("item list", capture.url, "JSON object") from None
    misread.add("answer/itemList")
    answer.itemList = None
    return answer


def _videos(
    members: list[msgspec.Raw] | tuple[()], capture: Capture, misread: Misread
) -> tuple[list[Video], list[Rejected]]:
    videos, rejects = [], []
    in_profile = urlsplit(capture.url).path.startswith(_PROFILE_LISTS)
    for rank, raw in enumerate(members, capture.first_rank):
        try:
            item = decode_item(raw, misread)
            if in_profile and item.is_pinned_item is None:
                item.is_pinned_item = False
            kept = keep_raw(raw) if capture.keep_raw else None
            videos.append(video_of(item, capture, misread, detail=2, rank=rank, raw=kept))
        except ValueError as error:
            rejects.append(rejected("video", raw, str(error), ("id",)))
    return videos, rejects
