"""The user and the user's own public videos, as TikTok's Display API tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.publish.errors import UnavailableError
from tiktok_spiders.publish.scopes import VIDEO_FIELDS, user_fields

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from tiktok_spiders.publish.session import Session

PAGE = 20
"""Videos that one answer holds at most."""


class OwnVideo(msgspec.Struct, frozen=True, kw_only=True):
    """One of the user's public videos."""

    id: str
    create_time: int | None = None
    """Seconds since 1970."""
    cover_image_url: str | None = None
    """Good for six hours; ``query_videos`` renews it."""
    share_url: str | None = None
    video_description: str | None = None
    title: str | None = None
    duration: int | None = None
    """Seconds."""
    height: int | None = None
    width: int | None = None
    embed_html: str | None = None
    embed_link: str | None = None
    like_count: int | None = None
    comment_count: int | None = None
    share_count: int | None = None
    view_count: int | None = None
    is_aigc: bool | None = None


async def user_info(session: Session) -> dict[str, Any]:
    """Return what the granted scopes let TikTok say of the user. Raises ``PublishError``."""
    data = await session.call("user_info", fields=user_fields(session.account.scopes))
    user = data.get("user")
    return user if isinstance(user, dict) else {}


async def videos(session: Session, *, limit: int | None = None) -> AsyncIterator[OwnVideo]:
    """Yield the user's public videos, newest first; at most ``limit``. Raises ``PublishError``."""
    left = limit
    cursor: Any = None
    while left is None or left > 0:
        body: dict[str, Any] = {"max_count": PAGE if left is None else min(left, PAGE)}
        if cursor is not None:
            body["cursor"] = cursor
        data = await session.call("video_list", body, fields=VIDEO_FIELDS)
        page = _videos(data)[:left]
        for video in page:
            yield video
        left = None if left is None else left - len(page)
        before, cursor = cursor, data.get("cursor")
        if not data.get("has_more") or cursor in {None, before}:
            return


async def query_videos(session: Session, ids: Iterable[str]) -> list[OwnVideo]:
    """Return those of these videos that are the user's own and public, in batches of 20."""
    found: list[OwnVideo] = []
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), PAGE):
        body = {"filters": {"video_ids": wanted[start : start + PAGE]}}
        found += _videos(await session.call("video_query", body, fields=VIDEO_FIELDS))
    return found


def _videos(data: dict[str, Any]) -> list[OwnVideo]:
    try:
        return msgspec.convert(data.get("videos") or [], list[OwnVideo], strict=False)
    except msgspec.ValidationError:
        raise UnavailableError("TikTok's list of videos is not understood", code="shape") from None
