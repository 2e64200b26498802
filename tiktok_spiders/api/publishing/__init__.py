"""Publishing over HTTP: accounts, uploads on their way through the queue, what TikTok says of them."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.publishing.accounts import ROUTER as ACCOUNTS
from tiktok_spiders.api.publishing.logins import ROUTER as LOGINS
from tiktok_spiders.api.publishing.part import opened_part
from tiktok_spiders.api.publishing.posts import ROUTER as POSTS
from tiktok_spiders.api.publishing.redirect import routers
from tiktok_spiders.api.publishing.upload import ROUTER as UPLOAD
from tiktok_spiders.api.publishing.webhook import ROUTER as WEBHOOK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.state import State
    from tiktok_spiders.config import Config

ROUTERS: tuple[APIRouter, ...] = (LOGINS, UPLOAD, POSTS, ACCOUNTS, WEBHOOK)


def routers_of(config: Config) -> tuple[APIRouter, ...]:
    """Return the routers whose addresses settings decide: the redirect, if it leads here."""
    return routers(config)


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """Have ``state.publishing``, and work through the queue meanwhile."""
    async with opened_part(state) as part:
        state.publishing = part
        yield
