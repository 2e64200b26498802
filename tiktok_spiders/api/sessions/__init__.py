"""Sessions of the user's own, and how identities and proxies do: never a secret."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.sessions.cookies import ROUTER as COOKIES
from tiktok_spiders.api.sessions.proxies import ROUTER as PROXIES
from tiktok_spiders.api.sessions.proxies import Pools
from tiktok_spiders.api.sessions.tokens import ROUTER as TOKENS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.state import State

ROUTERS: tuple[APIRouter, ...] = (COOKIES, TOKENS, PROXIES)


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """Have ``state.sessions``: the list of proxies, read when it is asked for."""
    state.sessions = Pools(state.settings)
    yield
