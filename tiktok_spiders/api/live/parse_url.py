"""``POST /api/v1/video/parse-url``: what an address of TikTok's names."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.errors import ApiError, told
from tiktok_spiders.api.live.redirects import resolve
from tiktok_spiders.api.state import Given
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.urls import Target, canonical_url, parse_target

ROUTER = APIRouter(
    prefix="/api/v1/video", tags=["live"], responses=told(400, 401, 403, 404, 413, 415, 429, 500, 503)
)


class ParseUrl(BaseModel):
    """An address."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(min_length=1, max_length=2048)] = Field(
        description="An address of TikTok's, in any of its forms."
    )
    resolve_redirects: bool = Field(
        default=True, description="Whether to ask TikTok where a short link leads; else it stays a short one."
    )


class ParsedUrl(BaseModel):
    """What it names."""

    url: str = Field(description="As given.")
    type: str = Field(description="`video`, `user`, `hashtag`, `sound`, `product`, … or `short`.")
    id: str | None = Field(description="Identifier, where the address holds one.")
    username: str | None = Field(description="Handle of the account or author, where the address names one.")
    key: str = Field(description="What names it among its type: handle, id, hashtag, words, code.")
    canonical_url: str
    redirects: int = Field(description="How many were followed.")


@ROUTER.post("/parse-url", response_model=ParsedUrl, dependencies=[Depends(allow("live", "video"))])
async def parse_url(state: Given, given: ParseUrl) -> ParsedUrl:
    """Tell what an address names; a short link is followed over TikTok's own hosts only."""
    origins = state.live.origins
    try:
        target = parse_target(given.url, origins=origins)
    except TargetError as error:
        raise ApiError("INVALID_REQUEST", f"url: {error}") from None
    redirects = 0
    if target.kind == "short" and given.resolve_redirects:
        target, redirects = await resolve(target, origins)
    return _shown(given.url, target, redirects)


def _shown(url: str, target: Target, redirects: int) -> ParsedUrl:
    return ParsedUrl(
        url=url,
        type=target.kind,
        id=target.id,
        username=target.handle,
        key=target.key,
        canonical_url=canonical_url(target),
        redirects=redirects,
    )
