"""One video: its page in all forms that TikTok has served, and the answer of ``/api/item/detail/``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import (
    ContainerError,
    is_json_object,
    next_data,
    sigi_state,
    universal_scopes,
)
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.item_page import item_page
from tiktok_spiders.pages.repair import repaired
from tiktok_spiders.pages.wire_parts import Wire

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture

_PAGE = "video page"
_DESKTOP, _MOBILE = "webapp.video-detail", "webapp.reflow.video.detail"
_VIDEO_ID = re.compile(r"/(?:video|photo|v|v2|embed)/([0-9]+)")


class _ItemInfo(Wire):
    item_struct: msgspec.Raw = msgspec.Raw()


class _Scope(Answer, kw_only=True):
    itemInfo: _ItemInfo | None = None  # noqa: N815 - the wire's own name


class _Sigi(Wire, rename=None):
    ItemModule: dict[str, msgspec.Raw] | None = None
    VideoPage: _Scope | None = None


class _NextProps(Wire):
    page_props: _Scope | None = None


class _Next(Wire):
    props: _NextProps | None = None


def read_video_page(body: bytes, capture: Capture) -> PageRead:
    """Return the video, its sound and its author.

    A status that is not 0 gives a page without records. Raises `PageLayoutError` where no known
    container holds an item.
    """
    try:
        return _read(repaired(body), capture)
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable state ({error})") from None


def _read(body: bytes, capture: Capture) -> PageRead:
    scopes = universal_scopes(body)
    if scopes is None and is_json_object(body):
        return _from_scope(_decode(body, _Scope), capture, is_mobile=False)
    for key in (_DESKTOP, _MOBILE):
        if scopes and key in scopes:
            return _from_scope(_decode(scopes[key], _Scope), capture, is_mobile=key == _MOBILE)
    if (sigi := sigi_state(body)) is not None:
        return _from_sigi(_decode(sigi, _Sigi), capture)
    if (state := next_data(body)) is not None:
        props = _decode(state, _Next).props
        return _from_scope(props.page_props if props else None, capture, is_mobile=False)
    raise PageLayoutError(_PAGE, capture.url, _DESKTOP)


def _decode(raw: bytes | msgspec.Raw, shape: Any) -> Any:
    return msgspec.json.decode(raw, type=shape)


def _from_scope(scope: _Scope | None, capture: Capture, *, is_mobile: bool) -> PageRead:
    misread = Misread()
    code, message = scope.status(misread) if scope else (0, "")
    if code != 0:
        return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)
    raw = scope.itemInfo.item_struct if scope and scope.itemInfo else msgspec.Raw()
    if bytes(raw) in {b"", b"null"}:
        raise PageLayoutError(_PAGE, capture.url, "itemInfo.itemStruct")
    return item_page(raw, capture, misread, is_mobile=is_mobile)


def _from_sigi(state: _Sigi, capture: Capture) -> PageRead:
    """Return the item that the address names, else the only one."""
    misread = Misread()
    if not state.ItemModule:
        code, message = state.VideoPage.status(misread) if state.VideoPage else (0, "")
        if code == 0:
            raise PageLayoutError(_PAGE, capture.url, "ItemModule")
        return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)
    named = _VIDEO_ID.search(capture.url)
    first = next(iter(state.ItemModule.values()))
    raw = state.ItemModule.get(named[1], first) if named else first
    return item_page(raw, capture, misread, is_mobile=False)
