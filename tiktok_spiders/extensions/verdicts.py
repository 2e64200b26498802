"""Say at the end how complete the answers are."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from scrapy import signals

from tiktok_spiders.items.run import Verdict
from tiktok_spiders.terminal.verdict_table import VerdictTable

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Log files have no width: wide enough for a handle, a reason and a message on one line.
WIDTH_WITHOUT_TERMINAL = 160


class VerdictReport:
    """Print a table of verdicts and one line that answers "was that all?" on stderr.

    It comes when the engine has stopped, below everything that is logged about the end of the crawl.
    Reads the stats ``tiktok/targets`` and ``tiktok/targets_done``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats
        self._table = VerdictTable()
        crawler.signals.connect(self.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(self.engine_stopped, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the report; it has no settings."""
        return cls(crawler)

    def item_scraped(self, item: Any) -> None:
        """Keep verdicts."""
        if isinstance(item, Verdict):
            self._table.add(item)

    def engine_stopped(self) -> None:
        """Print."""
        width = None if sys.stderr.isatty() else WIDTH_WITHOUT_TERMINAL
        console = _Console(file=sys.stderr, width=width, highlight=False)
        self._table.show(
            console, unanswered=self._unanswered(), given=self._stats.get_value("tiktok/targets", 0)
        )

    def _unanswered(self) -> int:
        given: int = self._stats.get_value("tiktok/targets", 0)
        done: int = self._stats.get_value("tiktok/targets_done", 0)
        return max(given - done, 0)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Say nothing more: by default the process would exit, in the middle of the engine's own end.

        The reader is gone when ``| head`` has seen enough, or when Scrapyd is stopped before its jobs.
        """
        self.quiet = True
