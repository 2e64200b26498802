"""What the stored records add up to: overview, trends, top videos, growth of accounts, prices."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.analytics.asking import Analytics
from tiktok_spiders.api.analytics.routes import router

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tiktok_spiders.api.state import State

ROUTERS = (router,)


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """Put at ``state.analytics`` what remembers answers."""
    state.analytics = analytics = Analytics(state.store)
    try:
        yield
    finally:
        await analytics.close()
