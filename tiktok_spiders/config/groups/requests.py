"""How a request is made, repeated and given up."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from tiktok_spiders.config.kinds import Seconds


class Requests(BaseModel):
    """How a request is made, repeated and given up."""

    store_fallback: bool = Field(
        default=False,
        description="Whether a target that TikTok does not answer is answered from the store, marked as such "
        "with its age.",
    )
    breaker_failures: Annotated[int, Field(ge=1)] = Field(
        8, description="Failures in a row after which an endpoint over a transport is skipped for a while."
    )
    breaker_seconds: Seconds = Field(
        60, description="Seconds after which a skipped endpoint is tried again by one request."
    )
    accept_language: str = Field(
        "en-US,en;q=0.9", description="The `Accept-Language` that identities send.", min_length=2
    )
    retry_times: Annotated[int, Field(ge=0, le=100)] = Field(
        5, description="How often a request is repeated before the next rung of the ladder is tried."
    )
    backoff: Annotated[float, Field(ge=0, le=100)] = Field(
        1,
        description="Factor on the waits before a repetition (1 to 60 s by the kind of answer, doubled each "
        "time). 0 turns waiting off.",
    )
    backoff_max: Seconds = Field(
        120, description="The longest wait before a repetition, a server's `Retry-After` included."
    )
    stop_after_blocks: Annotated[int, Field(ge=0)] = Field(
        20,
        description="Blocked answers in a row, no good one between, that stop the crawl. 0: never.",
    )
