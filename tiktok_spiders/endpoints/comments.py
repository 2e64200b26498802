"""How to ask for comments, replies, related posts and subtitle files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.endpoints.asking import api
from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.endpoints.paging import Opaque
from tiktok_spiders.pages.comment_list import read_comments
from tiktok_spiders.pages.item_list import read_item_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.urls import Origins

COMMENTS_COUNT = 50
"""The most that a page of comments gives; the site's own page asks for 20."""

COMMENTED = Opaque(newest_first=False, patience=2)
"""By offset, in TikTok's ranking. An empty page may say that there is more: two in a row are believed."""

COMMENT_LIST = Endpoint(
    name="comment_list",
    kind="api",
    address=api(
        "/api/comment/list/",
        {"aweme_id": "video", "cursor": "cursor"},
        count=COMMENTS_COUNT,
        from_page="video",
    ),
    read=read_comments,
    paging=COMMENTED,
    common=True,
    signed=True,
)

COMMENT_REPLY = Endpoint(
    name="comment_reply",
    kind="api",
    address=api(
        "/api/comment/list/reply/",
        # the video, where one public client sends its author
        {"item_id": "video", "comment_id": "comment", "cursor": "cursor"},
        count=COMMENTS_COUNT,
        from_page="video",
    ),
    read=read_comments,
    paging=COMMENTED,
    common=True,
    signed=True,
)

RELATED_ITEM_LIST = Endpoint(
    name="related_item_list",
    kind="api",
    address=api("/api/related/item_list/", {"itemID": "video"}, count=16, cursor=0, from_page="video"),
    read=read_item_list,
    common=True,
    signed=True,
    anchor="itemList",
)


def _file(_origins: Origins, args: Mapping[str, str]) -> str:
    return args["url"]


SUBTITLE = Endpoint(name="subtitle", kind="subtitle", address=_file)
"""A subtitle file: its address stands in the item, needs no cookies and expires."""
