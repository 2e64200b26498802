"""Answers as the live routes show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

from tiktok_spiders.api import names
from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.errors import told
from tiktok_spiders.api.live import verdicts
from tiktok_spiders.api.live.fields import DEEPEST, cursor_at
from tiktok_spiders.api.names import (
    CommentOut,
    HashtagOut,
    ProductOut,
    SoundOut,
    UserOut,
    VerdictOut,
    VideoOut,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.api.live.question import Answer, Question

ERRORS = told(400, 401, 403, 404, 429, 500, 503, 504)
"""What every live route may answer."""

Record = dict[str, Any]
"""A record by the field dictionary's names (`view=record`)."""


class Given(BaseModel):
    """What every live answer tells besides."""

    cached: bool = Field(description="Whether the answer was kept from before.")
    cache_ttl: float = Field(description="Seconds for which it stays fresh; 0: it is stale or not kept.")
    scraper_type: Literal["api", "browser", "store"] = Field(description="What carried it.")
    verdict: VerdictOut | None = Field(description="How complete it is.")


class GivenList(Given):
    """What every live list tells besides."""

    cursor: str | None = Field(description="What to give as `cursor` to go on; null: there is no more.")
    has_more: bool


class VideoAnswer(Given):
    """One video."""

    video: VideoOut | Record


class UserAnswer(Given):
    """One account."""

    user: UserOut | Record


class HashtagAnswer(Given):
    """One hashtag."""

    hashtag: HashtagOut | Record


class SoundAnswer(Given):
    """One sound."""

    sound: SoundOut | Record


class ProductAnswer(Given):
    """One product."""

    product: ProductOut | Record


class VideosAnswer(GivenList):
    """Videos."""

    videos: list[VideoOut | Record]


class UsersAnswer(GivenList):
    """Accounts."""

    users: list[UserOut | Record]


class CommentsAnswer(GivenList):
    """Comments."""

    comments: list[CommentOut | Record]


class ProductsAnswer(Given):
    """Products."""

    products: list[ProductOut | Record]


def one(answer: Answer, asked: Question, view: str) -> Json:
    """Show the record that was asked for."""
    records = _shown(answer, asked, view)
    return Json({asked.wanted: records[0] if records else None, **_besides(answer, asked)})


def page(answer: Answer, asked: Question, name: str, view: str, *, offset: int, count: int) -> Json:
    """Show a page of a list, which was asked for up to the page's end."""
    records = _shown(answer, asked, view)[offset : offset + count]
    more = has_more(answer, asked, offset + count)
    cursor = cursor_at(offset + count) if more and offset + 2 * count <= DEEPEST else None
    return Json({name: records, "cursor": cursor, "has_more": more, **_besides(answer, asked)})


def several(
    answer: Answer,
    asked: Question,
    name: str,
    view: str,
    keeps: Callable[[dict[str, Any]], bool] | None = None,
) -> Json:
    """Show a list that has no pages; ``keeps`` tells of a record whether it is wanted."""
    return Json({name: _shown(answer, asked, view, keeps), **_besides(answer, asked)})


def has_more(answer: Answer, asked: Question, end: int) -> bool:
    """Tell whether the listing goes on behind what was asked for."""
    verdict = verdicts.verdict_of(answer, asked)
    if verdict is None or verdict["stop_reason"] != "max_items":
        return False
    expected = verdict.get("expected")
    return expected is None or expected > end


def _shown(
    answer: Answer, asked: Question, view: str, keeps: Callable[[dict[str, Any]], bool] | None = None
) -> list[dict[str, Any]]:
    found = list(filter(keeps, verdicts.found_in(answer, asked)))
    if view == "record":
        return found
    short = names.SHORT[asked.wanted]
    whole = dict(zip(map(id, answer.records), names.joined(answer.records), strict=True))
    return [short(whole[id(record)]) for record in found]


def _besides(answer: Answer, asked: Question) -> dict[str, Any]:
    verdict = verdicts.verdict_of(answer, asked)
    return {
        "cached": answer.cached,
        "cache_ttl": round(max(answer.ttl_s - answer.age_s, 0.0), 1),
        "scraper_type": answer.scraper_type,
        "verdict": None if verdict is None else verdicts.shown(verdict),
    }
