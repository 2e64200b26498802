"""``/api/v1/hashtag/…``, ``/api/v1/sound/…`` and ``/api/v1/search/…``, live."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.live import asks, shown
from tiktok_spiders.api.live.fields import HashtagName, SoundId, Words
from tiktok_spiders.api.live.looking import Look, Page


def _router(name: str) -> APIRouter:
    return APIRouter(
        prefix=f"/api/v1/{name}",
        tags=["live"],
        dependencies=[Depends(allow("live", name))],
        responses=shown.ERRORS,
    )


HASHTAG, SOUND, SEARCH = (_router(name) for name in ("hashtag", "sound", "search"))


@HASHTAG.get("/{name}/info", response_model=shown.HashtagAnswer)
async def hashtag_info(look: Look, name: HashtagName) -> Json:
    """Look up a hashtag."""
    return await look.one(asks.hashtag_info(name))


@HASHTAG.get("/{name}/videos", response_model=shown.VideosAnswer)
async def hashtag_videos(look: Look, paging: Page, name: HashtagName) -> Json:
    """List the videos that TikTok ranks under a hashtag."""
    return await look.page(asks.hashtag_videos(name, paging.end), "videos", paging)


@SOUND.get("/{sound}/info", response_model=shown.SoundAnswer)
async def sound_info(look: Look, sound: SoundId) -> Json:
    """Look up a sound."""
    return await look.one(asks.sound_info(sound))


@SOUND.get("/{sound}/videos", response_model=shown.VideosAnswer)
async def sound_videos(look: Look, paging: Page, sound: SoundId) -> Json:
    """List the videos that TikTok ranks under a sound."""
    return await look.page(asks.sound_videos(sound, paging.end), "videos", paging)


@SEARCH.get("/videos", response_model=shown.VideosAnswer)
async def search_videos(look: Look, paging: Page, q: Words) -> Json:
    """Search for videos."""
    return await look.page(asks.search(q, "videos", paging.end), "videos", paging)


@SEARCH.get("/users", response_model=shown.UsersAnswer)
async def search_users(look: Look, paging: Page, q: Words) -> Json:
    """Search for accounts."""
    return await look.page(asks.search(q, "users", paging.end), "users", paging)
