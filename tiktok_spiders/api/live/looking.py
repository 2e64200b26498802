"""What each live route takes besides its target, and how it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from tiktok_spiders.api.live import fields, shown
from tiktok_spiders.api.state import Given

if TYPE_CHECKING:
    from tiktok_spiders.api.answers import Json
    from tiktok_spiders.api.live.live import Live
    from tiktok_spiders.api.live.question import Answer, Question
    from tiktok_spiders.urls import Origins


@dataclass(frozen=True, slots=True)
class Looking:
    """One request for a live answer."""

    live: Live
    origins: Origins
    request: Request
    use_cache: bool
    view: str

    async def ask(self, asked: Question) -> Answer:
        """Return the answer. Raises ``ApiError``."""
        return await self.live.ask(asked, use_cache=self.use_cache, request=self.request)

    async def one(self, asked: Question) -> Json:
        """Answer with one record."""
        return shown.one(await self.ask(asked), asked, self.view)

    async def page(self, asked: Question, name: str, paging: Paging) -> Json:
        """Answer with a page of a list, for which its members up to the page's end are asked."""
        answer = await self.ask(asked)
        return shown.page(answer, asked, name, self.view, offset=paging.offset, count=paging.count)

    async def several(self, asked: Question, name: str, keeps: Any = None) -> Json:
        """Answer with a list without pages; ``keeps`` tells of a record whether it is wanted."""
        return shown.several(await self.ask(asked), asked, name, self.view, keeps)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list."""

    offset: int
    count: int

    @property
    def end(self) -> int:
        """How many members of the list it takes."""
        return self.offset + self.count


def _looking(
    state: Given, request: Request, *, use_cache: fields.UseCache = True, view: fields.View = "short"
) -> Looking:
    return Looking(state.live, state.live.origins, request, use_cache, view)


def _paging(*, count: fields.Count = 30, cursor: fields.Cursor = None) -> Paging:
    return Paging(fields.offset_of(cursor, count), count)


Look = Annotated[Looking, Depends(_looking)]
Page = Annotated[Paging, Depends(_paging)]
