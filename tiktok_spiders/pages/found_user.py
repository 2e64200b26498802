"""An account as a search tells it: snake_case, or camelCase with the counters beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from tiktok_spiders.pages.app_user import app_user
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.user_block import user_of
from tiktok_spiders.pages.wire_app import AppUser
from tiktok_spiders.pages.wire_parts import Wire
from tiktok_spiders.pages.wire_user import WireUser, WireUserInfo, WireUserStats, decode_user_info

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.items.user import User
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.coerce import Misread

Shape = TypeVar("Shape", bound=msgspec.Struct)
_ABSENT = {b"", b"null"}


class FoundUser(Wire, rename=None):
    """One member of a ``user_list``: its parts are decoded when their spelling is known."""

    user_info: msgspec.Raw = msgspec.Raw()
    userInfo: msgspec.Raw = msgspec.Raw()  # noqa: N815 - the wire's own name
    user: msgspec.Raw = msgspec.Raw()
    stats: msgspec.Raw = msgspec.Raw()
    statsV2: msgspec.Raw = msgspec.Raw()  # noqa: N815


def found_user(
    found: FoundUser, capture: Capture, misread: Misread, *, rank: int, raw: Any, now: datetime | None
) -> User:
    """Return the thin record of an account. Raises ``ValueError`` for one without any identifier."""
    if is_there(found.userInfo):
        info = decode_user_info(found.userInfo, misread)
        return user_of(info, capture, misread, detail=1, rank=rank, raw=raw)
    account = found.user_info if is_there(found.user_info) else found.user
    wire = _decode(account, AppUser, misread)
    if wire.uid or wire.sec_uid or wire.unique_id:
        return app_user(wire, capture, misread, rank=rank, raw=raw, now=now)
    info = WireUserInfo(
        user=_decode(account, WireUser, misread),
        stats=_stats(found.stats, misread),
        stats_v2=_stats(found.statsV2, misread),
    )
    return user_of(info, capture, misread, detail=1, rank=rank, raw=raw)


def is_there(raw: msgspec.Raw) -> bool:
    """Tell whether a part is neither absent nor null."""
    return bytes(raw) not in _ABSENT


def _stats(raw: msgspec.Raw, misread: Misread) -> WireUserStats | None:
    return _decode(raw, WireUserStats, misread) if is_there(raw) else None


def _decode(raw: msgspec.Raw, shape: type[Shape], misread: Misread) -> Shape:
    """Return the wanted keys; nothing for an absent part. Raises ``ValueError`` for what is no object."""
    if not is_there(raw):
        return shape()
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return decode_leniently(raw, shape, "user", misread)
