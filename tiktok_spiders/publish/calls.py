"""The calls that a user's token is good for: address, scopes, limits."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tiktok_spiders.publish.caps import DRAFTS, POSTS, USERS
from tiktok_spiders.publish.scopes import BASIC, LIST, PUBLISH, UPLOAD

Name = Literal[
    "user_info",
    "video_list",
    "video_query",
    "creator_info",
    "init_video",
    "init_inbox",
    "init_photos",
    "init_photo_drafts",
    "status",
    "cancel",
]


class Call(NamedTuple):
    """What is known of a call."""

    path: str
    scopes: tuple[str, ...]
    """One of them is needed."""
    most: int
    """Calls in a minute."""
    purpose: str
    bucket: str
    method: str = "POST"
    by_app: bool = False
    """Whether all users of the app share the limit, and not each token has its own."""
    begins: bool = False
    """Whether it begins a post."""
    caps: tuple[str, ...] = ()
    """Caps of a day that it may be refused for."""


_POST = "/v2/post/publish"
_EITHER = (PUBLISH, UPLOAD)
_INITS = 6
"""Of all calls that begin a post together: that is the strictest way to read TikTok's page."""


def _begins(path: str, scope: str, purpose: str, *caps: str) -> Call:
    return Call(_POST + path, (scope,), _INITS, purpose, "inits", begins=True, caps=caps)


CALLS: dict[Name, Call] = {
    "user_info": Call(
        "/v2/user/info/", (BASIC,), 600, "user information", "user_info", method="GET", by_app=True
    ),
    "video_list": Call("/v2/video/list/", (LIST,), 600, "the list of videos", "video_list", by_app=True),
    "video_query": Call("/v2/video/query/", (LIST,), 600, "questions for videos", "video_query", by_app=True),
    "creator_info": Call(
        f"{_POST}/creator_info/query/",
        (PUBLISH,),
        20,
        "a direct post",
        "creator_info",
        caps=(POSTS, USERS),
    ),
    "init_video": _begins("/video/init/", PUBLISH, "a direct post", POSTS, USERS),
    "init_inbox": _begins("/inbox/video/init/", UPLOAD, "a draft", DRAFTS),
    "init_photos": _begins("/content/init/", PUBLISH, "a direct post of photos", POSTS, USERS),
    "init_photo_drafts": _begins("/content/init/", UPLOAD, "a draft of photos", DRAFTS),
    "status": Call(f"{_POST}/status/fetch/", _EITHER, 30, "the status of a post", "status"),
    "cancel": Call(f"{_POST}/cancel/", _EITHER, 30, "cancelling a post", "cancel"),
}
