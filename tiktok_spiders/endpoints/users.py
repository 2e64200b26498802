"""How to ask for accounts and their videos."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tiktok_spiders.endpoints.asking import api_call
from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.endpoints.paging import Opaque, ServerTime, TimeWindow
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.pages.user_detail import read_user_detail
from tiktok_spiders.pages.user_page import read_user_page
from tiktok_spiders.urls import user_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.endpoints.paging import Paging
    from tiktok_spiders.urls import Origins

CREATOR_COUNT = 15
"""The most that ``creator/item_list`` gives at once (seen in public clients)."""

POST_COUNT = 35
"""What the site's own page asks ``post/item_list`` for at first, later 16; clients ask for 30 to 35."""


def _profile(origins: Origins, args: Mapping[str, str]) -> str:
    return user_url(args["user"], origins)


def _user_detail(origins: Origins, args: Mapping[str, str]) -> str:
    sec_uid = args["user"] if args["user"].startswith("MS4wLjAB") else ""
    query = {"secUid": sec_uid, "uniqueId": "" if sec_uid else args["user"]}
    return f"{origins.web}/api/user/detail/?{urlencode(query)}"


USER_PAGE = Endpoint(
    name="user_page", kind="page", address=_profile, read=read_user_page, anchor="webapp.user-detail"
)

_LISTED = {"secUid": "sec_uid", "cursor": "cursor"}

CREATOR_ITEM_LIST = api_call(
    name="creator_item_list",
    path="/api/creator/item_list/",
    asks=_LISTED,
    # newest to oldest; type 0 is oldest first and repeats posts
    fixed={"count": CREATOR_COUNT, "type": 1, "from_page": "user"},
    read=read_item_list,
    paging=TimeWindow(),
    anchor="itemList",
)

USER_DETAIL = Endpoint(
    name="user_detail",
    kind="api",
    address=_user_detail,
    read=read_user_detail,
    common=True,
    signed=True,
    anchor="userInfo",
)


def _posts(name: str, order: int, paging: Paging) -> Endpoint:
    """Return the signed list of an account's posts; ``order`` is TikTok's ``request_type``."""
    return api_call(
        name=name,
        path="/api/post/item_list/",
        asks=_LISTED,
        fixed={
            "count": POST_COUNT,
            "coverFormat": 2,
            "needPinnedItemIds": "false",
            "post_item_list_request_type": order,
        },
        read=read_item_list,
        paging=paging,
        signed=True,
        anchor="itemList",
    )


POST_ITEM_LIST = _posts("post_item_list", 0, ServerTime())
POST_POPULAR = _posts("post_item_list_popular", 1, Opaque(newest_first=False, falling=True))
POST_OLDEST = _posts("post_item_list_oldest", 2, Opaque(newest_first=False))

REPOST_ITEM_LIST = api_call(
    name="repost_item_list",
    path="/api/repost/item_list/",
    asks=_LISTED,
    fixed={"count": 30, "needPinnedItemIds": "false", "post_item_list_request_type": 0},
    read=read_item_list,
    paging=Opaque(),
    anchor="itemList",
)

FAVORITE_ITEM_LIST = api_call(
    name="favorite_item_list",
    path="/api/favorite/item_list/",
    asks=_LISTED,
    fixed={"count": 30},
    read=read_item_list,
    paging=Opaque(),
    anchor="itemList",
)
