"""One ``userInfo`` that an answer is about, with the status around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.user_block import user_of
from tiktok_spiders.pages.wire_user import decode_user_info

if TYPE_CHECKING:
    import msgspec

    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.coerce import Misread

_FULL = 3
_EMPTY = {b"", b"null", b"{}"}
_STATUS = {
    0: "ok",
    2065: "missing",
    10202: "missing",
    10221: "banned",
    10222: "private",
    10223: "missing",
    10225: "private",
    100002: "missing",
}


def has_user(raw: msgspec.Raw) -> bool:
    """Tell whether a ``userInfo`` holds anything; a refusal sends an empty one."""
    return bytes(raw) not in _EMPTY


def profile(raw: msgspec.Raw, capture: Capture, misread: Misread, *, code: int, message: str) -> PageRead:
    """Return the account of a ``userInfo``; a private one comes with data and a status that is not 0.

    Without data the page has its status alone. An account that cannot be read is set aside.
    """
    if not has_user(raw):
        return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)
    try:
        user = user_of(
            decode_user_info(raw, misread),
            capture,
            misread,
            detail=_FULL,
            is_profile=True,
            raw=keep_raw(raw) if capture.keep_raw else None,
            status=status_of(code),
            status_code=code,
            status_message=message or None,
        )
    except ValueError as error:
        reject = rejected("user", raw, str(error), ("id", "secUid", "uniqueId"))
        return PageRead(rejected=(reject,), status_code=code, status_message=message, misread=misread)
    return PageRead(records=(user,), status_code=code, status_message=message, misread=misread)


def status_of(code: int) -> str:
    """Return the status of an account for TikTok's code."""
    return _STATUS.get(code, "unavailable")
