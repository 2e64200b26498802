"""Spiders on a crawler that crawls nothing, and answers for their callbacks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, Mock

import msgspec
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scrapy import Request

    from tiktok_spiders.spiders.base import TikTokSpider

SETTINGS = {"TIKTOK_STORE_ENABLED": "false", "TIKTOK_WEB_URL": "http://127.0.0.1:9"}


def make(spider: type[TikTokSpider], **given: Any) -> Any:
    """Return a spider without a store."""
    made = spider.from_crawler(get_crawler(spider, SETTINGS), **given)
    made.crawler.spider = made
    return made


def remember(spider: Any, *ids: str) -> None:
    """Give a spider a store in which these members of any listing are."""
    store = Mock()
    store.seen_ids.return_value = set(ids)
    store.known_ids.return_value = set()
    spider.session = Mock(store=store, settled=AsyncMock())
    spider.session.ask = AsyncMock(side_effect=lambda question: question())


def begin(spider: Any) -> list[Any]:
    """Return what a spider begins with."""

    async def collect() -> list[Any]:
        return [output async for output in spider.start()]

    return asyncio.run(collect())


def answer(request: Request, body: Any, *, outcome: str = "ok", message: str | None = None) -> list[Any]:
    """Answer a request as the middlewares do, and return what its callback yields."""
    meta = {**request.meta, "requests": 1, "answer": {"outcome": outcome, "message": message}}
    data = body if isinstance(body, bytes) else msgspec.json.encode(body)
    response = TextResponse(request.url, body=data, request=request.replace(meta=meta))

    async def collect() -> list[Any]:
        assert request.callback is not None
        return [output async for output in request.callback(response)]

    return asyncio.run(collect())


def requests_of(outputs: Iterable[Any]) -> list[Any]:
    """Return the requests among outputs."""
    return [one for one in outputs if hasattr(one, "callback")]


def records_of(outputs: Iterable[Any], record_type: str) -> list[Any]:
    """Return the records of a type among outputs."""
    return [one for one in outputs if getattr(one, "record_type", "") == record_type]


def item(number: int) -> dict[str, Any]:
    """Return an item as lists hold them."""
    return {
        "id": str(7_300_000_000_000_000_000 + number),
        "desc": "",
        "createTime": 1_750_000_000 + number,
        "author": {"id": "6600000000000000001", "uniqueId": "ann", "secUid": "MS4wLjABx"},
        "stats": {"playCount": 1},
        "video": {"duration": 3},
    }


def items(start: int, end: int, *, more: bool, **told: Any) -> dict[str, Any]:
    """Return a page of items by offset."""
    return {
        "itemList": [item(number) for number in range(start, end)],
        "cursor": str(end),
        "hasMore": more,
        "statusCode": 0,
        **told,
    }
