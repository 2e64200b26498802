"""The answers, as OpenAPI tells of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field


class AliveOut(BaseModel):
    """The process lives."""

    status: Literal["ok"]
    timestamp: datetime
    uptime: float = Field(description="Seconds since the application started.")
    version: str


class ServiceOut(BaseModel):
    """A service that the API stands on."""

    status: Literal["up", "down", "not_configured"]
    response_time_ms: float | None


class ReadyOut(BaseModel):
    """Whether all is well; nothing is crawled for it."""

    status: Literal["ready", "degraded"]
    timestamp: datetime
    api_accessible: bool | None = Field(
        description="Whether TikTok answered at least half of the newest 20 targets of the last six hours "
        "whose verdicts tell; null without any."
    )
    cookies_valid: bool | None = Field(
        description="Whether the login of at least one kept session holds; null where none is kept or "
        "`TIKTOK_SECRET_KEY` is not set."
    )
    cookie_expires: datetime | None = Field(description="The first end of the login of a kept session.")
    endpoints_tested: list[str] = Field(description="TikTok's endpoints that gave answers lately.")
    response_time_ms: float | None = Field(
        description="Milliseconds a request of the recent crawls, pauses between requests included."
    )
    database: ServiceOut
    redis: ServiceOut
    scrapyd: ServiceOut = Field(description="Asked only if jobs run there.")
    reasons: list[str] = Field(description="What is not well; empty when ready.")
