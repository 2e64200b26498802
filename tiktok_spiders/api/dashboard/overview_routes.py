"""The first page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.analytics.overview import overview
from tiktok_spiders.api.analytics.span import Span
from tiktok_spiders.api.analytics.top import top_videos
from tiktok_spiders.api.dashboard.job_routes import listed
from tiktok_spiders.api.dashboard.page import PageRoute, page, seen_with
from tiktok_spiders.api.state import Given, State

JOBS = 8
TOP = 10

Who = Annotated[Principal, Depends(seen_with("read", "jobs"))]

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/")
async def home(request: Request, state: Given, who: Who) -> Response:
    """Show jobs, health, what is stored and the newest verdicts, as far as the key may see them."""
    context: dict[str, Any] = {"jobs": None, "totals": None, "top": None}
    if who.has("jobs"):
        context["jobs"], _ = await run_in_threadpool(listed, state, who, JOBS)
    if who.has("read"):
        context |= await _stored(state)
    return page(request, "overview.html", **context)


async def _stored(state: State) -> dict[str, Any]:
    ask = state.analytics.ask
    totals = await ask(overview, Span())
    top = await ask(top_videos, "views", Span(), TOP)
    return {"totals": totals, "top": top["videos"]}
