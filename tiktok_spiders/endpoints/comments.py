"""How to ask for comments, replies, related posts and subtitle files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.endpoints.asking import api_call
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

COMMENT_LIST = api_call(
    name="comment_list",
    path="/api/comment/list/",
    asks={"aweme_id": "video", "cursor": "cursor"},
    fixed={"count": COMMENTS_COUNT, "from_page": "video"},
    read=read_comments,
    paging=COMMENTED,
    signed=True,
)

COMMENT_REPLY = api_call(
    name="comment_reply",
    path="/api/comment/list/reply/",
    # the video, where one public client sends its author
    asks={"item_id": "video", "comment_id": "comment", "cursor": "cursor"},
    fixed={"count": COMMENTS_COUNT, "from_page": "video"},
    read=read_comments,
    paging=COMMENTED,
    signed=True,
)

RELATED_ITEM_LIST = api_call(
    name="related_item_list",
    path="/api/related/item_list/",
    asks={"itemID": "video"},
    fixed={"count": 16, "cursor": 0, "from_page": "video"},
    read=read_item_list,
    signed=True,
    anchor="itemList",
)


def _file(_origins: Origins, args: Mapping[str, str]) -> str:
    return args["url"]


SUBTITLE = Endpoint(name="subtitle", kind="subtitle", address=_file)
"""A subtitle file: its address stands in the item, needs no cookies and expires."""
