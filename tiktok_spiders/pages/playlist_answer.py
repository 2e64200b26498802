"""What the answers about playlists and about collections have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.answer import Answer, cursor_text, first_flag
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, count
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.playlist_block import playlist_of
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.state import is_told

if TYPE_CHECKING:
    import msgspec

    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_playlist import WireCollection, WirePlaylist

_LIST, _FULL = 2, 3
_ID_KEYS = ("mixId", "id", "collectionId")


class PlaylistAnswer(Answer, kw_only=True):
    """The envelope around a list."""

    cursor: Any = None
    hasMore: Any = None  # noqa: N815 - the wire's own name
    total: Any = None


def read_answer(
    answer: PlaylistAnswer,
    one: msgspec.Raw,
    many: list[msgspec.Raw] | None,
    shape: type[WirePlaylist | WireCollection],
    capture: Capture,
) -> PageRead:
    """Return the one that the answer is about, else those that it lists; neither is no list at all.

    A member that cannot be read is set aside.
    """
    misread = Misread()
    code, message = answer.status(misread)
    records, rejects = [], []
    is_one = is_told(one)
    for place, raw in enumerate([one] if is_one else many or (), capture.first_rank):
        detail, rank = (_FULL, None) if is_one else (_LIST, place)
        kept = keep_raw(raw) if capture.keep_raw else None
        try:
            wire = decode_leniently(raw, shape, "playlist", misread)
            records.append(playlist_of(wire, capture, misread, detail=detail, rank=rank, raw=kept))
        except ValueError as error:
            rejects.append(rejected("playlist", raw, str(error), _ID_KEYS))
    return PageRead(
        records=tuple(records),
        rejected=tuple(rejects),
        list_present=is_one or many is not None,
        cursor=cursor_text(answer.cursor),
        has_more=first_flag((answer.hasMore,), "answer/has_more", misread),
        total=count(answer.total, "answer/total", misread),
        status_code=code,
        status_message=message,
        misread=misread,
    )
