"""The yardstick for many machines: scrapy-redis as it comes, the same pages, its own pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import scrapy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response

REDIS = {
    "SCHEDULER": "scrapy_redis.scheduler.Scheduler",
    "SCHEDULER_PERSIST": True,
    "DUPEFILTER_CLASS": "scrapy_redis.dupefilter.RFPDupeFilter",
    "ITEM_PIPELINES": {"scrapy_redis.pipelines.RedisPipeline": 300},
}
ITEMS = "plain:items"


class PlainRedisSpider(scrapy.Spider):
    """Walk the lists of the accounts whose secUids are given, profile pages first."""

    name = "plain"
    custom_settings = REDIS

    def __init__(self, web: str, accounts: str, now: str) -> None:
        super().__init__()
        self.web, self.now = web, now
        self.accounts: dict[str, str] = json.loads(Path(accounts).read_text(encoding="utf-8"))

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page of each account; what another worker has asked for is dropped by the filter."""
        for handle, account in self.accounts.items():
            keys = {"handle": handle, "account": account}
            yield scrapy.Request(f"{self.web}/@{handle}", self.parse, cb_kwargs=keys)

    def parse(self, response: Response, handle: str, account: str) -> scrapy.Request:
        """Go on to the account's list."""
        return self._page(handle, account, self.now, "")

    def parse_list(self, response: Response, handle: str, account: str, last: str) -> Iterator[Any]:
        """Deliver a page's videos and ask for the next; a list begins with the last of the one before."""
        items = json.loads(response.body).get("itemList") or []
        for item in items:
            if item["id"] != last:
                yield {"handle": handle, "video_id": item["id"]}
        if len(items) > 1:
            yield self._page(handle, account, str(int(items[-1]["createTime"]) * 1000), items[-1]["id"])

    def _page(self, handle: str, account: str, cursor: str, last: str) -> scrapy.Request:
        query = {
            "secUid": account,
            "cursor": cursor,
            "count": 15,
            "type": 1,
            "aid": 1988,
            "device_id": "7300000000000000000",
        }
        address = f"{self.web}/api/creator/item_list/?{urlencode(query)}"
        keys = {"handle": handle, "account": account, "last": last}
        return scrapy.Request(address, self.parse_list, cb_kwargs=keys)
