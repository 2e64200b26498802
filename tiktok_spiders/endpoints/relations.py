"""How to ask who follows whom, for playlists and collections, and whether an account is live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.endpoints.asking import api_call
from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.endpoints.paging import Opaque
from tiktok_spiders.pages.collection_list import read_collections
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.pages.live_page import read_live_page
from tiktok_spiders.pages.playlist_list import read_playlists
from tiktok_spiders.pages.user_list import read_user_list
from tiktok_spiders.urls import live_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.urls import Origins

RELATED = Opaque(newest_first=False, cap_from=1000, falling=True)
"""Newest first, but not strictly so; the cursor is the time of the last member.
Caps of 5,000 to 10,000 are reported."""

LISTED = Opaque(newest_first=False)


def _user_list(scene: int) -> Endpoint:
    return api_call(
        name="user_list",
        path="/api/user/list/",
        asks={"secUid": "sec_uid", "minCursor": "cursor"},
        fixed={"count": 30, "maxCursor": 0, "scene": scene},
        read=read_user_list,
        paging=RELATED,
        anchor="userList",
    )


FOLLOWERS = _user_list(67)
FOLLOWING = _user_list(21)

USER_PLAYLIST = api_call(
    name="user_playlist",
    path="/api/user/playlist/",
    asks={"secUid": "sec_uid", "cursor": "cursor"},
    fixed={"count": 20},
    read=read_playlists,
    paging=LISTED,
    anchor="playList",
)

MIX_ITEM_LIST = api_call(
    name="mix_item_list",
    path="/api/mix/item_list/",
    asks={"mixId": "playlist", "cursor": "cursor"},
    fixed={"count": 20},
    read=read_item_list,
    paging=LISTED,
    anchor="itemList",
)

COLLECTION_LIST = api_call(
    name="collection_list",
    path="/api/user/collection_list/",
    asks={"secUid": "sec_uid", "cursor": "cursor"},
    fixed={"count": 20},
    read=read_collections,
    paging=LISTED,
    signed=True,
    anchor="collectionList",
)

COLLECTION_ITEM_LIST = api_call(
    name="collection_item_list",
    path="/api/collection/item_list/",
    asks={"collectionId": "playlist", "cursor": "cursor"},
    fixed={"count": 30, "sourceType": 113},
    read=read_item_list,
    paging=LISTED,
    anchor="itemList",
)


def _live(origins: Origins, args: Mapping[str, str]) -> str:
    return live_url(args["user"], origins)


LIVE_PAGE = Endpoint(name="live_page", kind="page", address=_live, read=read_live_page, anchor="LiveRoom")

LIVE_ROOM = api_call(
    name="live_room",
    path="/api-live/user/room/",
    asks={"uniqueId": "user"},
    fixed={"sourceType": 54},
    read=read_live_page,
)
