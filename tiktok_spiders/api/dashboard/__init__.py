"""The dashboard: pages for people, made here and without anything from the network."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tiktok_spiders.api.dashboard import (
    assets,
    chart_routes,
    docs_routes,
    job_routes,
    login_routes,
    overview_routes,
    record_routes,
    verdict_routes,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.state import State

ROUTERS: tuple[APIRouter, ...] = (
    assets.router,
    login_routes.router,
    overview_routes.router,
    job_routes.router,
    verdict_routes.router,
    chart_routes.router,
    record_routes.router,
    docs_routes.router,
)


@asynccontextmanager
async def opened(_state: State) -> AsyncIterator[None]:
    """Have nothing to open: pages are made of what the other parts have."""
    yield
