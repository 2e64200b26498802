"""Lists of videos: the answers of every ``…/item_list/`` API, a bare array of items, a page's own feed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from tiktok_spiders.containers import ContainerError, universal_scopes
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer, cursor_text, first_flag
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, count
from tiktok_spiders.pages.item import video_of
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.repair import repaired
from tiktok_spiders.pages.wire_item import WireItem, decode_item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.items.video import Video
    from tiktok_spiders.pages.base import Capture

_FEED_SCOPE = "webapp.updated-items"
_PROFILE_LISTS = ("/api/creator/item_list", "/api/post/item_list")


class _List(Answer, kw_only=True):
    itemList: list[WireItem] | None = None  # noqa: N815 - the wire's own name
    cursor: Any = None
    MaxCursor: Any = None
    hasMore: Any = None  # noqa: N815
    hasMorePrevious: Any = None  # noqa: N815
    HasMoreAfter: Any = None
    total: Any = None


class _RawList(_List, kw_only=True):
    itemList: list[msgspec.Raw] | None = None  # type: ignore[assignment]  # noqa: N815


class _OddList(_List, kw_only=True):
    itemList: Any = None  # noqa: N815


_DECODER = msgspec.json.Decoder(_List)
_RAW_DECODER = msgspec.json.Decoder(_RawList)
_ODD_DECODER = msgspec.json.Decoder(_OddList)
_ARRAY_DECODER = msgspec.json.Decoder(list[msgspec.Raw])


def read_item_list(body: bytes, capture: Capture) -> PageRead:
    """Return the videos of a list, with its cursor and status.

    A member that cannot be read is set aside, and a live room that stands among the videos is skipped.
    Raises `PageLayoutError` for what is not JSON, and for a page without a feed.
    """
    if body.lstrip()[:1] == b"<":
        body = _feed(body, capture)
    if not capture.keep_raw:
        try:
            return _read_whole(body, capture)
        except (ValueError, msgspec.DecodeError, RecursionError):
            pass  # one odd member is enough: read the members one by one
    misread = Misread()
    answer = _decode(repaired(body), capture, misread)
    records, rejects, skipped = _read_each(answer.itemList or (), capture, misread)
    return _page(answer, records, rejects, misread, skipped=skipped)


def _feed(body: bytes, capture: Capture) -> bytes:
    """Return the array of items in the state of a page."""
    try:
        scope = (universal_scopes(body) or {}).get(_FEED_SCOPE)
    except ContainerError as error:
        raise PageLayoutError("item list", capture.url, f"readable state ({error})") from None
    if scope is None:
        raise PageLayoutError("item list", capture.url, _FEED_SCOPE)
    return bytes(scope)


def _read_whole(body: bytes, capture: Capture) -> PageRead:
    """Read a list in which all is as declared: twice as fast, and all or nothing."""
    misread = Misread()
    answer = _DECODER.decode(body)
    in_profile = _is_profile_list(capture)
    items = answer.itemList or ()
    videos = [
        _video(item, capture, misread, rank, in_profile=in_profile)
        for rank, item in enumerate(items, capture.first_rank)
        if not _is_live(item)
    ]
    return _page(answer, videos, [], misread, skipped=len(items) - len(videos))


def _page(
    answer: _List, videos: list[Video], rejects: list[Rejected], misread: Misread, *, skipped: int
) -> PageRead:
    code, message = answer.status(misread)
    more = (answer.hasMore, answer.hasMorePrevious, answer.HasMoreAfter)
    return PageRead(
        records=tuple(videos),
        rejected=tuple(rejects),
        list_present=answer.itemList is not None,
        cursor=cursor_text(answer.MaxCursor if answer.cursor is None else answer.cursor),
        has_more=first_flag(more, "answer/has_more", misread),
        total=count(answer.total, "answer/total", misread),
        status_code=code,
        status_message=message,
        skipped=skipped,
        misread=misread,
    )


def _is_live(item: WireItem) -> bool:
    """Tell whether a member is a live room, which stands where a video would."""
    return bool(item.live_room_info) and item.video is None


def _decode(body: bytes, capture: Capture, misread: Misread) -> _List:
    """Return the envelope with raw members."""
    try:
        if body.lstrip()[:1] == b"[":
            return _RawList(itemList=_ARRAY_DECODER.decode(body))
        return _RAW_DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decode_odd(body, capture, misread)


def _decode_odd(body: bytes, capture: Capture, misread: Misread) -> _List:
    """Return an envelope whose list is none."""
    try:
        answer = _ODD_DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise PageLayoutError("item list", capture.url, "JSON object") from None
    misread.add("answer/itemList")
    answer.itemList = None
    return answer


def _read_each(
    members: Iterable[Any], capture: Capture, misread: Misread
) -> tuple[list[Video], list[Rejected], int]:
    videos, rejects, skipped = [], [], 0
    in_profile = _is_profile_list(capture)
    for rank, raw in enumerate(members, capture.first_rank):
        try:
            item = decode_item(raw, misread)
            if _is_live(item):
                skipped += 1
                continue
            kept = keep_raw(raw) if capture.keep_raw else None
            videos.append(_video(item, capture, misread, rank, in_profile=in_profile, raw=kept))
        except ValueError as error:
            rejects.append(rejected("video", raw, str(error), ("id",)))
    return videos, rejects, skipped


def _video(
    item: WireItem, capture: Capture, misread: Misread, rank: int, *, in_profile: bool, raw: Any = None
) -> Video:
    if in_profile and item.is_pinned_item is None:
        item.is_pinned_item = False
    return video_of(item, capture, misread, detail=2, rank=rank, raw=raw)


def _is_profile_list(capture: Capture) -> bool:
    """Tell whether the list is one in which pinned items are marked, and all others are not pinned."""
    return urlsplit(capture.url).path.startswith(_PROFILE_LISTS)
