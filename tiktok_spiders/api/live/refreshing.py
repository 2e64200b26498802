"""``POST /api/v1/refresh``: fetch anew, one thing after the other, while what is kept goes on serving."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Literal, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, model_validator

from tiktok_spiders.api.access.depend import allow
from tiktok_spiders.api.access.principal import Principal
from tiktok_spiders.api.errors import ApiError, told
from tiktok_spiders.api.live import asks
from tiktok_spiders.api.state import Given

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tiktok_spiders.api.live.question import Question

ROUTER = APIRouter(prefix="/api/v1", tags=["cache"], responses=told(400, 401, 403, 429, 500, 503))

MOST_QUEUED = 100
COME_AGAIN_S = 60.0
LISTED = 30
"""Members of a list that are fetched: as many as a look-up gives that does not say how many."""

FOUND = 20

Subject = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Refresh(BaseModel):
    """What to fetch anew."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["user", "video", "hashtag", "sound", "product", "search", "shop_search", "trending"]
    subject: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")] | None = (
        Field(None, description="Handle, id, address, name or words; none for `trending`.")
    )

    @model_validator(mode="after")
    def _with_subject(self) -> Self:
        if (self.subject is None) != (self.kind == "trending"):
            raise ValueError("`subject` is wanted, except for trending")
        return self


class Queued(BaseModel):
    """It will be done."""

    status: Literal["queued"]
    kind: str
    subject: str | None
    waiting: int = Field(description="How many are in the queue with it.")


_ASKS: dict[str, Callable[[str], Question]] = {
    "user": asks.user_info,
    "hashtag": asks.hashtag_info,
    "sound": lambda text: asks.sound_info(asks.target_of(text, "sound").key),
    "product": lambda text: asks.shop_product(asks.target_of(text, "product").key, None),
    "search": lambda text: asks.search(text, "videos", LISTED),
    "shop_search": lambda text: asks.shop_search(text, None, FOUND),
    "trending": lambda _: asks.trending(None, LISTED),
}


@ROUTER.post("/refresh", response_model=Queued, status_code=202)
async def refresh(state: Given, wanted: Refresh, who: Annotated[Principal, Depends(allow("live"))]) -> Queued:
    """Queue what a look-up without further parameters asks for; its kept answer is then replaced."""
    text = wanted.subject or ""
    asked = asks.video(text, state.live.origins) if wanted.kind == "video" else _ASKS[wanted.kind](text)
    state.live.refreshing.check_room()
    await state.access.count_refresh(who)
    waiting = state.live.refreshing.add(asked)
    return Queued(status="queued", kind=wanted.kind, subject=wanted.subject, waiting=waiting)


class Refreshing:
    """The queue. ``fetch`` is told each question in turn; it raises nothing."""

    def __init__(self, fetch: Callable[[Question], Coroutine[None, None, None]]) -> None:
        self._fetch = fetch
        self._queued: dict[Question, None] = {}
        self._task: asyncio.Task[None] | None = None

    def check_room(self) -> None:
        """Raise ``ApiError`` if the queue is full."""
        if len(self._queued) >= MOST_QUEUED:
            raise ApiError("API_UNAVAILABLE", "the queue of refreshes is full", retry_after=COME_AGAIN_S)

    def add(self, asked: Question) -> int:
        """Queue a question, unless it is queued; return how many are."""
        self._queued[asked] = None
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._work())
        return len(self._queued)

    async def close(self) -> None:
        """Forget what is queued."""
        self._queued.clear()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work(self) -> None:
        while self._queued:
            asked = next(iter(self._queued))
            await self._fetch(asked)
            self._queued.pop(asked, None)
