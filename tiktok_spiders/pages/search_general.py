"""The mixed results of a search: entries with an item (type 1) or with users (type 4), others skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.pages.app_user import answer_time
from tiktok_spiders.pages.found_user import FoundUser, found_user, is_there
from tiktok_spiders.pages.listed import Listed, Reading
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.search_answer import SearchAnswer, search_page
from tiktok_spiders.pages.search_items import found_item
from tiktok_spiders.pages.wire_item import decode_item
from tiktok_spiders.pages.wire_parts import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.pages.base import Capture, PageRead

_ITEM, _USERS = 1, 4
_USER_KEYS = ("uid", "id", "sec_uid", "unique_id")
_FOUND = msgspec.json.Decoder(FoundUser)


class _Entry(Wire, rename=None):
    type: Any = None
    item: msgspec.Raw = msgspec.Raw()
    user_list: msgspec.Raw = msgspec.Raw()


_LISTED = Listed("search", SearchAnswer, ("data",), _Entry, record="search_result", id_keys=())


def read_search_general(body: bytes, capture: Capture) -> PageRead:
    """Return videos and thin users in the order of a mixed search, with its cursor and ``search_id``.

    Ranks count the results, not the entries. What cannot be read is set aside. Raises `PageLayoutError` for
    what is not JSON.
    """
    return search_page(_LISTED.read(body, capture, _records))


def _records(entry: _Entry, reading: Reading[SearchAnswer], _rank: int, _raw: Any) -> tuple[()]:
    """Read an entry into ``reading``: it may hold several results, of which each stands for itself."""
    if entry.type == _ITEM:
        _take(entry.item, "video", ("id",), _video, reading)
    elif entry.type == _USERS:
        for each in _members(entry.user_list, reading):
            _take(each, "user", _USER_KEYS, _user, reading)
    else:
        reading.skipped += 1
    return ()


def _take(
    raw: msgspec.Raw,
    record: str,
    id_keys: tuple[str, ...],
    make: Callable[[msgspec.Raw, Reading[SearchAnswer], int, Any], list[Record]],
    reading: Reading[SearchAnswer],
) -> None:
    rank = reading.capture.first_rank + reading.places
    reading.places += 1
    kept = keep_raw(raw) if reading.capture.keep_raw else None
    try:
        reading.records.extend(make(raw, reading, rank, kept))
    except ValueError as error:
        reading.rejects.append(rejected(record, raw, str(error), id_keys))


def _video(raw: msgspec.Raw, reading: Reading[SearchAnswer], rank: int, kept: Any) -> list[Record]:
    if not is_there(raw):
        raise ValueError("no item")
    item = decode_item(raw, reading.misread)
    return found_item(item, reading, rank, kept)


def _user(raw: msgspec.Raw, reading: Reading[SearchAnswer], rank: int, kept: Any) -> list[Record]:
    try:
        found = _FOUND.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        raise ValueError("not a JSON object") from None
    now = answer_time(reading.answer.extra, reading.capture.scraped_at)
    return [found_user(found, reading.capture, reading.misread, rank=rank, raw=kept, now=now)]


def _members(raw: msgspec.Raw, reading: Reading[SearchAnswer]) -> Iterator[msgspec.Raw]:
    if is_there(raw):
        try:
            yield from msgspec.json.decode(raw, type=list[msgspec.Raw])
        except msgspec.DecodeError:
            reading.misread.add("answer/user_list")
