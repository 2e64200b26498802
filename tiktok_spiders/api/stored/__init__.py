"""What the store holds: lists with filters and orders, single records, history, streams."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.stored.listing import Lists
from tiktok_spiders.api.stored.routes import router

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.state import State

ROUTERS: tuple[APIRouter, ...] = (router,)


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """Put the lists of the store at ``state.stored``."""
    state.stored = Lists(state.store)
    yield
