"""How to ask for accounts and their videos."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.endpoints.paging import TimeWindow
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.pages.user_page import read_user_page
from tiktok_spiders.urls import user_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.urls import Origins

CREATOR_COUNT = 15
"""The most that ``creator/item_list`` gives at once (seen in public clients)."""


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
