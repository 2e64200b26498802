"""``scrapy crawl`` with clear refusals: one line on stderr and exit status 2, before anything is started."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from tiktok_spiders.commands import job
from tiktok_spiders.commands.process import tune
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import TikTokSpidersError
from tiktok_spiders.feeds.compressed import compress, with_formats
from tiktok_spiders.feeds.destinations import check_destinations
from tiktok_spiders.proxies import check_proxies
from tiktok_spiders.spiders.checking import check_given, spider_named
from tiktok_spiders.store.opening import open_patiently
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler

REFUSED = 2
FAILURES = frozenset({"store", "redis", "start_error"})


class Command(CrawlCommand):
    """Run a spider. Exit status: 0 when the run ended by itself, 1 by an error or the store, 2 if refused."""

    _is_job = False

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check arguments, settings, feeds and store while nothing is logged yet."""
        try:
            self._take_options(args, opts)
            self._check_job(opts)
            self._check(args, opts)
        except (TikTokSpidersError, UsageError, ValueError) as error:
            self._refuse(error)
            # What would be made for the crawl logs lines of its own first.
            self.requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, unless it is refused."""
        if self.exitcode == REFUSED:
            return
        assert self.crawler_process is not None  # noqa: S101 - Scrapy sets it before run
        # The process forgets a crawler when it has ended.
        crawler = self._create_crawler(args[0])
        crawl = self.crawler_process.crawl(crawler, **opts.spargs)
        tune()
        self.crawler_process.start()
        error = _error_of(crawl)
        if isinstance(error, TikTokSpidersError):
            self._refuse(error)
        elif error is not None:
            raise error
        elif self.crawler_process.bootstrap_failed or _is_failure(crawler):
            self.exitcode = 1

    def _take_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Let Scrapy read the options; feeds named ``.gz`` are compressed."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before process_options
        formats = {**self.settings.getdict("FEED_EXPORTERS_BASE"), **self.settings.getdict("FEED_EXPORTERS")}
        opts.output = with_formats(opts.output, formats)
        opts.overwrite_output = with_formats(opts.overwrite_output, formats)
        super().process_options(args, opts)
        if opts.output or opts.overwrite_output:
            self.settings.set("FEEDS", compress(self.settings.getdict("FEEDS")), priority="cmdline")

    def _check_job(self, opts: argparse.Namespace) -> None:
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before process_options
        self._is_job = job.ARGUMENT in opts.spargs
        if self._is_job:
            job.check_exposed(opts.spargs, arglist_to_dict(opts.set), self.settings)

    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("name one spider: scrapy crawl SPIDER -a NAME=VALUE")
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before process_options
        spider = spider_named(args[0], self.settings)
        given = {name: value for name, value in opts.spargs.items() if name != job.ARGUMENT}
        config = Config.from_settings(self.settings)
        check_given(spider, given, config)
        check_proxies(config)
        check_destinations(self.settings.getdict("FEEDS"))
        if config.store_enabled:
            open_patiently(config, _say).close()

    def _refuse(self, error: Exception) -> None:
        _say(str(error))
        if self._is_job and self.settings is not None:
            job.note_refusal(self.settings, printable(str(error)))
        self.exitcode = REFUSED


def _error_of(crawl: object) -> BaseException | None:
    """Return what kept a crawl from starting. An error that nobody takes is logged with its traceback."""
    if not isinstance(crawl, asyncio.Future) or not crawl.done() or crawl.cancelled():
        return None
    return crawl.exception()


def _is_failure(crawler: Crawler) -> bool:
    stats = crawler.stats.get_stats()
    failed = stats.get("finish_reason") in FAILURES or stats.get("spider_exceptions/count")
    return bool(failed or stats.get("tiktok/store/unsaved"))


def _say(text: str) -> None:
    print(f"scrapy crawl: {printable(text)}", file=sys.stderr)
