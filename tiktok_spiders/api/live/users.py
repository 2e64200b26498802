"""``/api/v1/user/…``: accounts, live."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.live import asks, shown
from tiktok_spiders.api.live.fields import Username
from tiktok_spiders.api.live.looking import Look, Page

ROUTER = APIRouter(
    prefix="/api/v1/user",
    tags=["live"],
    dependencies=[Depends(allow("live", "user"))],
    responses=shown.ERRORS,
)


@ROUTER.get("/{username}/info", response_model=shown.UserAnswer)
async def user_info(look: Look, username: Username) -> Json:
    """Look up an account."""
    return await look.one(asks.user_info(username))


@ROUTER.get("/{username}/videos", response_model=shown.VideosAnswer)
async def user_videos(look: Look, paging: Page, username: Username) -> Json:
    """List what an account published, newest first."""
    return await look.page(asks.user_videos(username, paging.end), "videos", paging)


@ROUTER.get("/{username}/followers", response_model=shown.UsersAnswer)
async def user_followers(look: Look, paging: Page, username: Username) -> Json:
    """List who follows an account, as far as TikTok shows."""
    return await look.page(asks.user_relations(username, "followers", paging.end), "users", paging)


@ROUTER.get("/{username}/following", response_model=shown.UsersAnswer)
async def user_following(look: Look, paging: Page, username: Username) -> Json:
    """List whom an account follows, as far as TikTok shows."""
    return await look.page(asks.user_relations(username, "following", paging.end), "users", paging)
