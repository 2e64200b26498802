"""How to ask who follows whom, for playlists and collections, and whether an account is live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.endpoints.asking import api
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
    return Endpoint(
        name="user_list",
        kind="api",
        address=api(
            "/api/user/list/",
            {"secUid": "sec_uid", "minCursor": "cursor"},
            count=30,
            maxCursor=0,
            scene=scene,
        ),
        read=read_user_list,
        paging=RELATED,
        common=True,
        anchor="userList",
    )


FOLLOWERS = _user_list(67)
FOLLOWING = _user_list(21)

USER_PLAYLIST = Endpoint(
    name="user_playlist",
    kind="api",
    address=api("/api/user/playlist/", {"secUid": "sec_uid", "cursor": "cursor"}, count=20),
    read=read_playlists,
    paging=LISTED,
    common=True,
    anchor="playList",
)

MIX_ITEM_LIST = Endpoint(
    name="mix_item_list",
    kind="api",
    address=api("/api/mix/item_list/", {"mixId": "playlist", "cursor": "cursor"}, count=20),
    read=read_item_list,
    paging=LISTED,
    common=True,
    anchor="itemList",
)

COLLECTION_LIST = Endpoint(
    name="collection_list",
    kind="api",
    address=api("/api/user/collection_list/", {"secUid": "sec_uid", "cursor": "cursor"}, count=20),
    read=read_collections,
    paging=LISTED,
    common=True,
    signed=True,
    anchor="collectionList",
)

COLLECTION_ITEM_LIST = Endpoint(
    name="collection_item_list",
    kind="api",
    address=api(
        "/api/collection/item_list/",
        {"collectionId": "playlist", "cursor": "cursor"},
        count=30,
        sourceType=113,
    ),
    read=read_item_list,
    paging=LISTED,
    common=True,
    anchor="itemList",
)


def _live(origins: Origins, args: Mapping[str, str]) -> str:
    return live_url(args["user"], origins)


LIVE_PAGE = Endpoint(name="live_page", kind="page", address=_live, read=read_live_page, anchor="LiveRoom")

LIVE_ROOM = Endpoint(
    name="live_room",
    kind="api",
    address=api("/api-live/user/room/", {"uniqueId": "user"}, sourceType=54),
    read=read_live_page,
    common=True,
)
