"""A decoded playlist or collection, made into a `Playlist`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.playlist import Playlist
from tiktok_spiders.pages.coerce import Misread, identifier, text, url
from tiktok_spiders.pages.counters import counter, rounded_names
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.pages.wire_parts import WireAuthor, WireImageUrl
from tiktok_spiders.pages.wire_playlist import WireCollection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_playlist import WirePlaylist

_CREATOR = Table(
    "playlist",
    ("owner_id", "id", identifier),
    ("owner_sec_uid", "sec_uid", text),
    ("owner_unique_id", "unique_id", handle),
)
_OWNER_FIELDS = ("owner_id", "owner_sec_uid", "owner_unique_id")


def playlist_of(
    wire: WirePlaylist | WireCollection,
    capture: Capture,
    misread: Misread,
    *,
    detail: int,
    rank: int | None = None,
    raw: Any = None,
) -> Playlist:
    """Return the record. Who does not name an owner belongs to the account that was asked for.

    Raises ``ValueError`` for one without an identifier.
    """
    if isinstance(wire, WireCollection):
        kind, values = "collection", (wire.collection_id, wire.name, wire.total)
        owner = _named(handle(wire.user_name, "playlist/owner_unique_id", misread), capture.args)
    else:
        kind, values = "playlist", (wire.mix_id or wire.id, wire.mix_name or wire.name, wire.video_count)
        owner = _CREATOR.read(wire.creator or WireAuthor(), misread) or _asked(capture.args)
    playlist_id = identifier(values[0], "playlist/playlist_id", misread)
    if playlist_id is None:
        raise ValueError("no playlist_id")
    counts: dict[str, Any] = {"video_count": counter((values[2],), "playlist/video_count", misread)}
    cover = wire.cover.url_list if isinstance(wire.cover, WireImageUrl) else wire.cover
    return Playlist(
        **capture.envelope(detail=detail, rank=rank),
        playlist_id=playlist_id,
        kind=kind,
        name=text(values[1], "playlist/name", misread),
        cover_url=url(cover, "playlist/cover_url", misread),
        rounded_counts=rounded_names(counts),
        raw=raw,
        **owner,
        **counts,
    )


def _asked(args: Mapping[str, str]) -> dict[str, Any]:
    return {field: args[field] for field in _OWNER_FIELDS if args.get(field)}


def _named(unique_id: str | None, args: Mapping[str, str]) -> dict[str, Any]:
    """Return the owner of a handle, with the identifiers of the account asked for if it is that one."""
    owner = _asked(args)
    if unique_id is None or unique_id == owner.get("owner_unique_id"):
        return owner
    return {"owner_unique_id": unique_id}
