"""``/api/v1/cache/…``: look at what is kept, and forget it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, model_validator

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.cache.forgetting import forget
from tiktok_spiders.api.errors import told
from tiktok_spiders.api.state import Given

ROUTER = APIRouter(prefix="/api/v1/cache", tags=["cache"], responses=told(400, 401, 403, 429, 500))

Admin = Annotated[Principal, Depends(allow("admin"))]
Text = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$")]


class CacheStats(BaseModel):
    """What is kept, and how often it was of use."""

    keys: int
    hits: int = Field(description="Of this process, since its start; stale answers count.")
    misses: int
    hit_rate: float = Field(description="0 to 1.")
    memory: int = Field(description="Bytes.")


class Cleared(BaseModel):
    """How much went."""

    cleared: int = Field(description="Answers that were forgotten.")


class Clear(BaseModel):
    """What to forget: exactly one of the two."""

    model_config = ConfigDict(extra="forbid")

    pattern: Text | None = Field(
        None, description="Keys, `*` being anything: `user:somebody:*`. A key is `kind:subject:digest`."
    )
    all: Literal[True] | None = Field(None, description="Everything.")

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.pattern is None) == (self.all is None):
            raise ValueError("exactly one of `pattern` and `all` is wanted")
        return self


class Invalidate(BaseModel):
    """What has changed."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["product", "seller", "trending", "search", "all"]
    subject: Text | None = Field(
        None, description="Id of the product or seller, or the words searched for; none for the others."
    )

    @model_validator(mode="after")
    def _with_subject(self) -> Self:
        if (self.subject is not None) != (self.kind in {"product", "seller", "search"}):
            raise ValueError("`subject` belongs to product, seller and search, and to these alone")
        return self


@ROUTER.get("/stats", response_model=CacheStats)
async def cache_stats(state: Given, _who: Admin) -> CacheStats:
    """Tell what the cache holds."""
    return CacheStats(**await state.cache.stats())


@ROUTER.post("/clear", response_model=Cleared)
async def cache_clear(state: Given, who: Admin, wanted: Clear) -> Cleared:
    """Forget kept answers by the pattern of their keys, or all."""
    state.access.may_clear(who)
    return Cleared(cleared=await state.cache.drop(wanted.pattern or "*"))


@ROUTER.post("/invalidate", response_model=Cleared)
async def cache_invalidate(state: Given, who: Admin, wanted: Invalidate) -> Cleared:
    """Forget every kept answer that holds a product or a seller, comes of a search, or of a feed."""
    state.access.may_clear(who)
    return Cleared(cleared=await forget(state.cache, wanted.kind, wanted.subject))
