"""What the answers about playlists and about collections have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.answer import Answer, cursor_text, first_flag
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, count
from tiktok_spiders.pages.members import read_members
from tiktok_spiders.pages.playlist_block import playlist_of
from tiktok_spiders.pages.state import is_told

if TYPE_CHECKING:
    import msgspec

    from tiktok_spiders.items.playlist import Playlist
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_playlist import WireCollection, WirePlaylist

_LIST, _FULL = 2, 3


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
    """Return the one that the answer is about, else those that it lists; neither is no list at all."""
    misread = Misread()
    code, message = answer.status(misread)
    is_one = is_told(one)

    def make(wire: WirePlaylist | WireCollection, rank: int, raw: Any) -> Playlist:
        detail, place = (_FULL, None) if is_one else (_LIST, rank)
        return playlist_of(wire, capture, misread, detail=detail, rank=place, raw=raw)

    records, rejects = read_members(
        [one] if is_one else many or (),
        shape,
        make,
        capture,
        misread,
        record_type="playlist",
        id_keys=("mixId", "id", "collectionId"),
    )
    return PageRead(
        records=records,
        rejected=rejects,
        list_present=is_one or many is not None,
        cursor=cursor_text(answer.cursor),
        has_more=first_flag((answer.hasMore,), "answer/has_more", misread),
        total=count(answer.total, "answer/total", misread),
        status_code=code,
        status_message=message,
        misread=misread,
    )
