"""Playlists: the answers of ``/api/user/playlist/`` and of ``/api/mix/detail/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.playlist_answer import PlaylistAnswer, read_answer
from tiktok_spiders.pages.repair import repaired
from tiktok_spiders.pages.wire_playlist import WirePlaylist

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture, PageRead


class _Playlists(PlaylistAnswer, kw_only=True):
    playList: list[msgspec.Raw] | None = None  # noqa: N815 - the wire's own name
    mixInfo: msgspec.Raw = msgspec.Raw()  # noqa: N815


def read_playlists(body: bytes, capture: Capture) -> PageRead:
    """Return the playlists of an account, or the one that ``mix/detail`` is about.

    An account without playlists has no list in its answer, and an unknown playlist no ``mixInfo``: pages
    without records whose ``list_present`` is false. Raises `PageLayoutError` for what is no JSON object.
    """
    try:
        answer = msgspec.json.decode(repaired(body), type=_Playlists)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise PageLayoutError("playlists", capture.url, "JSON object with a playList") from None
    return read_answer(answer, answer.mixInfo, answer.playList, WirePlaylist, capture)
