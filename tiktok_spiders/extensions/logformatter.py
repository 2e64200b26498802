"""Leave lines out of the log that say nothing at the scale of a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from tiktok_spiders.items.run import Checkpoint

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.http import Response
    from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """No line for each record and each answer (Scrapy builds them even when they are not shown)."""

    # Scrapy takes None for "no line" from all three, whatever the annotations of the base say.
    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        """Say nothing: the progress line counts records."""
        return None

    def crawled(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        """Say nothing: the stats count answers by outcome."""
        return None

    def dropped(  # type: ignore[override]
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        """Name what was dropped and why, checkpoints aside; the record itself is not logged."""
        if isinstance(item, Checkpoint):
            return None
        return {"level": 10, "msg": "Dropped: %(reason)s", "args": {"reason": str(exception)}}
