"""``scrapy crawl`` with clear refusals: one line on stderr and exit status 2, before anything is started."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import StoreBusyError, TikTokSpidersError
from tiktok_spiders.spiders.base import TikTokSpider
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

REFUSED = 2
FAILURES = frozenset({"store", "start_error"})


class Command(CrawlCommand):
    """Run a spider. Exit status: 0 when the run ended by itself, 1 by an error or the store, 2 if refused."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check arguments, settings and store, then crawl."""
        try:
            self._check(args, opts)
        except (TikTokSpidersError, UsageError) as error:
            print(f"scrapy crawl: {error}", file=sys.stderr)
            self.exitcode = REFUSED
            return
        super().run(args, opts)
        if not self.exitcode and self._failed():
            self.exitcode = 1

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl SPIDER -a NAME=VALUE")
        assert self.settings is not None  # noqa: S101 - Scrapy sets both before run
        assert self.crawler_process is not None  # noqa: S101
        loader = self.crawler_process.spider_loader
        if args[0] not in loader.list():
            raise UsageError(f"unknown spider {args[0]!r}; allowed: {', '.join(sorted(loader.list()))}")
        spider = loader.load(args[0])
        given = {name: value for name, value in opts.spargs.items() if name != "_job"}
        if issubclass(spider, TikTokSpider):
            spider.arguments_class.parse(given)
        config = Config.from_settings(self.settings)
        if config.store_enabled:
            _try_store(config.database_url)

    def _failed(self) -> bool:
        assert self.crawler_process is not None  # noqa: S101 - as above
        return any(map(_is_failure, self.crawler_process.crawlers))


def _is_failure(crawler: Crawler) -> bool:
    stats = crawler.stats.get_stats()
    return stats.get("finish_reason") in FAILURES or bool(stats.get("spider_exceptions/count"))


def _try_store(url: str) -> None:
    """Open the store once; one that is busy is left to the crawl, which waits for it."""
    try:
        Store.open(url).close()
    except StoreBusyError:
        return
