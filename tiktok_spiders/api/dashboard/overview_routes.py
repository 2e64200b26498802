"""The first page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.analytics.overview import overview
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.api.analytics.top import top_videos
from tiktok_spiders.api.analytics.trends import trends
from tiktok_spiders.api.dashboard.job_routes import listed
from tiktok_spiders.api.dashboard.page import PageRoute, page, seen_with
from tiktok_spiders.api.dashboard.pulse import identities, pulse
from tiktok_spiders.api.dashboard.verdicts import counted, newest
from tiktok_spiders.api.state import Given, State

JOBS = 8
TOP = 10
VERDICTS = 5

Who = Annotated[Principal, Depends(seen_with("read", "jobs"))]

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/")
async def home(request: Request, state: Given, who: Who) -> Response:
    """Show jobs, health, what is stored and the newest verdicts, as far as the key may see them."""
    jobs = stored = None
    if who.has("jobs"):
        jobs, _ = await run_in_threadpool(listed, state, who, JOBS)
    if who.has("read"):
        stored = await _stored(state, who)
    return page(request, "overview.html", jobs=jobs, stored=stored)


async def _stored(state: State, who: Principal) -> dict[str, Any]:
    ask = state.analytics.ask
    top = await ask(top_videos, "views", Span(), TOP)
    days = await ask(trends, "month", "views", "published")
    return {
        "totals": await ask(overview, Span()),
        "top": top["videos"],
        "days": days["trends"],
        "ready": await state.health.ready(),
        **await run_in_threadpool(_recent, state, who),
    }


def _recent(state: State, who: Principal) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "pulse": pulse(state.store, now),
        "identities": identities(state, who),
        "counts": counted(state.store, now),
        "verdicts": newest(state.store, VERDICTS)[:VERDICTS],
    }
