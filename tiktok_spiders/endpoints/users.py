"""How to ask for accounts and their videos."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.endpoints.paging import Opaque, ServerTime, TimeWindow
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.pages.user_detail import read_user_detail
from tiktok_spiders.pages.user_page import read_user_page
from tiktok_spiders.urls import user_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktok_spiders.urls import Origins

CREATOR_COUNT = 15
"""The most that ``creator/item_list`` gives at once (seen in public clients)."""

POST_COUNT = 35
"""What the site's own page asks ``post/item_list`` for at first, later 16; clients ask for 30 to 35."""


def _profile(origins: Origins, args: Mapping[str, str]) -> str:
    return user_url(args["user"], origins)


def _creator_items(origins: Origins, args: Mapping[str, str]) -> str:
    query = {
        "secUid": args["sec_uid"],
        "cursor": args["cursor"],
        "count": CREATOR_COUNT,
        "type": 1,  # newest to oldest; 0 is oldest first and repeats posts
        "from_page": "user",
    }
    return f"{origins.web}/api/creator/item_list/?{urlencode(query)}"


def _user_detail(origins: Origins, args: Mapping[str, str]) -> str:
    sec_uid = args["user"] if args["user"].startswith("MS4wLjAB") else ""
    query = {"secUid": sec_uid, "uniqueId": "" if sec_uid else args["user"]}
    return f"{origins.web}/api/user/detail/?{urlencode(query)}"


def _list(path: str, count: int, **fixed: str) -> Callable[[Origins, Mapping[str, str]], str]:
    def address(origins: Origins, args: Mapping[str, str]) -> str:
        query = {"secUid": args["sec_uid"], "cursor": args["cursor"], "count": count, **fixed}
        return f"{origins.web}{path}?{urlencode(query)}"

    return address


USER_PAGE = Endpoint(
    name="user_page", kind="page", address=_profile, read=read_user_page, anchor="webapp.user-detail"
)

CREATOR_ITEM_LIST = Endpoint(
    name="creator_item_list",
    kind="api",
    address=_creator_items,
    read=read_item_list,
    paging=TimeWindow(),
    common=True,
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

POST_ITEM_LIST = Endpoint(
    name="post_item_list",
    kind="api",
    address=_list(
        "/api/post/item_list/",
        POST_COUNT,
        coverFormat="2",
        needPinnedItemIds="false",
        post_item_list_request_type="0",
    ),
    read=read_item_list,
    paging=ServerTime(),
    common=True,
    signed=True,
    anchor="itemList",
)


def _ordered(name: str, order: str, *, falling: bool) -> Endpoint:
    return Endpoint(
        name=name,
        kind="api",
        address=_list(
            "/api/post/item_list/",
            POST_COUNT,
            coverFormat="2",
            needPinnedItemIds="false",
            post_item_list_request_type=order,
        ),
        read=read_item_list,
        paging=Opaque(newest_first=False, falling=falling),
        common=True,
        signed=True,
        anchor="itemList",
    )


POST_POPULAR = _ordered("post_item_list_popular", "1", falling=True)
POST_OLDEST = _ordered("post_item_list_oldest", "2", falling=False)

REPOST_ITEM_LIST = Endpoint(
    name="repost_item_list",
    kind="api",
    address=_list("/api/repost/item_list/", 30, needPinnedItemIds="false", post_item_list_request_type="0"),
    read=read_item_list,
    paging=Opaque(),
    common=True,
    anchor="itemList",
)

FAVORITE_ITEM_LIST = Endpoint(
    name="favorite_item_list",
    kind="api",
    address=_list("/api/favorite/item_list/", 30),
    read=read_item_list,
    paging=Opaque(),
    common=True,
    anchor="itemList",
)
