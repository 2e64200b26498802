"""How many identities take turns, and where they live."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class Identities(BaseModel):
    """How many identities take turns, and where they live."""

    identities: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        None,
        description="Identities (user agent, device, cookies, token and proxy kept together) that take "
        "turns. Default: one a proxy, at least 1.",
    )
    identity_backend: Literal["auto", "memory", "sql", "redis"] = Field(
        "auto",
        description="Where identities live. `sql`: in the store, encrypted, so that they survive a restart; "
        "`redis`: in Redis, encrypted, shared by all workers; `auto`: `redis` in distributed mode, else in "
        "the store if `TIKTOK_SECRET_KEY` is set, else in memory.",
    )
    identity_budget: Annotated[int, Field(ge=0)] = Field(
        0, description="Signed calls that an identity makes before it rests. 0: no limit of our own."
    )
