"""How to ask for one video or photo post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.endpoints.asking import api_call
from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.pages.oembed import read_oembed
from tiktok_spiders.pages.video_embed import read_video_embed
from tiktok_spiders.pages.video_page import read_video_page
from tiktok_spiders.urls import embed_url, oembed_url, video_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.urls import Origins


def _page(origins: Origins, args: Mapping[str, str]) -> str:
    return video_url(args["video"], args.get("user"), origins=origins)


def _embed(origins: Origins, args: Mapping[str, str]) -> str:
    return embed_url(args["video"], origins)


def _oembed(origins: Origins, args: Mapping[str, str]) -> str:
    return oembed_url(video_url(args["video"], args.get("user")), origins)


VIDEO_PAGE = Endpoint(
    name="video_page", kind="page", address=_page, read=read_video_page, anchor="webapp.video-detail"
)

VIDEO_REFLOW = Endpoint(
    name="video_reflow",
    kind="page",
    address=_page,
    read=read_video_page,
    mobile=True,
    anchor="webapp.reflow.video.detail",
)

VIDEO_EMBED = Endpoint(name="video_embed", kind="embed", address=_embed, read=read_video_embed)

VIDEO_OEMBED = Endpoint(name="video_oembed", kind="oembed", address=_oembed, read=read_oembed)

ITEM_DETAIL = api_call(
    name="item_detail",
    path="/api/item/detail/",
    asks={"itemId": "video"},
    read=read_video_page,
    signed=True,
    anchor="itemInfo",
)
