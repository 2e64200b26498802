"""Collections: the answer of ``/api/user/collection_list/``, and the page of one for mobile visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_spiders.containers import is_json_object
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.playlist_answer import PlaylistAnswer, read_answer
from tiktok_spiders.pages.state import is_told, read_state
from tiktok_spiders.pages.wire_playlist import WireCollection

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture, PageRead

_PAGE = "collections"
_SCOPE = "sharing.collection.collection_state"


class _Collections(PlaylistAnswer, kw_only=True):
    collectionList: list[msgspec.Raw] | None = None  # noqa: N815 - the wire's own name
    collectionInfo: msgspec.Raw = msgspec.Raw()  # noqa: N815


def read_collections(body: bytes, capture: Capture) -> PageRead:
    """Return the collections of an account, or the one that a page is about.

    A page with a status that is not 0 has no record. Raises `PageLayoutError` for what is neither a JSON
    object nor a page with a collection's state.
    """
    state = read_state(body, _SCOPE, _Collections, _PAGE, capture)
    answer = state or _Collections()
    is_page = state is None or not is_json_object(body) or _SCOPE.encode() in body
    if is_page and not is_told(answer.collectionInfo) and answer.status(Misread())[0] == 0:
        raise PageLayoutError(_PAGE, capture.url, _SCOPE)
    return read_answer(answer, answer.collectionInfo, answer.collectionList, WireCollection, capture)
