"""``scrapy crawl`` with clear refusals: one line on stderr and exit status 2, before anything is started."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import StoreBusyError, TikTokSpidersError
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    import argparse

REFUSED = 2


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
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before run
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl SPIDER -a NAME=VALUE")
        loader = self.crawler_process.spider_loader
        if args[0] not in loader.list():
            raise UsageError(f"unknown spider {args[0]!r}; allowed: {', '.join(sorted(loader.list()))}")
        spider = loader.load(args[0])
        given = {name: value for name, value in opts.spargs.items() if name != "_job"}
        spider.arguments_class.parse(given)
        config = Config.from_settings(self.settings)
        if config.store_enabled:
            _try_store(config.database_url)

    def _failed(self) -> bool:
        return any(
            crawler.stats.get_value("finish_reason") in {"store", "start_error"}
            or crawler.stats.get_value("spider_exceptions/count")
            for crawler in self.crawler_process.crawlers
        )


def _try_store(url: str) -> None:
    """Open the store once; one that is busy is left to the crawl, which waits for it."""
    try:
        Store.open(url).close()
    except StoreBusyError:
        return
