"""The embed of one video: ``/embed/v2/{id}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.containers import ContainerError, frontity_data
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.embed_item import embed_data_author, embed_data_sound, embed_data_video
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.repair import repaired
from tiktok_spiders.pages.wire_embed import WireVideoData

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.pages.base import Capture

_PAGE = "video embed"


class _Route(msgspec.Struct):
    data: msgspec.Raw = msgspec.field(default_factory=msgspec.Raw, name="videoData")


def read_video_embed(body: bytes, capture: Capture) -> PageRead:
    """Return the video and its sound, both thin.

    Raises `PageLayoutError` where no route of the page's state holds ``videoData``.
    """
    raw = _video_data(body, capture)
    misread = Misread()
    try:
        data = decode_leniently(raw, WireVideoData, "embed", misread)
        video = embed_data_video(data, capture, misread)
    except ValueError as error:
        return PageRead(rejected=(rejected("video", raw, str(error), ("id",)),), misread=misread)
    records: list[Record] = [video]
    if sound := embed_data_sound(data.music_infos, capture, misread):
        records.append(sound)
    if author := embed_data_author(data.author_infos, capture, misread):
        records.append(author)
    return PageRead(records=tuple(records), misread=misread)


def _video_data(body: bytes, capture: Capture) -> msgspec.Raw:
    try:
        routes = frontity_data(repaired(body)) or {}
        found = [msgspec.json.decode(route, type=_Route).data for route in _objects(routes)]
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable state ({error})") from None
    for raw in found:
        if bytes(raw) not in {b"", b"null"}:
            return raw
    raise PageLayoutError(_PAGE, capture.url, "source.data.videoData")


def _objects(routes: dict[str, msgspec.Raw]) -> list[msgspec.Raw]:
    """Return the routes of embeds, the others left aside."""
    return [raw for route, raw in routes.items() if route.startswith("/embed/")]
