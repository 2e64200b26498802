"""The live room of an account: the state of ``/@user/live``, or the answer of ``/api-live/user/room/``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import ContainerError, is_json_object, sigi_state
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, integer
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.repair import repaired
from tiktok_spiders.pages.state import is_told
from tiktok_spiders.pages.user_block import user_of
from tiktok_spiders.pages.wire_parts import Wire
from tiktok_spiders.pages.wire_user import WireUser, WireUserInfo

if TYPE_CHECKING:
    from tiktok_spiders.items.user import User
    from tiktok_spiders.pages.base import Capture

_PAGE = "live page"
_LIST = 2
_ON_AIR, _ENDED = 2, 4


class _Room(Wire):
    status: Any = None


class _LiveUser(WireUser):
    status: Any = None


class _Info(WireUserInfo):
    user: _LiveUser | None = None
    live_room: _Room | None = None


class _LiveRoom(Wire):
    live_room_user_info: msgspec.Raw = msgspec.Raw()


class _Sigi(Wire, rename=None):
    LiveRoom: _LiveRoom | None = None


class _Answer(Answer, kw_only=True):
    data: msgspec.Raw = msgspec.Raw()
    liveRoomUserInfo: msgspec.Raw = msgspec.Raw()  # noqa: N815 - the wire's own name
    liveRoom: msgspec.Raw = msgspec.Raw(b"null")  # noqa: N815


def read_live_page(body: bytes, capture: Capture) -> PageRead:
    """Return the account with its room and whether it is on air.

    The room's own status decides (2 on air, 4 ended); without one, a room is one on air. The room of an
    account that is not on air is left out. An answer without an account has no record, and says its status.
    Raises `PageLayoutError` for what holds no state of a live room.
    """
    misread = Misread()
    try:
        raw, code, message = _state(repaired(body), misread)
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable state ({error})") from None
    if raw is None:
        raise PageLayoutError(_PAGE, capture.url, "LiveRoom")
    status: dict[str, Any] = {"status_code": code, "status_message": message, "misread": misread}
    if not is_told(raw):
        return PageRead(list_present=False, **status)
    try:
        return PageRead(records=(_user(raw, capture, misread),), **status)
    except ValueError as error:
        return PageRead(rejected=(rejected("user", raw, str(error), ("id",)),), **status)


def _state(body: bytes, misread: Misread) -> tuple[msgspec.Raw | None, int, str]:
    """Return the account with its room, however it is packed, and the status; None where there is neither."""
    if not is_json_object(body):
        sigi = sigi_state(body)
        live = msgspec.json.decode(sigi, type=_Sigi).LiveRoom if sigi is not None else None
        return (live.live_room_user_info if live else None), 0, ""
    answer = msgspec.json.decode(body, type=_Answer)
    code, message = answer.status(misread)
    if is_told(answer.liveRoomUserInfo):
        packed = b'{"user":%b,"liveRoom":%b}' % (bytes(answer.liveRoomUserInfo), bytes(answer.liveRoom))
        return msgspec.Raw(packed), code, message
    is_known = code != 0 or bytes(answer.data) != b""
    return (answer.data if is_known else None), code, message


def _user(raw: msgspec.Raw, capture: Capture, misread: Misread) -> User:
    info = decode_leniently(raw, _Info, "user", misread)
    kept = keep_raw(raw) if capture.keep_raw else None
    user = user_of(info, capture, misread, detail=_LIST, raw=kept)
    told = (info.live_room.status if info.live_room else None, info.user.status if info.user else None)
    for each in told:
        status = integer(each, "user/is_live", misread)
        if status in (_ON_AIR, _ENDED):
            is_live = status == _ON_AIR
            return replace(user, is_live=is_live, room_id=user.room_id if is_live else None)
    return user
