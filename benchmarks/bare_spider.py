"""The yardstick: Scrapy as it comes, the same pages, ``json.loads`` and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import scrapy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.http import Response


class BareSpider(scrapy.Spider):
    """Walk the lists of the accounts whose secUids are given."""

    name = "bare"

    def __init__(self, web: str, accounts: str, now: str) -> None:
        super().__init__()
        self.web, self.accounts, self.now = web, accounts.split(","), now

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first page of each account."""
        for account in self.accounts:
            yield self._page(account, self.now)

    def _page(self, account: str, cursor: str) -> scrapy.Request:
        query = {
            "secUid": account,
            "cursor": cursor,
            "count": 15,
            "type": 1,
            "aid": 1988,
            "device_id": "7300000000000000000",
        }
        address = f"{self.web}/api/creator/item_list/?{urlencode(query)}"
        return scrapy.Request(address, self.parse, cb_kwargs={"account": account})

    def parse(self, response: Response, account: str) -> Iterator[scrapy.Request]:
        """Decode the page and ask for the next."""
        data = json.loads(response.body)
        items = data.get("itemList") or []
        if len(items) > 1:
            yield self._page(account, str(int(items[-1]["createTime"]) * 1000))
