"""``/api/v1/video/…`` and ``/api/v1/trending/…``: posts, live."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.live import asks, shown
from tiktok_spiders.api.live.fields import Explored, VideoName
from tiktok_spiders.api.live.looking import Look, Page

ROUTER = APIRouter(
    prefix="/api/v1/video",
    tags=["live"],
    dependencies=[Depends(allow("live", "video"))],
    responses=shown.ERRORS,
)
TRENDING = APIRouter(
    prefix="/api/v1/trending",
    tags=["live"],
    dependencies=[Depends(allow("live", "trending"))],
    responses=shown.ERRORS,
)


@ROUTER.get("/{video:path}/comments", response_model=shown.CommentsAnswer)
async def video_comments(look: Look, paging: Page, video: VideoName) -> Json:
    """List the comments on a post, without replies."""
    return await look.page(asks.comments(video, look.origins, paging.end), "comments", paging)


@ROUTER.get("/{video:path}", response_model=shown.VideoAnswer)
async def video(look: Look, video: VideoName) -> Json:
    """Look up a post."""
    return await look.one(asks.video(video, look.origins))


@TRENDING.get("/videos", response_model=shown.VideosAnswer)
async def trending_videos(look: Look, paging: Page, category: Explored = None) -> Json:
    """List what TikTok shows to everybody, or in a category of Explore."""
    return await look.page(asks.trending(category, paging.end), "videos", paging)
