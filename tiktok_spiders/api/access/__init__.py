"""TO BE WRITTEN: access."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.state import State

ROUTERS: tuple[APIRouter, ...] = ()


@asynccontextmanager
async def opened(_state: State) -> AsyncIterator[None]:
    """Have nothing to open."""
    yield
