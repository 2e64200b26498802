"""``/health``, ``/health/ready`` and ``/metrics``."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from tiktok_spiders.api.access import allow, health_checker
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.errors import ErrorEnvelope, told
from tiktok_spiders.api.health.models import AliveOut, ReadyOut
from tiktok_spiders.api.state import Given

router = APIRouter(tags=["health"])

DEGRADED = 503
_TEXT = {"content": {"text/plain": {"schema": {"type": "string"}}}}


@router.get("/health", response_model=AliveOut, dependencies=[Depends(health_checker)], responses=told(429))
async def alive(request: Request, state: Given) -> Json:
    """Tell that the process lives. Open to all: it needs no key."""
    now = datetime.now(UTC)
    uptime = round((now - state.started_at).total_seconds(), 3)
    return Json({"status": "ok", "timestamp": now, "uptime": uptime, "version": request.app.version})


@router.get(
    "/health/ready",
    response_model=ReadyOut,
    dependencies=[Depends(allow("read", "health"))],
    responses={
        **told(401, 403, 429),
        DEGRADED: {"model": ReadyOut | ErrorEnvelope, "description": "Degraded."},
    },
)
async def ready(state: Given) -> Json:
    """Tell whether all is well, from what is recorded: nothing is crawled for it."""
    found = await state.health.ready()
    return Json(found, status_code=DEGRADED if found["status"] == "degraded" else 200)


@router.get(
    "/metrics",
    response_class=Response,
    dependencies=[Depends(allow("read", "health"))],
    responses={**told(401, 403, 429), 200: {"description": "Prometheus's text format.", **_TEXT}},
)
async def metrics(state: Given) -> Response:
    """Give figures for Prometheus."""
    return Response(await state.health.metrics(), media_type=CONTENT_TYPE_LATEST)
