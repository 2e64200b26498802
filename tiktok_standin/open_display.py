"""The Display API: the user, a list of the user's public videos, and videos by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tiktok_standin import ids
from tiktok_standin.open_answers import Refused, bad
from tiktok_standin.open_api import User, guarded
from tiktok_standin.open_tokens import BASIC, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiktok_standin.open_models import OpenAccount, OpenVideo

_PAGE = 20
_COVER_LIFE_S = 6 * 3600
_SCOPES = {
    BASIC: ("open_id", "union_id", "avatar_url", "avatar_url_100", "avatar_large_url", "display_name"),
    "user.info.profile": (
        "bio_description",
        "profile_deep_link",
        "profile_web_link",
        "is_verified",
        "username",
    ),
    "user.info.stats": ("follower_count", "following_count", "likes_count", "video_count"),
}
_SCOPE_OF = {name: scope for scope, names in _SCOPES.items() for name in names}


def routes() -> list[web.RouteDef]:
    """Return the routes of all three."""
    return [
        web.get("/v2/user/info/", guarded("user.info", _user_info)),
        web.post("/v2/video/list/", guarded("video.list", _video_list)),
        web.post("/v2/video/query/", guarded("video.query", _video_query)),
    ]


def _user_info(user: User) -> dict[str, Any]:
    fields = _fields(user, "user.info", _SCOPE_OF)
    missing = {_SCOPE_OF[name] for name in fields} - set(user.access.login.scopes)
    if missing and user.state.switches.missing_scope == "refused":
        raise Refused(
            401, "scope_not_authorized", f"The user did not authorize {', '.join(sorted(missing))}."
        )
    told = _told(user.account, user.app.client_key)
    return {"user": {name: told[name] for name in fields if _SCOPE_OF[name] not in missing}}


def _fields(user: User, endpoint: str, known: Sequence[str] | dict[str, str]) -> list[str]:
    """Count the call, and read which fields it asks for: in the query only."""
    switches = user.state.switches
    user.need_budget(endpoint, switches.display_per_min, whole_app=switches.display_limit_of == "app")
    fields = words(user.call.request.query.get("fields", ""))
    if not fields or not set(fields) <= set(known):
        raise bad("Fields is invalid." if fields else "Fields is required.")
    return fields


def _told(account: OpenAccount, client_key: str) -> dict[str, Any]:
    handle, picture = account.handle, f"https://p16-sign.tiktokcdn-us.com/{ids.hex_word(account.handle)}"
    return {
        "open_id": account.open_id(client_key),
        "union_id": account.union_id,
        "avatar_url": f"{picture}~c5_168x168.jpeg",
        "avatar_url_100": f"{picture}~c5_100x100.jpeg",
        "avatar_large_url": f"{picture}~c5_1080x1080.jpeg",
        "display_name": account.nickname or handle,
        "bio_description": f"What {handle} makes.",
        "profile_deep_link": f"https://vm.tiktok.com/{ids.word('open', handle, length=9)}/",
        "profile_web_link": f"https://www.tiktok.com/@{handle}",
        "is_verified": False,
        "username": handle,
        "follower_count": ids.number("followers", handle, below=100_000),
        "following_count": ids.number("following", handle, below=1000),
        "likes_count": ids.number("likes", handle, below=1_000_000),
        "video_count": sum(video.public for video in account.videos),
    }


def _video_list(user: User) -> dict[str, Any]:
    fields = _fields(user, "video.list", VIDEO_FIELDS)
    user.need_scope("video.list")
    count, cursor = user.body.get("max_count", 10), user.body.get("cursor")
    if not _is_int(count) or not 1 <= count <= _PAGE:
        raise bad("Max_count is invalid.")
    if cursor is not None and (not _is_int(cursor) or cursor < 0):
        raise bad("Cursor is invalid.")
    older = [one for one in _public(user.account) if not cursor or one.create_time * 1000 < cursor]
    page = older[:count]
    return {
        "videos": [_shaped(user, one, fields) for one in page],
        "cursor": page[-1].create_time * 1000 if page else cursor or 0,
        "has_more": len(older) > count,
    }


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _public(account: OpenAccount) -> list[OpenVideo]:
    shown = [one for one in account.videos if one.public]
    return sorted(shown, key=lambda one: one.create_time, reverse=True)


def _video_query(user: User) -> dict[str, Any]:
    fields = _fields(user, "video.query", VIDEO_FIELDS)
    user.need_scope("video.list")
    filters = user.body.get("filters")
    wanted = filters.get("video_ids") if isinstance(filters, dict) else None
    if not isinstance(wanted, list) or not all(isinstance(one, str) for one in wanted):
        raise bad("Video_ids is required, as text.")
    if not 1 <= len(wanted) <= _PAGE:
        raise bad("Video_ids are too many or none.")
    return {"videos": [_shaped(user, one, fields) for one in _public(user.account) if one.id in wanted]}


def _shaped(user: User, video: OpenVideo, fields: list[str]) -> dict[str, Any]:
    told = _video(user, video)
    return {name: told[name] for name in fields}


def _video(user: User, video: OpenVideo) -> dict[str, Any]:
    address = f"https://www.tiktok.com/@{user.account.handle}/video/{video.id}"
    ends = int(user.call.now) + _COVER_LIFE_S
    return {
        "id": video.id,
        "create_time": video.create_time,
        "cover_image_url": f"https://p16-sign.tiktokcdn-us.com/{ids.hex_word(video.id)}?x-expires={ends}",
        "share_url": f"{address}?utm_campaign=tt4d_open_api&utm_source={user.app.client_key}",
        "video_description": video.title[:150],
        "title": video.title[:150],
        "duration": 5 + ids.number("duration", video.id, below=175),
        "height": 1024,
        "width": 576,
        "embed_html": f'<blockquote class="tiktok-embed" cite="{address}"></blockquote>',
        "embed_link": f"https://www.tiktok.com/player/v1/{video.id}",
        **{name: ids.number(name, video.id, below=10_000) for name in _COUNTS},
        "is_aigc": False,
    }


_COUNTS = ("like_count", "comment_count", "share_count", "view_count")
VIDEO_FIELDS = (
    "id",
    "create_time",
    "cover_image_url",
    "share_url",
    "video_description",
    "title",
    "duration",
    "height",
    "width",
    "embed_html",
    "embed_link",
    *_COUNTS,
    "is_aigc",
)
