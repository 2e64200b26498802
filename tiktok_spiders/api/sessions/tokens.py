"""``/token-stats``: how tokens and sessions do."""

from __future__ import annotations

import time

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from tiktok_spiders.api.errors import told
from tiktok_spiders.api.sessions.shelves import Admin, shelf_of
from tiktok_spiders.api.state import Given
from tiktok_spiders.identities.shown import Line, lines_of

ROUTER = APIRouter(tags=["identities"])


class IdentityOut(BaseModel):
    """One identity: a user agent, device, cookies and token that are kept together. Times are in seconds."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    session: str | None = Field(description="Name of a session of the user's own.")
    source: str = Field(description="Where its token came from.")
    kind: str | None
    logged_in: bool
    minted: bool
    health: float | None = Field(description="0 to 1; null: no key opens it.")
    age_s: float | None
    uses: int | None
    good: int | None = Field(description="Uses that brought what was asked for.")
    half_life_s: float | None = Field(description="After which half of this source are blocked.")
    expires_in_days: float | None
    country: str | None
    proxy: str | None = Field(description="Name of its proxy.")
    last_outcome: str | None
    state: str


class TokenStats(BaseModel):
    """How many identities there are, and how they do."""

    total: int
    logged_in: int
    in_use: int
    resting: int
    unreadable: int = Field(description="Sealed with a key that is not among `TIKTOK_SECRET_KEY`.")
    health: float | None = Field(description="Mean, 0 to 1; null without identities.")
    expires_in_days: float | None = Field(description="Of the login that ends first.")
    identities: list[IdentityOut]


@ROUTER.get("/token-stats", response_model=TokenStats, responses=told(400, 401, 403, 429, 500, 503))
def token_stats(state: Given, _who: Admin) -> TokenStats:
    """Tell how tokens and sessions do, from what crawls have noted; nothing is asked of TikTok."""
    with shelf_of(state) as shelf:
        lines = lines_of(shelf, None, time.time())
    healths = [one.health for one in lines if one.health is not None]
    ends = [one.expires_in_days for one in lines if one.logged_in and one.expires_in_days is not None]
    return TokenStats(
        total=len(lines),
        logged_in=sum(one.logged_in for one in lines),
        in_use=sum(one.state == "in use" for one in lines),
        resting=sum(one.state.startswith("rests") for one in lines),
        unreadable=sum(one.health is None for one in lines),
        health=round(sum(healths) / len(healths), 3) if healths else None,
        expires_in_days=min(ends, default=None),
        identities=[_out(one) for one in lines],
    )


def _out(line: Line) -> IdentityOut:
    return IdentityOut.model_validate(line)
