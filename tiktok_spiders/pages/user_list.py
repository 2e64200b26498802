"""Followers and followed accounts: the web's ``userList``, and the app's ``followings`` and ``followers``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from tiktok_spiders.items.relation import Relation
from tiktok_spiders.pages.answer import Answer, cursor_text, first_flag
from tiktok_spiders.pages.app_user import answer_time, app_user
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import count, flag
from tiktok_spiders.pages.listed import Listed, Reading
from tiktok_spiders.pages.user_block import user_of
from tiktok_spiders.pages.wire_app import AppUser
from tiktok_spiders.pages.wire_user import WireUser, WireUserInfo, WireUserStats

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.user import User
    from tiktok_spiders.pages.base import Capture

_DIRECTIONS = {"follower": "follower", "followers": "follower", "67": "follower"} | dict.fromkeys(
    ("following", "21"), "following"
)
_LAST = "-1"


class _Users(Answer, kw_only=True):
    minCursor: Any = None  # noqa: N815 - the wire's own name
    min_time: Any = None
    hasMore: Any = None  # noqa: N815
    has_more: Any = None
    total: Any = None
    isTruncated: Any = None  # noqa: N815
    extra: Any = None


class _Member(AppUser):
    """A member: an account with its counters (web), or the account itself (app)."""

    user: WireUser | None = None
    stats: WireUserStats | None = None
    stats_v2: WireUserStats | None = msgspec.field(default=None, name="statsV2")


_LISTED = Listed(
    "user list",
    _Users,
    ("userList", "followers", "followings"),
    _Member,
    record="relation",
    id_keys=("uid", "id"),
)


def read_user_list(body: bytes, capture: Capture) -> PageRead:
    """Return a `Relation` for each member, each followed by the member's thin `User`.

    Whose list it is stands in ``capture.args``: ``owner_id``, ``owner_unique_id`` and ``direction``
    (``follower`` or ``following``; else the address's ``scene`` tells it). ``minCursor`` is the cursor; −1
    ends the list. A member without an identifier is set aside. Raises `PageLayoutError` for what is not JSON.
    """
    reading = _LISTED.read(body, capture, _records)
    answer, misread = reading.answer, reading.misread
    code, message = answer.status(misread)
    cursor = cursor_text(answer.min_time if answer.minCursor is None else answer.minCursor)
    more = first_flag((answer.hasMore, answer.has_more), "answer/has_more", misread)
    return PageRead(
        records=tuple(reading.records),
        rejected=tuple(reading.rejects),
        list_present=reading.present,
        cursor=cursor,
        has_more=False if cursor == _LAST else more,
        total=count(answer.total, "answer/total", misread),
        truncated=bool(flag(answer.isTruncated, "answer/is_truncated", misread)),
        status_code=code,
        status_message=message,
        misread=misread,
    )


def _records(wire: _Member, reading: Reading[_Users], rank: int, raw: Any) -> list[Record]:
    user = _user(wire, reading, rank)
    if user.user_id is None:
        raise ValueError("no member_id")
    return [_relation(user, reading, rank, raw), user]


def _user(wire: _Member, reading: Reading[_Users], rank: int) -> User:
    capture, misread = reading.capture, reading.misread
    if wire.user is None:
        now = answer_time(reading.answer.extra, capture.scraped_at)
        return app_user(wire, capture, misread, rank=rank, now=now)
    info = WireUserInfo(user=wire.user, stats=wire.stats, stats_v2=wire.stats_v2)
    return user_of(info, capture, misread, detail=1, rank=rank)


def _relation(user: User, reading: Reading[_Users], rank: int, raw: Any) -> Relation:
    """Return the relation. Raises ``ValueError`` where it is not known whose list of what kind this is."""
    capture, answer = reading.capture, reading.answer
    owner_id, direction = capture.args.get("owner_id"), _direction(capture)
    if not owner_id or direction is None or user.user_id is None:
        raise ValueError("no owner_id or direction")
    return Relation(
        **capture.envelope(detail=2, rank=rank),
        raw=raw,
        owner_id=owner_id,
        owner_unique_id=capture.args.get("owner_unique_id") or None,
        direction=direction,
        member_id=user.user_id,
        member_sec_uid=user.sec_uid,
        member_unique_id=user.unique_id,
        member_nickname=user.nickname,
        position=rank,
        list_total=count(answer.total, "relation/list_total", reading.misread),
        is_truncated=flag(answer.isTruncated, "relation/is_truncated", reading.misread),
    )


def _direction(capture: Capture) -> str | None:
    """Return the direction that was asked for."""
    asked = capture.args.get("direction")
    if asked:
        return _DIRECTIONS.get(asked)
    scenes = parse_qs(urlsplit(capture.url).query).get("scene", [""])
    return _DIRECTIONS.get(scenes[0])
