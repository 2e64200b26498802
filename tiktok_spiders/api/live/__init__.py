"""Live look-ups: questions to TikTok, answered by spiders in warm worker processes.

Why so, for the profile of one account on loopback (two cores, median): a `scrapy crawl` of its own takes
2.2 s, nearly all of it imports; a job of Scrapyd is the same process after up to its poll interval, and its
records would have to be read from the store; a crawl in a process that has everything imported takes 0.08 s
and hands every record over as it comes. In the API's own process a crawl would share its event loop and its
memory, and there could be no browser.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.live import lists, parse_url, refreshing, shop, users, videos
from tiktok_spiders.api.live.live import live_of
from tiktok_spiders.api.live.question import Answer, Question

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.state import State

__all__ = ["ROUTERS", "Answer", "Question", "opened"]

ROUTERS: tuple[APIRouter, ...] = (
    videos.TRENDING,
    users.ROUTER,
    parse_url.ROUTER,
    videos.ROUTER,
    lists.HASHTAG,
    lists.SEARCH,
    lists.SOUND,
    shop.ROUTER,
    refreshing.ROUTER,
)


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """Let workers be started when they are needed."""
    async with live_of(state) as state.live:
        yield
