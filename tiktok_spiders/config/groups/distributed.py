"""Crawling on many machines, by Redis."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from tiktok_spiders.config.kinds import RedisAddress
from tiktok_spiders.config.marks import ADDRESS


class Distributed(BaseModel):
    """Crawling on many machines, by Redis."""

    redis_url: Annotated[RedisAddress | None, ADDRESS] = Field(
        None,
        description="Redis: `redis://user:password@host:6379/0`, `rediss://` for TLS or `unix://`. Needed to "
        "crawl on many machines.",
    )
    redis_prefix: str = Field(
        "tiktok", description="What every key in Redis begins with.", pattern=r"^[\w.-]{1,50}$"
    )
    distributed: bool = Field(
        default=False,
        description="Whether this process shares requests, targets and runs with others by Redis.",
    )
    lease_s: Annotated[float, Field(ge=1, le=3600)] = Field(
        30,
        description="Seconds without a sign of life after which the requests of a worker go to others. It "
        "must be longer than anything that blocks a worker.",
    )
    max_deliveries: Annotated[int, Field(ge=1, le=100)] = Field(
        5, description="How often a request is given out before it is set aside with its reason."
    )
    idle: Literal["stop", "wait"] = Field(
        "stop",
        description="What a worker does when nothing is left in Redis: end, or wait for further targets.",
    )
