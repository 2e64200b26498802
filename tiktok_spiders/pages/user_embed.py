"""The embed of one account: ``/embed/@{handle}``, the account and its newest posts, thin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import ContainerError, frontity_data
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items.user import User
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, flag, identifier, text, text_kept, url
from tiktok_spiders.pages.counters import counter, rounded_names
from tiktok_spiders.pages.embed_item import embed_video
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.links import file_key
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.pages.wire_embed import WireEmbedEntry
from tiktok_spiders.pages.wire_parts import Wire
from tiktok_spiders.urls import user_url

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.items.video import Video
    from tiktok_spiders.pages.base import Capture

_PAGE = "user embed"
_THIN = 1
_EMPTY = {b"", b"null", b"{}"}


class _WireUser(Wire):
    id: Any = None
    unique_id: Any = None
    nickname: Any = None
    signature: Any = None
    avatar_thumb_url: Any = None
    verified: Any = None
    private_account: Any = None
    follower_count: Any = None
    following_count: Any = None
    heart_count: Any = None


class _Route(Wire):
    user_info: msgspec.Raw = msgspec.Raw()
    video_list: list[msgspec.Raw] | None = None


_USER = Table(
    "user",
    ("user_id", "id", identifier),
    ("unique_id", "unique_id", handle),
    ("nickname", "nickname", text),
    ("bio", "signature", text_kept),
    ("avatar_thumb_url", "avatar_thumb_url", url),
    ("verified", "verified", flag),
    ("is_private", "private_account", flag),
)


def read_user_embed(body: bytes, capture: Capture) -> PageRead:
    """Return the account and its newest posts in the order of the answer.

    No endpoint asks for this page; recordings of it are read so.
    The state has one member, named by its route; which name does not matter. Raises `PageLayoutError` where
    none holds ``userInfo``.
    """
    route = _route(body, capture)
    misread = Misread()
    records: list[Record] = []
    rejects: list[Rejected] = []
    try:
        records.append(_user(route.user_info, capture, misread))
    except ValueError as error:
        rejects.append(rejected("user", route.user_info, str(error), ("id", "uniqueId")))
    for rank, raw in enumerate(route.video_list or (), start=capture.first_rank):
        try:
            records.append(_video(raw, capture, misread, rank))
        except ValueError as error:
            rejects.append(rejected("video", raw, str(error), ("id",)))
    return PageRead(
        records=tuple(records),
        rejected=tuple(rejects),
        list_present=route.video_list is not None,
        misread=misread,
    )


def _route(body: bytes, capture: Capture) -> _Route:
    try:
        routes = [msgspec.json.decode(raw, type=_Route) for raw in (frontity_data(body) or {}).values()]
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable state ({error})") from None
    for route in routes:
        if bytes(route.user_info) not in _EMPTY:
            return route
    raise PageLayoutError(_PAGE, capture.url, "source.data.userInfo")


def _user(raw: msgspec.Raw, capture: Capture, misread: Misread) -> User:
    wire = decode_leniently(raw, _WireUser, "user", misread)
    found = _USER.read(wire, misread)
    if not found.get("user_id") and not found.get("unique_id"):
        raise ValueError("no user_id or unique_id")
    counts: dict[str, Any] = {
        name: counter((getattr(wire, name),), f"user/{name}", misread)
        for name in ("follower_count", "following_count", "heart_count")
    }
    return User(
        **capture.envelope(detail=_THIN),
        raw=keep_raw(raw) if capture.keep_raw else None,
        **found,
        **counts,
        rounded_counts=rounded_names(counts),
        avatar_key=file_key(found.get("avatar_thumb_url")),
        url=user_url(found["unique_id"]) if found.get("unique_id") else None,
    )


def _video(raw: msgspec.Raw, capture: Capture, misread: Misread, rank: int) -> Video:
    entry = decode_leniently(raw, WireEmbedEntry, "video", misread)
    return embed_video(entry, capture, misread, rank=rank)
