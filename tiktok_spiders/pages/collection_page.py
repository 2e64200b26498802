"""The head of a collection, from the page that mobile visitors get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import ContainerError, universal_scopes
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.coerce import Misread, count, identifier, text, url
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.pages.wire_parts import Wire

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture

_PAGE = "collection page"
_SCOPE = "sharing.collection.collection_state"


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionHeader:
    """What the page tells of a collection; its videos come by API."""

    collection_id: str | None = None
    """Decimal identifier."""

    name: str | None = None
    """Shown name."""

    owner_unique_id: str | None = None
    """Handle of the owner, without ``@``."""

    video_count: int | None = None
    """Videos in it, as TikTok counts them."""

    cover_url: str | None = None
    """Picture; it expires."""

    status_code: int = 0
    """TikTok's status code."""

    status_message: str = ""
    """TikTok's words for it."""


class _Cover(Wire):
    url_list: Any = None


class _Info(Wire):
    collection_id: Any = None
    name: Any = None
    total: Any = None
    user_name: Any = None
    cover: _Cover | None = None


class _State(Answer, kw_only=True):
    collectionInfo: _Info | None = None  # noqa: N815 - the wire's own name


def read_collection_page(body: bytes, capture: Capture) -> CollectionHeader:
    """Return the head of the collection; with a status that is not 0 there may be nothing but the status.

    Raises `PageLayoutError` for a page without the collection's state.
    """
    try:
        scope = (universal_scopes(body) or {}).get(_SCOPE)
        state = None if scope is None else msgspec.json.decode(scope, type=_State)
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable state ({error})") from None
    misread = Misread()
    code, message = state.status(misread) if state else (0, "")
    if state is None or (state.collectionInfo is None and code == 0):
        raise PageLayoutError(_PAGE, capture.url, _SCOPE)
    info = state.collectionInfo or _Info()
    return CollectionHeader(
        collection_id=identifier(info.collection_id, "collection/collection_id", misread),
        name=text(info.name, "collection/name", misread),
        owner_unique_id=handle(info.user_name, "collection/owner_unique_id", misread),
        video_count=count(info.total, "collection/video_count", misread),
        cover_url=url(info.cover.url_list, "collection/cover_url", misread) if info.cover else None,
        status_code=code,
        status_message=message,
    )
