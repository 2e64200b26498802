"""A crawl as a process: ``python -m tests.browser.crawl URL COUNT TRANSPORT [SETTING=VALUE]...``.

Writes one JSON line for each answer or failure, and one with the stats at the end.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from tests.browser.fake import Pool, identity
from tiktok_spiders import identities

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HANDLER = "tiktok_spiders.browser.handler.BrowserDownloadHandler"


class Probe(scrapy.Spider):
    name = "probe"

    async def start(self) -> AsyncIterator[Any]:
        for number in range(self.count):
            meta = {"transport": self.transport, "identity": "one", "number": number}
            yield scrapy.Request(
                f"{self.url}&n={number}", meta=meta, callback=self.parse, errback=self.fail, dont_filter=True
            )

    def parse(self, response: Any) -> None:
        say(status=response.status, text=response.text[:200], flags=response.flags, pid=os.getpid())

    def fail(self, failure: Any) -> None:
        say(error=type(failure.value).__name__, message=str(failure.value))


def say(**values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


def main(url: str, count: str, transport: str, *settings: str) -> None:
    pool = Pool(identity("one"))
    identities.for_crawler = lambda crawler: pool
    parts = urlsplit(url)
    process = AsyncCrawlerProcess(
        {
            "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
            "TIKTOK_WEB_URL": f"{parts.scheme}://{parts.netloc}",
            "DOWNLOAD_MAXSIZE": 2**25,
            "DOWNLOAD_TIMEOUT": 30,
            "LOG_LEVEL": "INFO",
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            **dict(each.split("=", 1) for each in settings),
        }
    )
    crawler = process.create_crawler(Probe)
    process.crawl(crawler, url=url, count=int(count), transport=transport)
    process.start()
    ours = ("tiktok/browser/", "playwright/")
    stats = crawler.stats.get_stats()
    say(stats={key: value for key, value in stats.items() if key.startswith(ours)})


if __name__ == "__main__":
    main(*sys.argv[1:])
