"""How to ask for one video or photo post."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.pages.oembed import read_oembed
from tiktok_spiders.pages.video_embed import read_video_embed
from tiktok_spiders.pages.video_page import read_video_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.urls import Origins


def _page(origins: Origins, args: Mapping[str, str]) -> str:
    """Address a post by its identifier: the account's part is free; photo posts have their state here too."""
    return f"{origins.web}/@{quote(args.get('user') or '_', safe='')}/video/{args['video']}"


def _embed(origins: Origins, args: Mapping[str, str]) -> str:
    return f"{origins.web}/embed/v2/{args['video']}"


def _oembed(origins: Origins, args: Mapping[str, str]) -> str:
    page = f"https://www.tiktok.com/@{args.get('user') or '_'}/video/{args['video']}"
    return f"{origins.web}/oembed?url={quote(page, safe='')}"


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
